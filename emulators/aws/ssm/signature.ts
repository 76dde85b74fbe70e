import { createHash, createHmac } from 'node:crypto';
import { SsmError } from './errors';

export interface SignedRequest {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** AWS refuses what was signed further from its own clock (IAM User Guide: Signature Version 4). */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * Signature Version 4 as AWS checks it: the request is put into its canonical form and signed again (IAM User Guide:
 * Create a signed AWS API request).
 * @returns the access key id of whoever signed.
 * @throws SsmError as AWS words it.
 */
export function verifySignature(
  request: SignedRequest,
  secretOf: (accessKeyId: string) => string | undefined,
): string {
  const authorization = request.headers.get('authorization');
  if (!authorization)
    throw new SsmError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const parts =
    /^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)\/(?<scope>[^,]+), ?SignedHeaders=(?<signed>[^,]+), ?Signature=(?<signature>\w+)$/.exec(
      authorization,
    )?.groups;
  if (!parts) throw new SsmError('IncompleteSignatureException', 'Authorization header is not as expected.');
  const { id, scope, signed, signature } = parts as Record<'id' | 'scope' | 'signed' | 'signature', string>;
  const secret = secretOf(id);
  if (secret === undefined) {
    throw new SsmError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const [, , service] = scope.split('/');
  if (service !== 'ssm')
    throw new SsmError('InvalidSignatureException', "Credential should be scoped to correct service: 'ssm'.");
  const date = request.headers.get('x-amz-date') ?? '';
  checkClock(date);
  if (sign(secret, scope, date, canonical(request, signed)) !== signature) {
    throw new SsmError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return id;
}

function checkClock(date: string): void {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  if (Math.abs(Date.now() - Date.parse(iso)) <= MAX_SKEW_MS) return;
  throw new SsmError(
    'InvalidSignatureException',
    `Signature expired: ${date} is now earlier than the server's time.`,
  );
}

function canonical({ method, path, headers, body }: SignedRequest, signed: string): string {
  const lines = signed
    .split(';')
    .map((name) => `${name}:${(headers.get(name) ?? '').trim().replaceAll(/ +/g, ' ')}\n`);
  return [method, path, '', lines.join(''), signed, sha256(body)].join('\n');
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
