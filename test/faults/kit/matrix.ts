import { RoundFailedError } from '../../../handlers/retry';
import { createStore } from '../../../store/store';
import { newChat } from '../../e2e/hubspot/world';
import type { CrmFault } from './crm-faults';
import type { Crm, CrmWorld } from './crms';
import type { Scenario } from './scenarios';
import { faultyClient, storeFaults, type StoreFault, type StorePlan } from './store-faults';

/** Short, so that a request that hangs costs the test little. */
export const DEADLINE_MS = 1_500;
/** When an answer at the deadline is there on a busy machine: long before anything else would end a request. */
export const LATE_MS = 6_000;
/** Of the run without faults, which is measured by nobody. */
const AMPLE_MS = 20_000;
const HOUR_MS = 3_600_000;
/** Between a history and the event that meets the fault. */
const APART_MS = 10_000;
/** Salesforce's daily limit is waited for an hour, with jitter on top. */
const MAX_ROUNDS = 6;
/** Somebody who is in the CRM before each scenario. */
export const WARM = 'warm@gmail.com';
const WARM_UP = newChat({ email: WARM }).offline('Hello');

export interface Cell {
  scenario: Scenario;
  /** The nth request of the event. */
  nth: number;
  crm?: CrmFault;
  store?: StoreFault;
}

export interface Recorded {
  scenario: Scenario;
  /** The paths of the requests to the CRM. */
  crmRequests: string[];
  /** How many rows each request to the table puts at once; 0: it is for one. */
  storeRequests: number[];
  state: string[];
}

/** The run without faults: which requests there are to be hit, and what must stand in the CRM in the end. */
export async function record(crm: Crm, scenario: Scenario): Promise<Recorded> {
  const plan: StorePlan = { seen: [] };
  const world = await worldAfter(crm, scenario, { plan, deadlineMs: AMPLE_MS });
  try {
    await world.send(scenario.event(world.link(WARM)));
    const recorded = { scenario, crmRequests: world.requests(), storeRequests: [...plan.seen] };
    await sendAll(world, scenario.then);
    const left = await world.table.store.queues.countPending(crm.account);
    if (left > 0) throw new Error(`${scenario.name}: not done in the run without faults`);
    // What an agent's reply did not wait for is written by the worker: after a fault, and without one.
    await drainAll(world);
    return { ...recorded, state: world.state() };
  } finally {
    await world.close();
  }
}

/** Every request of the recorded run with every fault that can meet it. */
export function cellsOf(crm: Crm, { scenario, crmRequests, storeRequests }: Recorded): Cell[] {
  const suiting = (path: string) =>
    crm.faults.filter(({ of }) => of === undefined || (of === 'sign-in') === crm.isSignIn(path));
  return [
    ...crmRequests.flatMap((path, at) =>
      suiting(path).map((fault) => ({ scenario, nth: at + 1, crm: fault })),
    ),
    ...storeRequests.flatMap((rows, at) =>
      storeFaults(rows).map((store) => ({ scenario, nth: at + 1, store })),
    ),
  ];
}

export interface CellResult {
  /** Milliseconds to the webhook's answer. */
  ms: number;
  status: number;
  state: string[];
  left: number;
  parked: number;
  /** The paths of the requests to the CRM, those of the worker included. */
  requests: string[];
}

/** The same history with one request hit, then the worker until nothing is left. */
export async function runCell(crm: Crm, cell: Cell): Promise<CellResult> {
  const plan: StorePlan = { seen: [] };
  const world = await worldAfter(crm, cell.scenario, { plan });
  try {
    const event = cell.scenario.event(world.link(WARM));
    if (cell.crm) world.hit(cell.crm, cell.nth);
    if (cell.store) Object.assign(plan, { nth: cell.nth, fault: cell.store });
    const { ms, status } = await world.send(event);
    await sendAll(world, cell.scenario.then);
    await plan.late;
    const left = await drainAll(world);
    const parked = await world.table.store.queues.parked({ account: crm.account, limit: 10 });
    return { ms, status, state: world.state(), left, parked: parked.length, requests: world.requests() };
  } finally {
    await world.close();
  }
}

export async function sendAll(world: CrmWorld, events: readonly unknown[] = []): Promise<void> {
  for (const event of events) await world.send(event);
}

/**
 * The worker's rounds until nothing is left; what is left after that. Twice nothing: an index shows a row that is being
 * put back, after an answer at the deadline, in no place for a moment.
 */
export async function drainAll(world: CrmWorld): Promise<number> {
  let left = 1;
  for (let round = 0, quiet = 0; round < MAX_ROUNDS && quiet < 2; round++) {
    world.clock.offsetMs += HOUR_MS;
    left = await leftAfterRound(world);
    quiet = left > 0 ? 0 : quiet + 1;
  }
  return left;
}

/** When the cell's fault met the round itself, everything is left to the next one. */
async function leftAfterRound(world: CrmWorld): Promise<number> {
  try {
    return (await world.retry()).left;
  } catch (error) {
    if (error instanceof RoundFailedError) return 1;
    throw error;
  }
}

interface WorldAfter {
  plan?: StorePlan;
  deadlineMs?: number;
}

/** A deployment with the scenario's history; requests are counted from here on. */
export async function worldAfter(
  crm: Crm,
  { before, cold = false }: Scenario,
  { plan = { seen: [] }, deadlineMs = DEADLINE_MS }: WorldAfter = {},
): Promise<CrmWorld> {
  const world = await crm.start({
    env: { REPLY_DEADLINE_MS: String(AMPLE_MS) },
    wrapStore: ({ client, tableName }) => createStore({ client: faultyClient(client, plan), tableName }),
  });
  // What the connector learns once per deployment is learned: which fields there are, who the owners are.
  await sendAll(world, [WARM_UP, ...before]);
  // A record of the last two seconds may be the event's own: its CRM's clock may be behind ours.
  world.clock.offsetMs += APART_MS;
  if (cold) world.restart();
  world.answerWithin(deadlineMs);
  plan.seen = [];
  world.forgetRequests();
  return world;
}

export function cellName({ label }: Crm, { scenario, nth, crm, store }: Cell): string {
  return `${scenario.name} × request ${nth} × ${crm ? `${label} ${JSON.stringify(crm)}` : `table ${JSON.stringify(store)}`}`;
}
