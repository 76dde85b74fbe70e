import type { JivoEvent } from '../jivochat/event';
import type { Reply } from '../jivochat/reply';
import type { Connector } from '../connectors/connector';
import type { Acquired } from '../store/links';
import type { SyncDeps } from './context';
import { healthOf } from './health/account-health';
import { BusyError } from './failure/errors';
import { shortKey } from './event-key';
import { LEASE_MS } from './leases';
import type { EventPace } from './health/rate-limiter';
import { workOn, type Applied } from './process';

export interface Claimed {
  key: string;
  /** Holds the inbox row's lease. */
  owner: string;
  attempts: number;
  suspectFailures: number;
  receivedAt: number;
  event: JivoEvent;
}

export interface Run {
  claimed: Claimed;
  connector: Connector;
  /** The thread's link key. */
  thread: string;
  /** The first try for the thread's lease, made while the event was being kept. */
  acquired: Acquired;
  inDoubt: boolean;
  signal: AbortSignal;
  /** Epoch milliseconds until which waiting for a lease is worth it. */
  waitUntil: number;
  pace: EventPace;
}

/**
 * Works on an event whose inbox row is held, and closes the row with the reply.
 * @throws whatever kept it from being done; the row is still held then.
 */
export async function runClaimed(deps: SyncDeps, run: Run): Promise<Reply> {
  const { circuit, view } = healthOf(deps, run.connector);
  try {
    await circuit.enter();
  } catch (error) {
    await letGo(deps, run);
    throw error;
  }
  const startedAt = deps.now();
  try {
    const { reply, tenant } = await applied(deps, run);
    const { key, owner } = run.claimed;
    const finished = finish(deps, { key, owner, reply, tenant, now: deps.now() });
    await Promise.all([finished, circuit.settled(startedAt)]);
    deps.metrics.add(run.connector.name, 'EventsDone');
    return reply;
  } catch (error) {
    // A CRM that has answered anything is there, however the event ended.
    await circuit.settled(startedAt, run.pace.hasAnswer ? undefined : error);
    throw error;
  } finally {
    await view.written();
  }
}

/** Nothing was done: a thread that was in doubt before still is. */
async function letGo({ store }: SyncDeps, { thread, claimed, acquired }: Run): Promise<void> {
  if (!acquired.ok) return;
  const doubt = acquired.links.get(thread)?.doubt;
  await store.links.release({ keys: [thread], owner: claimed.owner, doubt }).catch(() => undefined);
}

async function applied(deps: SyncDeps, run: Run): Promise<Applied> {
  const { claimed, connector, thread, inDoubt, signal, waitUntil, pace } = run;
  const { key, owner, receivedAt, event } = claimed;
  const acquired = run.acquired.ok ? run.acquired : await waitForThread(deps, run);
  if (!acquired.ok) throw new BusyError('Another event of the same chat is in work');
  const link = acquired.links.get(thread)!;
  return workOn(deps, {
    event,
    eventKey: key,
    receivedAt,
    connector,
    thread: link,
    owner,
    inDoubt,
    signal,
    waitUntil,
    pace,
  });
}

/** The CRM has the event; a row that could not be closed is worked off once more and changes nothing. */
async function finish(
  { store, log }: SyncDeps,
  done: Parameters<SyncDeps['store']['inbox']['finish']>[0],
): Promise<void> {
  try {
    await store.inbox.finish(done);
  } catch (error) {
    log.warn('A done event could not be closed; it is looked at once more later', {
      key: shortKey(done.key),
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}

function waitForThread(deps: SyncDeps, { thread, claimed, waitUntil }: Run): Promise<Acquired> {
  return deps.store.links.acquireWithin({
    keys: [thread],
    owner: claimed.owner,
    clock: () => deps.now(),
    leaseMs: LEASE_MS,
    waitMs: Math.max(0, waitUntil - deps.now()),
    sleep: (ms) => deps.sleep(ms),
    random: () => deps.random(),
  });
}
