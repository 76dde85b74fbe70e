import { createStore } from '../../store/store';
import { newChat } from '../world/world';
import type { CrmFault, FaultCrm, FaultWorld } from './crms';
import { refusing } from './refused';
import { RECORD_LINK, type Scenario } from './scenarios';
import { faultyClient, type StoreFault } from './store-faults';

export const STORE_FAULTS: StoreFault[] = ['refused', 'reset-after', 'throttled', 'slow'];

/** Short, so that a request that hangs costs the test little. */
export const DEADLINE_MS = 1_000;
const HOUR_MS = 3_600_000;
const MAX_ROUNDS = 5;
const WARM_UP = newChat({ email: 'warm@example.com' }).offline('Hello');

export interface Cell {
  scenario: Scenario;
  /** The nth request of the event. */
  nth: number;
  crm?: CrmFault;
  store?: StoreFault;
}

export interface Recorded {
  scenario: Scenario;
  crmRequests: number;
  storeRequests: number;
  state: unknown;
}

/** The run without faults: how many requests there are to be hit, and what must stand in the CRM in the end. */
export async function record(crm: FaultCrm, scenario: Scenario): Promise<Recorded> {
  const plan = { seen: 0 };
  const world = await worldAfter(crm, scenario, plan);
  try {
    await world.send(eventOf(scenario, world));
    const crmRequests = world.requestCount();
    return { scenario, crmRequests, storeRequests: plan.seen, state: world.state() };
  } finally {
    await world.close();
  }
}

export function cellsOf({ faults }: FaultCrm, { scenario, crmRequests, storeRequests }: Recorded): Cell[] {
  const requests = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return [
    ...requests(crmRequests).flatMap((nth) => faults.map((crm) => ({ scenario, nth, crm }))),
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
export async function runCell(crm: FaultCrm, cell: Cell): Promise<CellResult> {
  const plan: { seen: number; nth?: number; fault?: StoreFault } = { seen: 0 };
  const world = await worldAfter(crm, cell.scenario, plan);
  const event = eventOf(cell.scenario, world);
  try {
    if (cell.store) Object.assign(plan, { nth: cell.nth, fault: cell.store });
    if (cell.crm && cell.crm.kind !== 'refused') world.plan(cell.crm, cell.nth);
    const { ms, status } =
      cell.crm?.kind === 'refused'
        ? await refusing(cell.nth, () => world.send(event))
        : await world.send(event);
    const left = await workOffAll(world);
    const parked = await world.table.store.queues.parked({ connector: crm.name, limit: 10 });
    return { ms, status, state: world.state(), left, parked: parked.length };
  } finally {
    await world.close();
  }
}

/** The worker's rounds until nothing is left; what is left after that. */
export async function workOffAll(world: FaultWorld): Promise<number> {
  let left = 1;
  for (let round = 0; round < MAX_ROUNDS && left > 0; round++) {
    world.clock.offsetMs += HOUR_MS;
    ({ left } = await world.retry());
  }
  return left;
}

/** A deployment with the scenario's history; requests are counted from here on. */
export async function worldAfter(
  crm: FaultCrm,
  { before, cold }: Scenario,
  plan: { seen: number } = { seen: 0 },
): Promise<FaultWorld> {
  const world = await crm.start({
    deadlineMs: DEADLINE_MS,
    wrapStore: ({ client, tableName }) => createStore({ client: faultyClient(client, plan), tableName }),
  });
  // What the connector learns once per deployment is learned: which fields there are, who the owners are.
  for (const event of [WARM_UP, ...before]) await world.send(event);
  // On a busy machine the short deadline may have come first.
  if ((await world.table.store.queues.countPending(crm.name)) > 0) await workOffAll(world);
  if (cold) world.restart();
  plan.seen = 0;
  world.clearRequests();
  return world;
}

export function eventOf({ event }: Scenario, world: FaultWorld): unknown {
  return JSON.parse(JSON.stringify(event).replace(RECORD_LINK, world.recordLink()));
}

export function cellName(crm: FaultCrm, { scenario, nth, crm: fault, store }: Cell): string {
  const hit = fault ? `${crm.name} ${JSON.stringify(fault)}` : `table ${store}`;
  return `${scenario.name} × request ${nth} × ${hit}`;
}
