import { generateKeyPairSync } from 'node:crypto';
import type { Env } from '../../../config/env';
import type { Log } from '../../../connectors/connector';
import { createDeps } from '../../../handlers/deps';
import { createRetryHandler } from '../../../handlers/retry';
import { createWebhookHandler } from '../../../handlers/webhook';
import type { Reply } from '../../../jivochat/reply';
import { toGatewayEvent } from '../../../sandbox/gateway';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type SalesforceEmulatorOptions,
} from '../../../emulators/salesforce';
import type { SyncDeps } from '../../../sync/context';
import type { Fetch } from '../../../connectors/shared/http/transport';
import { createStore, type Store } from '../../../store/store';
import { startTable, type Table } from '../../store/table';
import { TOKEN, metricsRecorder, recorder, type Counted, type LogLine } from '../hubspot/world';

export const EXTERNAL_ID = 'JivoChat_Visitor_Key__c';

export interface SalesforceWorldOptions extends SalesforceEmulatorOptions {
  /** The org has the unique field for our key. */
  externalId?: boolean;
  env?: Env;
  /** Instead of the one whose lines the test reads. */
  log?: Log;
  /** A store that fails where a test wants it to. */
  wrapStore?: (table: Pick<Table, 'client' | 'tableName'>) => Store;
  /** Instead of the global one, for the requests to the CRM. */
  fetch?: Fetch;
}

/** JivoChat's side, the handlers, a real DynamoDB engine and an emulated Salesforce, over HTTP. */
export async function startSalesforceWorld(world: SalesforceWorldOptions = {}) {
  const { externalId = true, env: extra, log, wrapStore = createStore, fetch, ...options } = world;
  const table = await startTable();
  const salesforce = createSalesforceEmulator(options);
  if (externalId) salesforce.defineExternalId('Lead', EXTERNAL_ID);
  const server = await salesforce.listen();
  const lines: LogLine[] = [];
  const counted: Counted[] = [];
  const env: Env = {
    ...table.env,
    POWERTOOLS_METRICS_DISABLED: process.env.POWERTOOLS_METRICS_DISABLED,
    WEBHOOK_TOKENS: TOKEN,
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    SALESFORCE_DEFAULT_OWNER: 'boris@example.com',
    // Enough on any machine; tests of the deadline set their own.
    REPLY_DEADLINE_MS: '8000',
    ...(externalId && { SALESFORCE_EXTERNAL_ID_FIELD: EXTERNAL_ID }),
    ...extra,
  };
  const clock = { offsetMs: 0 };
  const now = () => Date.now() + clock.offsetMs;

  /** As after a cold start: nothing is remembered but what stands in the table. */
  function coldStart(changed: Env = {}) {
    const made = createDeps({ ...env, ...changed }, { log: log ?? recorder(lines), fetch, now });
    const deps: SyncDeps = {
      ...made,
      metrics: metricsRecorder(counted),
      store: wrapStore(table),
    };
    return { deps, handler: createWebhookHandler(() => deps), retry: createRetryHandler(() => deps) };
  }
  let instance = coldStart();
  const retry = () => instance.retry({} as never, { getRemainingTimeInMillis: () => 60_000 });

  return {
    table,
    salesforce,
    lines,
    counted,
    env,
    clock,
    url: server.url,
    deps: () => instance.deps,
    /** As after a cold start, with these settings changed. */
    restart: (changed: Env = {}) => (instance = coldStart(changed)),
    /** What JivoChat gets. */
    async send(body: unknown): Promise<{ status: number; reply: Reply; ms: number }> {
      const began = performance.now();
      const raw = Buffer.from(JSON.stringify(body));
      const result = await instance.handler(toGatewayEvent('POST', `/webhooks/salesforce/${TOKEN}`, raw));
      return {
        status: result.statusCode!,
        reply: JSON.parse(result.body!) as Reply,
        ms: performance.now() - began,
      };
    },
    /** The worker's next round. */
    retry,
    /** The worker's next round, an hour later. */
    async retryLater() {
      clock.offsetMs += 3_600_000;
      return retry();
    },
    /** Requests that reached Salesforce since the last look, as `POST sobjects/Lead`; signing in is left out. */
    requests(): string[] {
      const seen = salesforce.requests
        .filter(({ path }) => !path.startsWith('/services/oauth2'))
        .map(({ method, path }) => `${method} ${path.replace(/^\/services\/data\/v[\d.]+\//, '')}`);
      salesforce.clearRequests();
      return seen;
    },
    warnings: () => lines.filter(({ level }) => level !== 'info').map(({ message }) => message),
    async close() {
      await server.close();
      await table.close();
    },
  };
}

export type SalesforceWorld = Awaited<ReturnType<typeof startSalesforceWorld>>;

/** What a JWT sign-in needs, and the public half for the org. */
export function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
