import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsCredentials } from '../../config/aws';
import { createHttpHandler } from './http-handler';
import { addShortWay, withoutBatches } from './short-way';

/** DynamoDB answers in milliseconds; what takes longer than this is better tried again than waited for. */
const REQUEST_TIMEOUT_MS = 600;
const CONNECTION_TIMEOUT_MS = 400;
const MAX_ATTEMPTS = 2;
/**
 * Steps of every request that serve nobody here: log lines no logger takes, the name of the SDK, the trace of X-Ray, a
 * length that Node's own client writes.
 */
const UNUSED_MIDDLEWARE = [
  'loggerMiddleware',
  'getUserAgentMiddleware',
  'recursionDetectionMiddleware',
  'contentLengthMiddleware',
];

/**
 * The table's client, for a caller with a deadline of seconds. Region, credentials and endpoint come from AWS' own
 * environment variables (`AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`, ...).
 * @param env handed in, so that a test or the sandbox needs no process-wide variables.
 * @param requestTimeoutMs of each of two attempts.
 * @param forRows false where the client is for the table itself.
 * @param connectionTimeoutMs how long an attempt waits for a connection.
 */
export function createClient({
  env,
  forRows = true,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
  connectionTimeoutMs = CONNECTION_TIMEOUT_MS,
}: ClientOptions): DynamoDBClient {
  const credentials = forRows ? awsCredentials(env) : undefined;
  const endpoint = env.AWS_ENDPOINT_URL_DYNAMODB ?? env.AWS_ENDPOINT_URL;
  const handler = createHttpHandler({ requestTimeoutMs, connectionTimeoutMs });
  const client = new DynamoDBClient({
    region: env.AWS_REGION,
    endpoint,
    credentials: awsCredentials(env),
    maxAttempts: credentials ? MAX_ATTEMPTS - 1 : MAX_ATTEMPTS,
    retryMode: 'standard',
    cacheMiddleware: true,
    endpointDiscoveryEnabled: false,
    requestHandler: handler,
  });
  for (const name of UNUSED_MIDDLEWARE) client.middlewareStack.remove(name);
  if (credentials) addShortWay(client, { handler, credentials, endpoint });
  else withoutBatches(client);
  return client;
}

interface ClientOptions {
  env: Readonly<Record<string, string | undefined>>;
  forRows?: boolean;
  requestTimeoutMs?: number;
  connectionTimeoutMs?: number;
}
