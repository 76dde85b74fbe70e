import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, styleText } from 'node:util';
import type { Env } from '../config/env';
import { ConfigError } from '../config/env';
import { createDeps } from '../handlers/deps';
import { createRetryHandler } from '../handlers/retry';
import { createWebhookHandler } from '../handlers/webhook';
import { accountTable, EMULATED_TABLE } from './account-table';
import { ensureTable, startDynamoDB } from './dynamodb';
import { startGateway } from './gateway';
import { playSampleChat } from './sample-chat';
import type { SandboxCrm } from './sandbox-crm';
import { startSandboxHubSpot } from './sandbox-hubspot';
import { startSandboxSalesforce } from './sandbox-salesforce';

/** Everything the sandbox remembers between two starts; remove the folder to begin anew. */
const HOME = '.jivochat-crm';
const SANDBOX_VARIABLES = [
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'TABLE_NAME',
  'WEBHOOK_TOKENS',
];
const RETRY_EVERY_MS = 20_000;

/** Each CRM's emulation, and the variable whose presence means the real one. */
const CRMS = {
  hubspot: { label: 'HubSpot', real: 'HUBSPOT_ACCESS_TOKEN', start: startSandboxHubSpot },
  salesforce: { label: 'Salesforce', real: 'SALESFORCE_CLIENT_ID', start: startSandboxSalesforce },
};

type CrmName = keyof typeof CRMS;

/** `npm start`: the handlers on this machine, with a local DynamoDB and, without credentials, an emulated CRM. */
async function start(): Promise<void> {
  const name = chosenCrm();
  if (existsSync('.env')) process.loadEnvFile('.env');
  mkdirSync(HOME, { recursive: true });
  const state = join(HOME, `${name}.json`);
  const isNew = !existsSync(state);
  const dynamo = await startDynamoDB({ path: join(HOME, 'dynamodb') });
  const crm = process.env[CRMS[name].real] ? undefined : await CRMS[name].start(state, process.env);
  const table = crm ? EMULATED_TABLE : await accountTable(name, process.env);
  await ensureTable(dynamo.endpoint, table);
  const token = process.env.WEBHOOK_TOKENS?.split(',')[0]?.trim() || rememberedToken();
  const deps = createDeps(sandboxEnv({ endpoint: dynamo.endpoint, table, token, crm }));
  await deps.connector(name);
  const envFile = rememberSettings(name, sandboxEnv({ endpoint: dynamo.endpoint, table, token, crm }), crm);
  const gateway = await startGateway(
    createWebhookHandler(() => deps),
    Number(process.env.PORT ?? 3000),
  );
  const webhookUrl = `${gateway.url}/webhooks/${name}/${token}`;
  announce(webhookUrl, CRMS[name], crm);
  console.log(`Commands work on it, too:\n\n  npm run cli -- --env-file ${envFile} doctor\n`);
  if (crm && isNew) await playSampleChat(webhookUrl, crm);
  else if (crm) console.log(`\nThe CRM holds what it held before: ${crm.summary()}`);
  console.log('\nWaiting for events. Stop with Ctrl+C.');

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await retryUntil(
    stop.signal,
    createRetryHandler(() => deps),
  );
  await gateway.close();
  await crm?.close();
  await dynamo.close();
}

function chosenCrm(): CrmName {
  const { values } = parseArgs({ options: { crm: { type: 'string', default: 'hubspot' } } });
  if (Object.hasOwn(CRMS, values.crm)) return values.crm as CrmName;
  throw new ConfigError([`--crm must be one of ${Object.keys(CRMS).join(', ')}`]);
}

/** The schedule's part: what a CRM did not take is tried again. */
async function retryUntil(stopped: AbortSignal, retry: ReturnType<typeof createRetryHandler>): Promise<void> {
  while (!stopped.aborted) {
    await sleep(RETRY_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
    if (stopped.aborted) return;
    await retry({} as never, { getRemainingTimeInMillis: () => 60_000 });
  }
}

interface Place {
  endpoint: string;
  table: string;
  token: string;
  crm: SandboxCrm | undefined;
}

function sandboxEnv({ endpoint, table, token, crm }: Place): Env {
  process.env.POWERTOOLS_LOG_LEVEL ??= 'WARN';
  process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
  return {
    ...process.env,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    TABLE_NAME: table,
    WEBHOOK_TOKENS: token,
    ...crm?.env,
  };
}

/** What the command line needs to work on this sandbox. A real account's credential stays where it is. */
function rememberSettings(name: CrmName, env: Env, crm: SandboxCrm | undefined): string {
  const file = join(HOME, `${name}.env`);
  const names = [...SANDBOX_VARIABLES, ...Object.keys(crm?.env ?? {})];
  const lines = names.map((variable) => `${variable}=${JSON.stringify(env[variable] ?? '')}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  return file;
}

function rememberedToken(): string {
  const file = join(HOME, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function announce(
  webhookUrl: string,
  { label, real }: (typeof CRMS)[CrmName],
  crm: SandboxCrm | undefined,
): void {
  console.log(styleText('bold', '\nPaste this URL into JivoChat, or post events to it:\n'));
  console.log(`  ${styleText('cyan', webhookUrl)}\n`);
  console.log(
    crm
      ? `Leads go to an emulated ${label} at ${crm.url}. Set ${real} to use yours.`
      : `Leads go to the ${label} account of ${real}.`,
  );
  console.log('Try it:\n');
  console.log(`  curl -sS -d @sandbox/events/chat_accepted.json ${webhookUrl}\n`);
}

start().catch((error: unknown) => {
  if (error instanceof ConfigError)
    console.error(`\nThe configuration is not right:\n- ${error.problems.join('\n- ')}\n`);
  else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    console.error('\nThe port is taken by another program. Choose another one: PORT=3001 npm start\n');
  else console.error(error);
  process.exit(1);
});
