import { awsCredentials } from '../../config/aws';
import type { Env } from '../../config/env';

const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;
const MAX_ATTEMPTS = 3;

/** AWS refused, or did not answer. Says what was asked for, AWS' own words, and what to do. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
}

/** Region, credentials and endpoint from AWS' own variables, which may stand in the file of `--env-file` as well. */
export function awsConfig(env: Env, service: 'SSM' | 'CLOUDFORMATION') {
  return {
    region: env.AWS_REGION,
    endpoint: env[`AWS_ENDPOINT_URL_${service}`],
    credentials: awsCredentials(env),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}

/** Asks once with a client, which is closed then. @param remedy what to do when it fails. @throws AwsError. */
export async function askAws<Client extends { destroy(): void }, T>(
  client: Client,
  what: string,
  remedy: string,
  request: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    return await request(client);
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    const said = [name === 'Error' ? code : name, message].filter(Boolean).join(': ');
    throw new AwsError(`${what}: ${said}. ${remedy}`, { cause: error });
  } finally {
    client.destroy();
  }
}
