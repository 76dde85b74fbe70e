import type { Env } from './env';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * The credentials of AWS' own variables, which the Lambda environment and a file of `--env-file` have.
 * @returns undefined where they are not complete: the SDK's chain (profiles, SSO, instance roles) is then to be asked.
 */
export function awsCredentials(env: Env): AwsCredentials | undefined {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken } : undefined;
}
