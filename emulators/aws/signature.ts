import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from './aws-error';
import type { HttpRequest } from './http';

/** AWS refuses what was signed further from its own clock (IAM User Guide: Signature Version 4). */
const MAX_SKEW_MS = 5 * 60_000;
/** Only S3 takes a body that is not part of the signature (S3 API Reference: Signature calculations). */
const UNSIGNED = /^(UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER)$/;

export interface SigningKey {
  secret: string;
  /** Of temporary credentials: the request must carry it. */
  sessionToken?: string;
}

interface Signed {
  accessKeyId: string;
  region: string;
  service: string;
}

interface Authorization extends Signed {
  scope: string;
  signedHeaders: string;
  signature: string;
}

/**
 * Signature Version 4 as AWS checks it: the request is put into its canonical form and signed again (IAM User Guide:
 * Create a signed AWS API request).
 * @param now epoch milliseconds.
 * @throws AwsError as AWS words it.
 */
export function verifySignature(
  request: HttpRequest,
  keyOf: (accessKeyId: string) => SigningKey | undefined,
  now: number,
): Signed {
  const signed = authorization(request.headers.get('authorization'));
  const key = keyOf(signed.accessKeyId);
  if (!key || (key.sessionToken ?? null) !== request.headers.get('x-amz-security-token')) {
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      403,
    );
  }
  const date = request.headers.get('x-amz-date') ?? '';
  checkClock(date, now);
  const expected = sign(key.secret, signed.scope, date, canonical(request, signed));
  if (!equal(expected, signed.signature)) throw mismatch();
  return signed;
}

function authorization(header: string | null): Authorization {
  if (!header) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  const parts =
    /^AWS4-HMAC-SHA256 Credential=(?<accessKeyId>[^/]+)\/(?<scope>[^,]+), ?SignedHeaders=(?<signedHeaders>[^,]+), ?Signature=(?<signature>\w+)$/.exec(
      header,
    )?.groups;
  if (!parts) throw new AwsError('IncompleteSignatureException', 'Authorization header is not as expected.');
  const { accessKeyId, scope, signedHeaders, signature } = parts as Record<string, string>;
  const [, region = '', service = ''] = scope!.split('/');
  return {
    accessKeyId: accessKeyId!,
    scope: scope!,
    signedHeaders: signedHeaders!,
    signature: signature!,
    region,
    service,
  };
}

function checkClock(date: string, now: number): void {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  if (Math.abs(now - Date.parse(iso)) <= MAX_SKEW_MS) return;
  throw new AwsError(
    'InvalidSignatureException',
    `Signature expired: ${date} is now earlier than ${new Date(now).toISOString()}`,
    403,
  );
}

function canonical(request: HttpRequest, { service, signedHeaders }: Authorization): string {
  const { method, path, query, headers } = request;
  const lines = signedHeaders
    .split(';')
    .map((name) => `${name}:${(headers.get(name) ?? '').trim().replaceAll(/ +/g, ' ')}\n`);
  const pairs = [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).toSorted();
  // S3 signs the path as it is sent; everybody else encodes it once more.
  const uri = service === 's3' ? path : path.split('/').map(encode).join('/');
  return [method, uri, pairs.join('&'), lines.join(''), signedHeaders, payloadHash(request, service)].join(
    '\n',
  );
}

function payloadHash({ headers, body }: HttpRequest, service: string): string {
  const said = headers.get('x-amz-content-sha256');
  if (said && service === 's3' && UNSIGNED.test(said)) return said;
  const hash = sha256(body);
  if (said && said !== hash) throw mismatch();
  return hash;
}

function mismatch(): AwsError {
  return new AwsError(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    403,
  );
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/** RFC 3986: unreserved characters stay. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sign(secret: string, scope: string, date: string, request: string): string {
  const key = scope
    .split('/')
    .reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(request)].join('\n')).toString('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
