import type { Env } from '../../../config/env';
import type { Log } from '../../../connectors/connector';
import {
  createPipedriveEmulator,
  SANDBOX_TOKEN,
  type PipedriveEmulatorOptions,
} from '../../../emulators/pipedrive';
import { createDeps } from '../../../handlers/deps';
import { createRetryHandler } from '../../../handlers/retry';
import { createWebhookHandler } from '../../../handlers/webhook';
import type { Reply } from '../../../jivochat/reply';
import { toGatewayEvent } from '../../../sandbox/gateway';
import type { Fetch } from '../../../connectors/shared/http/transport';
import { createStore, type Store } from '../../../store/store';
import type { SyncDeps } from '../../../sync/context';
import { startTable, type Table } from '../../store/table';
import { TOKEN, metricsRecorder, recorder, type Counted, type LogLine } from '../hubspot/world';

/** Custom fields of the company, by what the connector places there. */
const FIELDS = { page: 'JivoChat page', utm: 'JivoChat utm', lastChat: 'JivoChat last chat' } as const;

export interface PipedriveWorldOptions extends PipedriveEmulatorOptions {
  /** The company has our fields, and the settings name them. */
  fields?: boolean;
  env?: Env;
  /** Instead of the one whose lines the test reads. */
  log?: Log;
  /** A store that fails where a test wants it to. */
  wrapStore?: (table: Pick<Table, 'client' | 'tableName'>) => Store;
  /** Instead of the global one, for the requests to the CRM. */
  fetch?: Fetch;
}

/** JivoChat's side, the handlers, a real DynamoDB engine and an emulated Pipedrive, over HTTP. */
export async function startPipedriveWorld(world: PipedriveWorldOptions = {}) {
  const { fields = true, env: extra, log, wrapStore = createStore, fetch, ...options } = world;
  const table = await startTable();
  const clock = { offsetMs: 0 };
  const now = () => Date.now() + clock.offsetMs;
  const pipedrive = createPipedriveEmulator({ now, ...options });
  const keys = Object.entries(FIELDS).map(([field, name]) => {
    const type = field === 'lastChat' ? 'date' : 'text';
    return [field, fields ? pipedrive.defineField(name, type).field_code : ''] as const;
  });
  const server = await pipedrive.listen();
  const lines: LogLine[] = [];
  const counted: Counted[] = [];
  const env: Env = {
    ...table.env,
    POWERTOOLS_METRICS_DISABLED: process.env.POWERTOOLS_METRICS_DISABLED,
    WEBHOOK_TOKENS: TOKEN,
    PIPEDRIVE_COMPANY: pipedrive.state.company.domain,
    PIPEDRIVE_API_TOKEN: SANDBOX_TOKEN,
    PIPEDRIVE_BASE_URL: server.url,
    PIPEDRIVE_DEFAULT_OWNER: 'boris@example.com',
    ...(fields && { PIPEDRIVE_LEAD_FIELDS: keys.map((pair) => pair.join('=')).join(',') }),
    // Enough on any machine; tests of the deadline set their own.
    REPLY_DEADLINE_MS: '8000',
    ...extra,
  };

  /** As after a cold start: nothing is remembered but what stands in the table. */
  function coldStart(changed: Env = {}) {
    const made = createDeps({ ...env, ...changed }, { log: log ?? recorder(lines), fetch, now });
    const deps: SyncDeps = { ...made, metrics: metricsRecorder(counted), store: wrapStore(table) };
    return { deps, handler: createWebhookHandler(() => deps), retry: createRetryHandler(() => deps) };
  }
  let instance = coldStart();

  return {
    table,
    pipedrive,
    lines,
    counted,
    env,
    clock,
    /** Key of a custom field. */
    keys: Object.fromEntries(keys) as Record<keyof typeof FIELDS, string>,
    deps: () => instance.deps,
    /** As after a cold start, with these settings changed. */
    restart: (changed: Env = {}) => (instance = coldStart(changed)),
    /** What JivoChat gets. */
    async send(body: unknown): Promise<{ status: number; reply: Reply; ms: number }> {
      const began = performance.now();
      const raw = Buffer.from(JSON.stringify(body));
      const result = await instance.handler(toGatewayEvent('POST', `/webhooks/pipedrive/${TOKEN}`, raw));
      return {
        status: result.statusCode!,
        reply: JSON.parse(result.body!) as Reply,
        ms: performance.now() - began,
      };
    },
    /** The worker's next round. */
    retry: () => instance.retry({} as never, { getRemainingTimeInMillis: () => 60_000 }),
    /** Requests that reached Pipedrive since the last look, as `POST v2/persons`; ids are left out. */
    requests(): string[] {
      const seen = pipedrive.requests.map(
        ({ method, path }) => `${method} ${path.replace('/api/', '').replace(/\/(\d+|[0-9a-f-]{36})$/, '')}`,
      );
      pipedrive.clearRequests();
      return seen;
    },
    async close() {
      await server.close();
      await table.close();
    },
  };
}

export type PipedriveWorld = Awaited<ReturnType<typeof startPipedriveWorld>>;
