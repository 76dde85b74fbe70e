import { randomBytes } from 'node:crypto';
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { EnvReader, parameterOf, type Env } from '../../config/env';
import { askAws, awsConfig } from './aws';

/** 192 bits: nobody guesses them, and they stay readable in a URL. */
const TOKEN_BYTES = 24;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Where the webhook's secrets are kept: the newest first. */
export interface WebhookTokens {
  /** The parameter's name; none: they stand in the environment, which only a person can change. */
  readonly parameter?: string;
  /** @throws AwsError. */
  read: () => Promise<string[]>;
  /** Only where there is a parameter. @throws AwsError. */
  write?: (tokens: readonly string[]) => Promise<void>;
}

/** By the adapter's own rule: a variable given outright wins over its parameter. */
export function webhookTokens(env: Env): WebhookTokens {
  const inEnvironment = new EnvReader(env).list('WEBHOOK_TOKENS');
  const parameter = parameterOf(env, 'WEBHOOK_TOKENS');
  if (inEnvironment.length > 0 || !parameter) return { read: () => Promise.resolve(inEnvironment) };
  return {
    parameter,
    read: () => readParameter(env, parameter),
    write: (tokens) => writeParameter(env, parameter, tokens),
  };
}

const REMEDY = 'Check AWS_REGION, the credentials and WEBHOOK_TOKENS_SSM';

async function readParameter(env: Env, Name: string): Promise<string[]> {
  const client = new SSMClient(awsConfig(env, 'SSM'));
  const command = new GetParameterCommand({ Name, WithDecryption: true });
  const { Parameter } = await askAws(client, `Parameter Store does not give ${Name}`, REMEDY, (asked) =>
    asked.send(command).catch(nothingIfAbsent),
  );
  return new EnvReader({ tokens: Parameter?.Value }).list('tokens');
}

function nothingIfAbsent(error: unknown): { Parameter?: undefined } {
  if (error instanceof ParameterNotFound) return {};
  throw error;
}

/** A parameter under a key of one's own stays under it: without its name AWS takes the account's (API: PutParameter). */
async function writeParameter(env: Env, Name: string, tokens: readonly string[]): Promise<void> {
  const client = new SSMClient(awsConfig(env, 'SSM'));
  const KeyId = env.SECRETS_KMS_KEY_ARN?.trim() || undefined;
  const parameter = { Name, Value: tokens.join(','), Type: 'SecureString', Overwrite: true, KeyId } as const;
  const command = new PutParameterCommand(parameter);
  await askAws(client, `Parameter Store does not take ${Name}`, REMEDY, (asked) => asked.send(command));
}
