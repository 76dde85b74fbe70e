import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { Env } from '../config/env';
import { ConfigError } from '../config/env';
import { createDeps } from '../handlers/deps';
import { createRetryHandler } from '../handlers/retry';
import { createWebhookHandler } from '../handlers/webhook';
import { ensureTable, startDynamoDB } from './dynamodb';
import { startGateway } from './gateway';
import { playSampleChat } from './sample-chat';
import { startSandboxHubSpot, type SandboxHubSpot } from './sandbox-hubspot';

/** Everything the sandbox remembers between two starts; remove the folder to begin anew. */
const HOME = '.jivochat-crm';
const TABLE = 'jivochat-crm-sandbox';
const RETRY_EVERY_MS = 20_000;

/** `npm start`: the handlers on this machine, with a local DynamoDB and, without a token, an emulated HubSpot. */
async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  mkdirSync(HOME, { recursive: true });
  const isNew = !existsSync(join(HOME, 'token'));
  const dynamo = await startDynamoDB({ path: join(HOME, 'dynamodb') });
  await ensureTable(dynamo.endpoint, TABLE);
  const hubspot = process.env.HUBSPOT_ACCESS_TOKEN
    ? undefined
    : await startSandboxHubSpot(join(HOME, 'hubspot.json'));
  const token = process.env.WEBHOOK_TOKENS?.split(',')[0]?.trim() || rememberedToken();
  const env = sandboxEnv(dynamo.endpoint, token, hubspot);
  const deps = createDeps(env);
  await deps.connector('hubspot');
  const gateway = await startGateway(
    createWebhookHandler(() => deps),
    Number(process.env.PORT ?? 3000),
  );
  const webhookUrl = `${gateway.url}/webhooks/hubspot/${token}`;
  announce(webhookUrl, hubspot);
  if (hubspot && isNew) await playSampleChat(webhookUrl, hubspot);
  else if (hubspot) console.log(`\nThe CRM holds what it held before: ${hubspot.summary()}`);
  console.log('\nWaiting for events. Stop with Ctrl+C.');

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await retryUntil(
    stop.signal,
    createRetryHandler(() => deps),
  );
  await gateway.close();
  await hubspot?.close();
  await dynamo.close();
}

/** The schedule's part: what a CRM did not take is tried again. */
async function retryUntil(stopped: AbortSignal, retry: ReturnType<typeof createRetryHandler>): Promise<void> {
  while (!stopped.aborted) {
    await sleep(RETRY_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
    if (stopped.aborted) return;
    await retry({} as never, { getRemainingTimeInMillis: () => 60_000 });
  }
}

function sandboxEnv(endpoint: string, token: string, hubspot: SandboxHubSpot | undefined): Env {
  process.env.POWERTOOLS_LOG_LEVEL ??= 'WARN';
  return {
    ...process.env,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    TABLE_NAME: TABLE,
    WEBHOOK_TOKENS: token,
    ...(hubspot && hubspot.env),
  };
}

function rememberedToken(): string {
  const file = join(HOME, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function announce(webhookUrl: string, hubspot: SandboxHubSpot | undefined): void {
  console.log(styleText('bold', '\nPaste this URL into JivoChat, or post events to it:\n'));
  console.log(`  ${styleText('cyan', webhookUrl)}\n`);
  console.log(
    hubspot
      ? `Leads go to the emulated HubSpot at ${hubspot.url} (token ${hubspot.token}). Set HUBSPOT_ACCESS_TOKEN to use yours.`
      : 'Leads go to the HubSpot account of HUBSPOT_ACCESS_TOKEN.',
  );
  console.log('Try it:\n');
  console.log(`  curl -sS -d @sandbox/events/chat_accepted.json ${webhookUrl}\n`);
}

start().catch((error: unknown) => {
  if (error instanceof ConfigError)
    console.error(`\nThe configuration is not right:\n- ${error.problems.join('\n- ')}\n`);
  else console.error(error);
  process.exit(1);
});
