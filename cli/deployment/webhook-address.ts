import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { ConfigError, EnvReader, withoutTrailingSlashes } from '../../config/env';
import { webhookTokenProblems } from '../../config/settings';
import { AwsError, askAws, awsConfig } from './aws';
import type { Cli } from '../cli';
import { accountNamed, accountOption, allAccounts, formerAccountOption } from '../crm/accounts';
import { UsageError } from '../errors';

export interface AddressOptions {
  account?: string;
  /** As `account` was called when a CRM had one. */
  connector?: string;
  baseUrl?: string;
  stage?: string;
}

/** Stands in place of the secret where it is not to be seen; the stack's outputs have it too (serverless.yml). */
export const HIDDEN = '<token>';

const DEFAULT_STAGE = 'prod';

/** Gives a command the options that say which webhook is meant. */
export function addAddressOptions(command: Command): Command {
  return command
    .addOption(accountOption('where the events go (default: the first of them)'))
    .addOption(formerAccountOption())
    .option('--base-url <url>', 'where the adapter answers, such as http://localhost:3000')
    .option('--stage <stage>', `the deployed stack jivochat-crm-<stage> (default: ${DEFAULT_STAGE})`);
}

/** The webhook's URL, with `<token>` where the secret belongs. @throws UsageError, AwsError. */
export async function hiddenUrl(options: AddressOptions, cli: Cli): Promise<string> {
  const { baseUrl, stage } = options;
  const account = addressedAccount(options, cli);
  if (baseUrl === undefined) return stackOutput(account, stage ?? DEFAULT_STAGE, cli);
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new UsageError('--base-url must be a http or https address');
  }
  return `${withoutTrailingSlashes(baseUrl)}/webhooks/${account}/${HIDDEN}`;
}

/** The account's name. @throws UsageError when there is no such account. */
export function addressedAccount({ account, connector: former }: AddressOptions, cli: Cli): string {
  const env = cli.settings();
  const name = account ?? former;
  return (name === undefined ? allAccounts(env)[0]! : accountNamed(name, env)).name;
}

/** @param url of `hiddenUrl`. @throws ConfigError when no secret is configured; SecretsError. */
export async function withToken(url: string, cli: Cli): Promise<string> {
  const env = await cli.secrets();
  const reader = new EnvReader(env);
  const tokens = reader.list('WEBHOOK_TOKENS');
  const problems = webhookTokenProblems(tokens);
  if (problems.length > 0) throw new ConfigError(problems);
  const [token] = tokens;
  if (token) return url.replace(HIDDEN, token);
  const hint = reader.parameterHint('WEBHOOK_TOKENS');
  throw new ConfigError([`WEBHOOK_TOKENS is missing${hint}: jivochat-crm token new makes a secret`]);
}

async function stackOutput(account: string, stage: string, cli: Cli): Promise<string> {
  const outputs = await stackOutputs(stage, 'or give --base-url', cli);
  const found = [...outputs.values()].find((value) => value.endsWith(`/webhooks/${account}/${HIDDEN}`));
  if (found) return found;
  throw new AwsError(`The stack ${stackOf(stage)} has no webhook for ${account}; deploy it again`);
}

/** The name of a deployed stage's table. @throws AwsError when there is no such stack, or it tells none. */
export async function stackTable(stage: string, cli: Cli): Promise<string> {
  const table = (await stackOutputs(stage, 'or set TABLE_NAME', cli)).get('TableName');
  if (table) return table;
  throw new AwsError(`The stack ${stackOf(stage)} names no table; deploy it again`);
}

function stackOf(stage: string): string {
  return `jivochat-crm-${stage}`;
}

async function stackOutputs(stage: string, otherwise: string, cli: Cli): Promise<Map<string, string>> {
  const StackName = stackOf(stage);
  const client = new CloudFormationClient(awsConfig(cli.settings(), 'CLOUDFORMATION'));
  const what = `CloudFormation does not describe ${StackName}`;
  const remedy = `Check AWS_REGION, the credentials and --stage; ${otherwise}`;
  const command = new DescribeStacksCommand({ StackName });
  const { Stacks } = await askAws(client, what, remedy, (asked) => asked.send(command));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
