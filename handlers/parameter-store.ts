import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { awsCredentials } from '../config/aws';
import type { Env } from '../config/env';
import type { ParameterValues } from '../config/secrets';
import { boundedText } from '../connectors/shared/http/exchange';
import { ConnectionError, createTransport, type FetchAnswer } from '../connectors/shared/http/transport';
import { createRequestSigner } from '../store/dynamodb/sign-request';

/** GetParameters takes ten names at most (Systems Manager API Reference: GetParameters). */
const MAX_NAMES = 10;
/** An agent waits: two attempts must leave time for the event itself. */
const TIMEOUT_MS = 800;
const ATTEMPTS = 2;

/** Parameter Store did not answer, or refused; says which parameters are concerned, never what is in them. */
export class SecretsError extends Error {
  override readonly name = 'SecretsError';
  /** AWS' own name of the error, such as `AccessDeniedException`. */
  readonly code?: string;

  constructor(
    parameters: readonly string[],
    reason: string,
    options: { code?: string; cause?: unknown } = {},
  ) {
    super(`Parameter Store did not give ${parameters.join(', ')}: ${reason}`, { cause: options.cause });
    this.code = options.code;
  }
}

export type ReadParameters = (names: readonly string[]) => Promise<ParameterValues>;

const SERVICE = { name: 'ssm', target: 'AmazonSSM', contentType: 'application/x-amz-json-1.1' };

/**
 * Reads parameters, decrypted, in one request for ten of them. The one operation we need, signed as the table's requests
 * are: docs/decisions/0005-one-signed-request-to-parameter-store.md.
 * @param env region, credentials, `AWS_ENDPOINT_URL_SSM` and `AWS_ENDPOINT_URL` are AWS' own variables.
 */
export function createParameterStore(env: Env): ReadParameters {
  const region = env.AWS_REGION ?? 'us-east-1';
  const elsewhere = env.AWS_ENDPOINT_URL_SSM ?? env.AWS_ENDPOINT_URL;
  const endpoint = new URL(elsewhere ?? `https://ssm.${region}.amazonaws.com`);
  const own = awsCredentials(env);
  const credentials = own ? () => Promise.resolve(own) : defaultProvider();
  const fetch = createTransport();

  async function post(names: readonly string[]): Promise<FetchAnswer> {
    const body = JSON.stringify({ Names: names, WithDecryption: true });
    const scope = { credentials: await credentials(), region, host: endpoint.host, service: SERVICE };
    return fetch(endpoint, {
      method: 'POST',
      redirect: 'error',
      headers: createRequestSigner(scope)('GetParameters', body, Date.now()),
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  async function readOnce(names: readonly string[]): Promise<Parameter[]> {
    const response = await post(names);
    const answer = JSON.parse(await boundedText(response.body)) as Answer;
    if (response.status === 200) return answer.Parameters ?? [];
    const code = answer.__type?.split('#').pop() ?? `HTTP ${response.status}`;
    const said = answer.message ?? answer.Message;
    throw new SecretsError(names, said ? `${code}: ${said}` : code, { code });
  }

  async function read(names: readonly string[]): Promise<Parameter[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await readOnce(names);
      } catch (error) {
        if (attempt < ATTEMPTS && mayPass(error)) continue;
        throw error instanceof SecretsError
          ? error
          : new SecretsError(names, reasonOf(error), { cause: error });
      }
    }
  }

  return async (names) => {
    const pages = Array.from({ length: Math.ceil(names.length / MAX_NAMES) }, (_, page) =>
      names.slice(page * MAX_NAMES, (page + 1) * MAX_NAMES),
    );
    const parameters = (await Promise.all(pages.map(read))).flat();
    return new Map(parameters.map(({ Name, Value }) => [Name, Value]));
  };
}

interface Parameter {
  Name: string;
  Value: string;
}

interface Answer {
  Parameters?: Parameter[];
  __type?: string;
  message?: string;
  Message?: string;
}

/** What another attempt can change: no answer, a busy or a broken server. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof SecretsError)) return true;
  return /^(ThrottlingException|InternalServerError|ServiceUnavailable|HTTP 5)/.test(error.code ?? '');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ConnectionError)) return error instanceof Error ? error.message : 'no answer';
  return error.code === 'TimeoutError' ? `no answer in ${TIMEOUT_MS} ms` : error.code;
}
