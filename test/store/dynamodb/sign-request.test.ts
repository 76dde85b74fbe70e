import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { createRequestSigner } from '../../../store/dynamodb/sign-request';

class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret ? createHmac('sha256', secret) : createHash('sha256');
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data);
  }
  digest() {
    return Promise.resolve(this.#hash.digest());
  }
  reset() {}
}

const word = fc.stringMatching(/^[A-Za-z0-9/+=-]{1,40}$/);

it('signs as AWS’ own library does, whoever, whatever and whenever', async () => {
  const request = fc.record({
    accessKeyId: word,
    secretAccessKey: word,
    sessionToken: fc.option(word, { nil: undefined }),
    region: fc.constantFrom('eu-central-1', 'us-east-1', 'local'),
    host: fc.constantFrom('dynamodb.eu-central-1.amazonaws.com', '127.0.0.1:8000'),
    operation: fc.constantFrom('GetItem', 'PutItem'),
    service: fc.constantFrom(undefined, {
      name: 'ssm',
      target: 'AmazonSSM',
      contentType: 'application/x-amz-json-1.1',
    }),
    body: fc.string({ unit: 'binary', maxLength: 200 }),
    now: fc.integer({ min: 0, max: 4e12 }),
  });
  type Given = typeof request extends fc.Arbitrary<infer Value> ? Value : never;
  const given = async ({ region, host, operation, service, body, now, ...credentials }: Given) => {
    const ours = createRequestSigner({ credentials, region, host, service })(operation, body, now);
    const sha256 = Sha256 as never;
    const library = new SignatureV4({ service: service?.name ?? 'dynamodb', region, credentials, sha256 });
    const headers = {
      host,
      'content-type': service?.contentType ?? 'application/x-amz-json-1.0',
      'x-amz-target': `${service?.target ?? 'DynamoDB_20120810'}.${operation}`,
    };
    const place = { method: 'POST', protocol: 'https:', hostname: 'any', path: '/' };
    // It would send the body's hash as a header too, which only S3 wants.
    const signing = { signingDate: new Date(now), unsignableHeaders: new Set(['x-amz-content-sha256']) };
    const theirs = await library.sign({ ...place, headers, body }, signing);
    const { 'x-amz-content-sha256': _unsigned, ...expected } = theirs.headers;
    expect(ours).toEqual(expected);
  };
  await fc.assert(fc.asyncProperty(request, given), { numRuns: 50 });
});

it('makes a new key for a new day', () => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const scope = { credentials, region: 'local', host: 'h' };
  const sign = createRequestSigner(scope);
  const days = [0, 86_400_000, 0].map((now) => sign('GetItem', '{}', now).authorization);
  expect(days).toEqual(
    [0, 86_400_000, 0].map((now) => createRequestSigner(scope)('GetItem', '{}', now).authorization),
  );
});
