import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AwsCredentials } from '../../config/aws';
import type { HttpHandler } from './http-handler';
import { createRequestSigner } from './sign-request';

/** What rows are read and written with: requests and answers are JSON as they stand, but for bytes. */
const OPERATIONS = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'BatchWriteItem',
]);
/** What knows no conditions is not repeated. */
const ONCE = 'BatchWriteItem';
/** The longest pauses before another attempt, of which the SDK takes a random part (@smithy/core/retry). */
const PAUSE_MS = 100;
const THROTTLED_PAUSE_MS = 500;
const THROTTLED = /ThrottlingException|ProvisionedThroughputExceededException|RequestLimitExceeded/;
/** AWS takes a signature of five minutes ago (IAM User Guide: Signature Version 4). */
const CLOCKS_DIFFER_MS = 4 * 60_000;
const CONDITION_FAILED = 'ConditionalCheckFailedException';

interface ShortWay {
  /** The client's own. */
  handler: HttpHandler;
  /** Of the environment: the same as long as the process lives. */
  credentials: AwsCredentials;
  /** Undefined: the service's in the region. */
  endpoint?: string;
}

interface Attempt {
  /** None: the connection failed, or no answer came in time. */
  status?: number;
  answer: { __type?: string; message?: string; Message?: string };
}

/**
 * Lets the client's first attempt go past the SDK's steps, which take twice the processor time of the request itself. Whatever
 * is not answered as it usually is goes their whole way, as the second and last attempt: other errors, clocks that differ.
 * A batch of writes has no second one.
 * @param client allows itself one attempt.
 */
export function addShortWay(client: DynamoDBClient, way: ShortWay): void {
  const { config } = client;
  const opening = openingOf(client, way);
  // Whoever sends first hears of it.
  opening.catch(() => undefined);

  async function attempt(operation: string, input: object): Promise<Attempt> {
    const { sign, ...place } = await opening;
    const body = JSON.stringify(input);
    const headers = sign(operation, body, Date.now() + (config.systemClockOffset ?? 0));
    try {
      const { response } = await way.handler.handle({ ...place, method: 'POST', headers, body });
      const { statusCode: status } = response;
      if (status >= 400) setClock(response.headers.date);
      return { status, answer: JSON.parse(response.body.toString()) as Attempt['answer'] };
    } catch {
      return { answer: {} };
    }
  }

  /** A signature by a clock that is far from theirs is refused; the SDK's attempt goes by theirs. */
  function setClock(date = ''): void {
    const offset = Date.parse(date) - Date.now();
    if (Math.abs(offset) > CLOCKS_DIFFER_MS) config.systemClockOffset = offset;
  }

  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const operation = String(commandName).replace(/Command$/, '');
        if (!OPERATIONS.has(operation)) return next(args);
        const { status, answer } = await attempt(operation, args.input);
        const $metadata = { httpStatusCode: status, attempts: 1 };
        if (status === 200) return { response: undefined, output: { ...answer, $metadata } as never };
        const { __type: type = '', message = answer.Message ?? '' } = answer;
        if (type.endsWith(CONDITION_FAILED))
          throw new ConditionalCheckFailedException({ message, $metadata });
        if (operation === ONCE) throw failureOf(type, message, $metadata);
        await sleep(pauseBefore(status, type));
        return next(args);
      },
    { step: 'initialize', priority: 'high', name: 'shortWay' },
  );
}

/** For a client whose attempts the SDK repeats: it writes no batches. */
export function withoutBatches(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName !== `${ONCE}Command`) return next(args);
        return Promise.reject(failureOf('NotRepeatable', 'not sent', { httpStatusCode: 400 }));
      },
    { step: 'initialize', name: 'withoutBatches' },
  );
}

/** As the SDK's own errors are. */
function failureOf(type: string, message: string, $metadata: { httpStatusCode?: number }): Error {
  const name = type.split('#').at(-1) || ($metadata.httpStatusCode === undefined ? 'NoAnswer' : 'Unknown');
  return Object.assign(new Error(message), { name, $metadata });
}

/** A refusal that another attempt does not change is not waited for. */
function pauseBefore(status: number | undefined, type: string): number {
  if (THROTTLED.test(type)) return Math.random() * THROTTLED_PAUSE_MS;
  return status === undefined || status >= 500 ? Math.random() * PAUSE_MS : 0;
}

/** Where the requests go, by the SDK's own rules, and their signature. */
async function openingOf({ config }: DynamoDBClient, { credentials, endpoint: Endpoint }: ShortWay) {
  const Region = await config.region();
  const UseFIPS = await config.useFipsEndpoint();
  const UseDualStack = await config.useDualstackEndpoint();
  const { url } = config.endpointProvider({ Region, Endpoint, UseFIPS, UseDualStack });
  const { protocol, hostname, host, port, pathname: path } = url;
  const sign = createRequestSigner({ credentials, region: Region, host });
  return { protocol, hostname, port: port === '' ? undefined : Number(port), path, sign };
}
