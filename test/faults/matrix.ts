import { createStore } from '../../store/store';
import type { FaultKind } from '../../sandbox/hubspot';
import { newChat, startWorld, type World } from '../world/world';
import { crmState } from './crm-state';
import type { Scenario } from './scenarios';
import { faultyClient, type StoreFault } from './store-faults';

/** Everything that can happen to a request to the CRM. */
export const CRM_FAULTS: FaultKind[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang' },
  { kind: 'hang-after' },
  { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: 20 },
  { kind: 'rate-limit', policy: 'SECONDLY' },
  { kind: 'server-error', status: 500 },
  { kind: 'html', status: 502 },
  { kind: 'html-after', status: 502 },
  { kind: 'empty', status: 503 },
  { kind: 'locked' },
  { kind: 'answer', status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } },
  { kind: 'delay', ms: 250 },
];

export const STORE_FAULTS: StoreFault[] = ['refused', 'reset-after', 'throttled', 'slow'];

/** Short, so that a request that hangs costs the test little. */
const DEADLINE_MS = 1_000;
const HOUR_MS = 3_600_000;
const MAX_ROUNDS = 4;
const WARM_UP = newChat({ email: 'warm@example.com' }).offline('Hello');

export interface Cell {
  scenario: Scenario;
  /** The nth request of the event. */
  nth: number;
  crm?: FaultKind;
  store?: StoreFault;
}

export interface Recorded {
  scenario: Scenario;
  crmRequests: number;
  storeRequests: number;
  state: unknown;
}

/** The run without faults: how many requests there are to be hit, and what must stand in the CRM in the end. */
export async function record(scenario: Scenario): Promise<Recorded> {
  const plan = { seen: 0 };
  const world = await worldAfter(scenario, plan);
  try {
    await world.send(scenario.event);
    return {
      scenario,
      crmRequests: world.hubspot.requests.length,
      storeRequests: plan.seen,
      state: crmState(world.hubspot),
    };
  } finally {
    await world.close();
  }
}

export function cellsOf({ scenario, crmRequests, storeRequests }: Recorded): Cell[] {
  const requests = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return [
    ...requests(crmRequests).flatMap((nth) => CRM_FAULTS.map((crm) => ({ scenario, nth, crm }))),
    ...requests(storeRequests).flatMap((nth) => STORE_FAULTS.map((store) => ({ scenario, nth, store }))),
  ];
}

export interface CellResult {
  /** Milliseconds to the webhook's answer. */
  ms: number;
  status: number;
  state: unknown;
  left: number;
  parked: number;
}

/** The same history with one request hit, then the worker until nothing is left. */
export async function runCell(cell: Cell): Promise<CellResult> {
  const plan: { seen: number; nth?: number; fault?: StoreFault } = { seen: 0 };
  const world = await worldAfter(cell.scenario, plan);
  try {
    if (cell.crm) world.hubspot.faults.add({ ...cell.crm, nth: cell.nth });
    if (cell.store) Object.assign(plan, { nth: cell.nth, fault: cell.store });
    const { ms, status } = await world.send(cell.scenario.event);
    const left = await workOffAll(world);
    const parked = await world.table.store.queues.parked({ connector: 'hubspot', limit: 10 });
    return { ms, status, state: crmState(world.hubspot), left, parked: parked.length };
  } finally {
    await world.close();
  }
}

/** The worker's rounds until nothing is left; what is left after that. */
export async function workOffAll(world: World): Promise<number> {
  let left = 1;
  for (let round = 0; round < MAX_ROUNDS && left > 0; round++) {
    world.clock.offsetMs += HOUR_MS;
    ({ left } = await world.retry());
  }
  return left;
}

/** A warm deployment with the scenario's history; requests are counted from here on. */
export async function worldAfter({ before }: Scenario, plan: { seen: number } = { seen: 0 }): Promise<World> {
  const world = await startWorld({
    searchLagMs: 0,
    env: { REPLY_DEADLINE_MS: String(DEADLINE_MS), HUBSPOT_PORTAL_ID: '12345678' },
    wrapStore: ({ client, tableName }) => createStore({ client: faultyClient(client, plan), tableName }),
  });
  // What the connector learns once per deployment is learned: which fields there are, who the owners are.
  for (const event of [WARM_UP, ...before]) await world.send(event);
  plan.seen = 0;
  world.hubspot.clearRequests();
  return world;
}

export const DEADLINE = DEADLINE_MS;

export function cellName({ scenario, nth, crm, store }: Cell): string {
  return `${scenario.name} × request ${nth} × ${crm ? `HubSpot ${JSON.stringify(crm)}` : `table ${store}`}`;
}
