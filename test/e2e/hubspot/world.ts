import { randomInt } from 'node:crypto';
import type { Env } from '../../../config/env';
import type { Log } from '../../../connectors/connector';
import { createDeps } from '../../../handlers/deps';
import { createRetryHandler } from '../../../handlers/retry';
import { createWebhookHandler } from '../../../handlers/webhook';
import type { Reply } from '../../../jivochat/reply';
import { toGatewayEvent } from '../../../sandbox/gateway';
import {
  createHubSpotEmulator,
  SANDBOX_TOKEN,
  type HubSpotEmulatorOptions,
} from '../../../emulators/hubspot';
import { defineJivoChatProperties } from '../../../emulators/hubspot/jivochat-properties';
import type { SyncDeps } from '../../../sync/context';
import type { MetricName, Metrics } from '../../../sync/metrics';
import type { Fetch } from '../../../connectors/shared/http/transport';
import { createStore, type Store } from '../../../store/store';
import { startTable, type Table } from '../../store/table';

export const TOKEN = 'a-token-only-the-test-knows';

export interface WorldOptions extends HubSpotEmulatorOptions {
  /** The account has our properties. */
  properties?: boolean;
  env?: Env;
  /** Instead of the one whose lines the test reads. */
  log?: Log;
  /** A store that fails where a test wants it to. */
  wrapStore?: (table: Pick<Table, 'client' | 'tableName'>) => Store;
  /** Instead of the global one, for the requests to the CRM. */
  fetch?: Fetch;
}

export interface LogLine {
  level: string;
  message: string;
  data?: Record<string, unknown>;
}

/** JivoChat's side, the handlers, a real DynamoDB engine and an emulated HubSpot, over HTTP. */
export async function startWorld(world: WorldOptions = {}) {
  const { properties = true, env: extra, log, wrapStore = createStore, fetch, ...options } = world;
  const table = await startTable();
  const clock = { offsetMs: 0 };
  const now = () => Date.now() + clock.offsetMs;
  const hubspot = createHubSpotEmulator({ now, ...options });
  if (properties) defineJivoChatProperties(hubspot);
  const server = await hubspot.listen();
  const lines: LogLine[] = [];
  const env: Env = {
    ...table.env,
    POWERTOOLS_METRICS_DISABLED: process.env.POWERTOOLS_METRICS_DISABLED,
    WEBHOOK_TOKENS: TOKEN,
    HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
    HUBSPOT_BASE_URL: server.url,
    HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
    // Enough on any machine; tests of the deadline set their own.
    REPLY_DEADLINE_MS: '8000',
    ...extra,
  };
  const counted: Counted[] = [];

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

  return {
    table,
    hubspot,
    lines,
    counted,
    env,
    clock,
    deps: () => instance.deps,
    /** As after a cold start, with these settings changed. */
    restart: (changed: Env = {}) => (instance = coldStart(changed)),
    /** What JivoChat gets. */
    async send(
      body: unknown,
      handler = instance.handler,
    ): Promise<{ status: number; reply: Reply; ms: number }> {
      const began = performance.now();
      const raw = typeof body === 'string' ? body : JSON.stringify(body);
      const result = await handler(toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, Buffer.from(raw)));
      return {
        status: result.statusCode!,
        reply: JSON.parse(result.body!) as Reply,
        ms: performance.now() - began,
      };
    },
    /** The worker's next round. */
    retry: () => instance.retry({} as never, { getRemainingTimeInMillis: () => 60_000 }),
    /** Requests that reached HubSpot since the last look, as `GET contacts/201`. */
    requests(): string[] {
      const seen = hubspot.requests.map(
        ({ method, path }) => `${method} ${path.replace(/^\/crm\/v3\/(objects\/)?/, '')}`,
      );
      hubspot.clearRequests();
      return seen;
    },
    async close() {
      await server.close();
      await table.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export interface Counted {
  account: string;
  name: MetricName;
  value: number;
}

export function metricsRecorder(counted: Counted[]): Metrics {
  return {
    add: (account, name, value = 1) => void counted.push({ account, name, value }),
    flush: () => undefined,
  };
}

export function recorder(lines: LogLine[]): Log {
  const line = (level: string) => (message: string, data?: Record<string, unknown>) => {
    lines.push({ level, message, data });
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** One visitor in one chat, unlike any other of the run. */
export function newChat(visitor: Record<string, unknown> = {}) {
  const chatId = randomInt(1, 2 ** 47);
  const number = String(randomInt(1, 2 ** 31));
  const base = {
    chat_id: chatId,
    widget_id: 'NRQ4JbEW7J',
    visitor: { number, name: null, email: null, phone: null, ...visitor },
    session: {
      geoip: { country_code: 'US', country: 'United States', city: 'San Francisco' },
      utm_json: { source: 'google', campaign: 'spring sale' },
      ip_addr: '203.0.113.7',
    },
    page: { url: 'https://shop.example.com/pricing', title: 'Pricing' },
  };
  const agent = { id: 3146, name: 'Anna', email: 'Anna@Example.com' };
  const withVisitor = (more: Record<string, unknown>) => ({ ...base, visitor: { ...base.visitor, ...more } });
  return {
    chatId,
    number,
    accepted: (more = {}, parts = {}) => ({
      event_name: 'chat_accepted',
      ...withVisitor(more),
      agent,
      ...parts,
    }),
    updated: (more = {}, parts = {}) => ({
      event_name: 'chat_updated',
      ...withVisitor(more),
      agent,
      ...parts,
    }),
    finished: (messages: unknown[], more = {}, parts = {}) => ({
      event_name: 'chat_finished',
      ...withVisitor(more),
      agents: [agent],
      chat: { messages, rate: 'positive', blacklisted: false },
      ...parts,
    }),
    assigned: (link: string, more = {}) => ({
      event_name: 'chat_assigned',
      ...withVisitor(more),
      agent,
      assign_to: link,
    }),
    offline: (message: string, more = {}) => {
      const { chat_id, ...rest } = withVisitor(more);
      return { event_name: 'offline_message', ...rest, offline_message_id: chatId, message };
    },
    call: (call: Record<string, unknown>, more = {}) => ({
      event_name: 'call_event',
      ...withVisitor(more),
      agent,
      call,
    }),
    clientUpdated: (more = {}) => {
      const { chat_id, ...rest } = withVisitor(more);
      return { event_name: 'client_updated', client_id: number, ...rest };
    },
  };
}

/** Messages of a chat, alternately of visitor and agent. */
export function talk(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const agent = n % 2 === 1;
    return {
      type: agent ? 'agent' : 'visitor',
      message: `Message ${n}.`,
      timestamp: 1_795_428_000 + n,
      ...(agent && { agent_id: 3146 }),
    };
  });
}

export const CONTACT_LINK = /^https:\/\/app\.hubspot\.com\/contacts\/12345678\/record\/0-1\/\d+$/;
