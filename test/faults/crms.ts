import { createStore, type Store } from '../../store/store';
import { startSalesforceWorld } from '../connectors/salesforce/world';
import type { Table } from '../store/table';
import { startWorld } from '../world/world';
import { hubspotState, salesforceState } from './crm-state';

/** What the fault tests need of a CRM's world. */
export interface FaultWorld {
  crm: string;
  table: Table;
  env: Readonly<Record<string, string | undefined>>;
  clock: { offsetMs: number };
  send(event: unknown): Promise<{ status: number; ms: number }>;
  retry(): Promise<{ done: number; left: number }>;
  restart(): unknown;
  /** The nth request from now on is hit. */
  plan(fault: CrmFault, nth: number): void;
  /** Requests that reached the CRM since the last look. */
  requestCount(): number;
  clearRequests(): void;
  state(): unknown;
  /** The address of a record that was there from the beginning. */
  recordLink(): string;
  close(): Promise<void>;
}

/** As its emulator plans it; `refused` is planned on our side of the connection. */
export interface CrmFault {
  kind: string;
  [detail: string]: unknown;
}

export interface FaultCrm {
  name: string;
  /** All that can happen to one of its requests, with its own words. */
  faults: readonly CrmFault[];
  start(options: {
    deadlineMs: number;
    wrapStore?: (table: Pick<Table, 'client' | 'tableName'>) => Store;
  }): Promise<FaultWorld>;
}

/** No answer of any kind is the same everywhere. */
const CONNECTION: readonly CrmFault[] = [
  { kind: 'refused' },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang' },
  { kind: 'hang-after' },
  { kind: 'html', status: 502 },
  { kind: 'html-after', status: 502 },
  { kind: 'empty', status: 503 },
  { kind: 'locked' },
  { kind: 'delay', ms: 250 },
];

const hubspot: FaultCrm = {
  name: 'hubspot',
  faults: [
    ...CONNECTION,
    { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: 20 },
    { kind: 'rate-limit', policy: 'SECONDLY' },
    { kind: 'server-error', status: 500 },
    { kind: 'answer', status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } },
  ],
  async start({ deadlineMs, wrapStore = createStore }) {
    const env = { REPLY_DEADLINE_MS: String(deadlineMs), HUBSPOT_PORTAL_ID: '12345678' };
    const world = await startWorld({ searchLagMs: 0, env, wrapStore });
    const { hubspot: emulator } = world;
    return {
      ...world,
      crm: 'hubspot',
      plan: (fault, nth) => emulator.faults.add({ ...fault, nth } as never),
      requestCount: () => emulator.requests.length,
      clearRequests: () => emulator.clearRequests(),
      state: () => hubspotState(emulator),
      recordLink: () => 'https://app.hubspot.com/contacts/12345678/record/0-1/203',
    };
  },
};

const unavailable = { message: 'The server is busy.', errorCode: 'SERVER_UNAVAILABLE' };
const unknown = { message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' };

const salesforce: FaultCrm = {
  name: 'salesforce',
  faults: [
    ...CONNECTION,
    { kind: 'request-limit' },
    { kind: 'answer', status: 503, body: [unavailable], headers: { 'retry-after': '20' } },
    { kind: 'answer', status: 429, body: [], headers: { 'retry-after': '20' } },
    { kind: 'answer', status: 500, body: [unknown] },
    // The token endpoint knows no sessions.
    { kind: 'invalid-session', path: '/services/data' },
  ],
  async start({ deadlineMs, wrapStore = createStore }) {
    const env = { REPLY_DEADLINE_MS: String(deadlineMs) };
    const world = await startSalesforceWorld({ env, wrapStore });
    const { salesforce: emulator } = world;
    return {
      ...world,
      crm: 'salesforce',
      plan: (fault, nth) => emulator.faults.add({ ...fault, nth } as never),
      requestCount: () => emulator.requests.length,
      clearRequests: () => emulator.clearRequests(),
      state: () => salesforceState(emulator),
      recordLink: () => `${world.url}/${emulator.contacts()[0]!.id}`,
    };
  },
};

export const FAULT_CRMS: Readonly<Record<string, FaultCrm>> = { hubspot, salesforce };
