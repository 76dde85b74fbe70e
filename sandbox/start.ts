import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Env } from '../config/env';
import { variableOf } from '../config/accounts';
import { ConfigError } from '../config/env';
import type { SyncDeps } from '../sync/context';
import { createDeps } from '../handlers/deps';
import { createRetryHandler } from '../handlers/retry';
import { createWebhookHandler } from '../handlers/webhook';
import { accountTable, EMULATED_TABLE } from './account/account-table';
import { sandboxConsole } from './console';
import { checkAccount } from './account/check-account';
import { ensureTable, startDynamoDB } from './dynamodb/dynamodb';
import { startGateway } from './gateway';
import { commandsToTry } from './commands-to-try';
import { readStartOptions, START_HELP, StartError, type StartOptions } from './options';
import { makePrivate } from './private-folder';
import { playSampleChat } from './sample-chat/sample-chat';
import type { SandboxCrm } from '../emulators/sandbox-crm';
import { loadDefinition } from '../connectors/registry';
import { startEmulation } from './emulation';
import { requestLine, type AnsweredRequest } from './talk/request-line';
import { filterOutput, style } from './terminal';
import { findTunnelTool, NO_TUNNEL_TOOL, openTunnel, TunnelError, type Tunnel } from './tunnel/tunnel';
import { readCompany, watchCompany } from './company';
import { repeatUntil, stopSignal } from './until-stopped';

/** Everything the sandbox remembers between two starts; remove the folder to begin anew. */
const HOME = '.jivochat-crm';
const RETRY_EVERY_MS = 20_000;

/** `npm start`: the handlers on this machine, with a local DynamoDB and, without credentials, an emulated CRM. */
async function start({ account, port, hosts, tunnel }: StartOptions): Promise<void> {
  makePrivate(HOME);
  const { name } = account;
  const state = join(HOME, `${name}.json`);
  const isNew = !existsSync(state);
  const keys = {
    accessKeyId: randomBytes(16).toString('hex'),
    secretAccessKey: randomBytes(32).toString('hex'),
  };
  const dynamo = await startDynamoDB({ path: join(HOME, 'dynamodb'), accessKeyId: keys.accessKeyId });
  // Whether another start holds the table's files shows here, before anything else is touched.
  await ensureTable(dynamo.endpoint, EMULATED_TABLE, keys);
  const definition = await loadDefinition(account.crm);
  const credential = variableOf(account, definition.configuredBy);
  const real = Boolean(process.env[credential]?.trim());
  const problems = real ? await checkAccount(account, process.env) : [];
  const crm = real ? undefined : await startEmulation(account, definition, state, process.env);
  const table = crm ? EMULATED_TABLE : await accountTable(account, process.env);
  await ensureTable(dynamo.endpoint, table, keys);
  const token = process.env.WEBHOOK_TOKENS?.split(',')[0]?.trim() || rememberedToken();
  const own = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    TABLE_NAME: table,
    WEBHOOK_TOKENS: token,
    ...crm?.env,
  };
  process.env.POWERTOOLS_LOG_LEVEL ??= 'WARN';
  process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
  const env: Env = { ...process.env, ...own };
  const file = await readCompany(env);
  let deps = createDeps(env, { company: file.company });
  await deps.connector(name);
  const parts = { crm, account: name, env, store: () => deps.store, webhookUrl: () => webhookUrl };
  const pages = sandboxConsole(parts);
  const gateway = await startGateway(
    createWebhookHandler(() => deps),
    port,
    { hosts, pages: pages.listener, answered: (request) => say(request, deps) },
  );
  const webhookUrl = `${gateway.url}/webhooks/${name}/${token}`;
  const places = { SANDBOX_WEBHOOK: webhookUrl, SANDBOX_CONSOLE: gateway.url + pages.entrance };
  const envFile = rememberSettings(name, { ACCOUNTS: env.ACCOUNTS, ...own, ...places });
  announce(webhookUrl, { label: definition.label, credential }, crm);
  console.log(
    `Watch it, and play both sides of a chat:\n\n  ${style('cyan', gateway.url + pages.entrance)}\n`,
  );
  for (const problem of problems) console.log(`Not right yet: ${problem}\n`);
  const commands = commandsToTry(envFile, crm !== undefined, existsSync('.env'));
  console.log(`Commands work on it, too:\n\n  ${commands.join('\n  ')}\n`);
  const opened = tunnel ? await reachable(gateway.url, hosts) : undefined;
  if (opened) console.log(`  ${style('cyan', `https://${opened.host}${new URL(webhookUrl).pathname}`)}\n`);
  if (crm && isNew) await playSampleChat(webhookUrl, crm);
  else if (crm) console.log(`\nThe CRM holds what it held before: ${crm.summary()}`);
  console.log(`\n${file.words}`);
  console.log('\nWaiting for events. Stop with Ctrl+C.');

  const stopped = stopSignal();
  watchCompany(env, stopped, (company) => (deps = createDeps(env, { company })));
  // The schedule's part: what a CRM did not take is tried again.
  const retry = createRetryHandler(() => deps);
  await repeatUntil(stopped, RETRY_EVERY_MS, () =>
    retry({} as never, { getRemainingTimeInMillis: () => 60_000 }),
  );
  opened?.close();
  await gateway.close();
  await crm?.close();
  await dynamo.close();
}

