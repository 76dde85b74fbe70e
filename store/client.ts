import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** DynamoDB answers in milliseconds; what takes longer than this is better tried again than waited for. */
const REQUEST_TIMEOUT_MS = 600;
const CONNECTION_TIMEOUT_MS = 400;
const MAX_ATTEMPTS = 2;

/**
 * The table's client, for a caller with a deadline of seconds. Region, credentials and endpoint come from AWS' own
 * environment variables (`AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`, ...).
 * @param env handed in, so that a test or the sandbox needs no process-wide variables.
 */
export function createDocumentClient({
  env,
}: {
  env: Readonly<Record<string, string | undefined>>;
}): DynamoDBDocumentClient {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  const client = new DynamoDBClient({
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken } : undefined,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, connectionTimeout: CONNECTION_TIMEOUT_MS },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