/** One line for each request to the webhook. */
function say(request: AnsweredRequest, { settings, accounts }: SyncDeps): void {
  const names = accounts.map(({ name }) => name);
  const { time, good, words } = requestLine(request, settings.webhookTokens, names);
  console.log(`${style('gray', time)}  ${good ? words : style('yellow', words)}`);
}

/** Leads the Internet to this port, and lets the tunnel's name in. */
async function reachable(localUrl: string, hosts: string[]): Promise<Tunnel | undefined> {
  const tool = findTunnelTool(process.env);
  if (!tool) {
    console.log(`${NO_TUNNEL_TOOL}\n`);
    return undefined;
  }
  try {
    const opened = await openTunnel(tool, localUrl, process.env);
    hosts.push(opened.host);
    console.log(style('bold', `Through ${tool.name}, JivoChat reaches this machine by\n`));
    return opened;
  } catch (error) {
    if (!(error instanceof TunnelError)) throw error;
    console.log(`No tunnel: ${error.message}\n`);
    return undefined;
  }
}

/** What the command line needs to work on this sandbox. A real account's credential stays where it is. */
function rememberSettings(name: string, env: Env): string {
  const file = join(HOME, `${name}.env`);
  const lines = Object.entries(env).map(
    ([variable, value]) => `${variable}=${JSON.stringify(value ?? '')}\n`,
  );
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
  { label, credential }: { label: string; credential: string },
  crm: SandboxCrm | undefined,
): void {
  console.log(style('bold', '\nPaste this URL into JivoChat, or post events to it:\n'));
  console.log(`  ${style('cyan', webhookUrl)}\n`);
  console.log(
    crm
      ? `Leads go to an emulated ${label} at ${crm.url}. Set ${credential} to use yours.`
      : `Leads go to the ${label} account of ${credential}.`,
  );
  console.log('Try it:\n');
  console.log(`  curl -sS -d @sandbox/events/chat_accepted.json ${webhookUrl}\n`);
}

/** One line a mistake; what is left is a fault of ours, and is shown whole. */
function fail(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof StartError) console.error(message);
  else if (error instanceof ConfigError)
    console.error(`\nThe configuration is not right:\n- ${error.problems.join('\n- ')}\n`);
  else if (code === 'EADDRINUSE')
    console.error('The port is taken by another program. Choose another one: PORT=3001 npm start');
  else if (code === 'EACCES' || code === 'EPERM') console.error(`Not allowed: ${message}`);
  // LevelDB's lock: dynalite tells of it with the first request only, outside of every promise.
  else if (code === 'LEVEL_DATABASE_NOT_OPEN' || message === 'Database is closed')
    console.error(`Another npm start uses ${HOME}/ already. Stop it first (Ctrl+C in its terminal).`);
  else console.error(inspect(error));
  process.exit(error instanceof StartError ? error.exitCode : 1);
}

filterOutput();
process.on('uncaughtException', fail);
try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(START_HELP);
  else start(options).catch(fail);
} catch (error) {
  fail(error);
}
