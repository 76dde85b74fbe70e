import type { JivoEvent } from '../jivochat/event';
import { parseEvent } from '../jivochat/parse';
import { personalData } from '../jivochat/personal-data';
import { parseJson } from '../text/json';
import type { Connector } from '../connectors/connector';
import { isCrmError } from '../connectors/errors';
import type { ClaimedEvent } from '../store/inbox/inbox';
import type { DueEvent } from '../store/inbox/queues';
import type { SyncDeps } from './context';
import { shortKey } from './event-key';
import { accept } from './event-run';
import { CircuitOpenError, ProcessEndedError } from './failure/errors';
import { MAX_SUSPECT_FAILURES, handleFailure, type FailedRun } from './failure/handle-failure';
import { healthOf } from './health/account-health';
import { LEASE_MS, holderName, tryRows } from './thread/leases';
import { inParallel } from './parallel';
import { processEvent } from './process';

export interface Drained {
  done: number;
  failed: number;
  parked: number;
  /** Still due or not yet due when the time was up. */
  left: number;
}

/** Due events asked for at once. */
const PAGE = 100;
/** Chats side by side, once the CRM has shown that it answers: enough to fill its limit, few enough to stop quickly. */
const CHATS_AT_ONCE = 6;
/** A CRM that fails this often in a row in one round is left alone until the next one. */
const STOP_AFTER = 3;
/** The longest one event may take here; no agent waits. */
const EVENT_TIME_LIMIT_MS = 20_000;

/**
 * Works off what is due in one account's inbox, several chats side by side, each chat's events in order of arrival, until
 * nothing is due, time is up, or the CRM does not want any more.
 * @param until epoch milliseconds after which no further event is begun.
 */
export async function drainInbox(deps: SyncDeps, connector: Connector, until: number): Promise<Drained> {
  const round = new Round(deps, connector, until);
  await healthOf(deps, connector).cache.look();
  let after: DueEvent | undefined;
  while (round.goesOn()) {
    const page = await deps.store.queues.due({
      account: connector.account.name,
      now: deps.now(),
      limit: PAGE,
      after,
    });
    await inParallel(byThread(page), {
      width: () => round.width(),
      work: (events) => round.drainThread(events),
    });
    after = page.at(-1);
    if (page.length < PAGE) break;
  }
  return { ...round.counts, left: await deps.store.queues.countPending(connector.account.name) };
}

/** The threads with their events by arrival, the thread with the oldest one first. */
export function byThread(due: readonly DueEvent[]): DueEvent[][] {
  const byArrival = (a: DueEvent, b: DueEvent) => a.receivedAt - b.receivedAt;
  return [...Map.groupBy(due, ({ thread, key }) => thread ?? key).values()]
    .map((events) => events.toSorted(byArrival))
    .toSorted(([a], [b]) => byArrival(a!, b!));
}

/** One run of the worker over one account's queue. */
class Round {
  readonly counts = { done: 0, failed: 0, parked: 0 };
  readonly #deps: SyncDeps;
  readonly #connector: Connector;
  readonly #until: number;
  /** Threads whose earlier event is not done: the later ones wait for it. */
  readonly #heldUp = new Set<string>();
  #crmAnswers = false;
  #failuresInARow = 0;

  constructor(deps: SyncDeps, connector: Connector, until: number) {
    this.#deps = deps;
    this.#connector = connector;
    this.#until = until;
  }

  goesOn(): boolean {
    const { circuit, limiter } = healthOf(this.#deps, this.#connector);
    const waitsUntil = Math.max(this.#deps.now(), limiter.pausedUntil);
    return waitsUntil < this.#until && circuit.state.state !== 'open' && this.#failuresInARow < STOP_AFTER;
  }

  /** One chat shows whether the CRM answers before others join in. */
  width(): number {
    if (!this.goesOn()) return 0;
    return this.#crmAnswers && this.#failuresInARow === 0 ? CHATS_AT_ONCE : 1;
  }

  async drainThread(events: readonly DueEvent[]): Promise<void> {
    for (const { key, thread = key } of events) {
      if (!this.goesOn() || this.#heldUp.has(thread)) return;
      const work = () => this.#retry(key).catch((error: unknown) => this.#setAside(key, error));
      const result = await this.#deps.withLogKeys({ key: shortKey(key) }, work);
      if (!result) continue;
      this.counts[result.ended]++;
      if (result.ended === 'failed') this.#heldUp.add(thread);
      if (result.crmFailed) this.#failuresInARow++;
      else if (result.ended === 'done') {
        this.#failuresInARow = 0;
        this.#crmAnswers = true;
      }
    }
  }

  /** Whatever one event does: the others' turn comes. It is due again when its lease ends, and parked after a few times. */
  #setAside(key: string, error: unknown): Retried {
    const told = { key: shortKey(key), error };
    this.#deps.log.error('A due event broke the round; it is set aside, the round goes on', told);
    return { ended: 'failed', crmFailed: false };
  }

  async #retry(eventKey: string): Promise<Retried | undefined> {
    const deps = this.#deps;
    const connector = this.#connector;
    const owner = holderName(eventKey, deps.newId());
    const row = await claim(deps, eventKey, owner);
    if (!row) return undefined;
    const { attempts, suspectFailures, receivedAt, history: before } = row;
    const way = { before, begunAt: deps.now(), live: false };
    const claimed = { deps, connector, eventKey, owner, attempts, suspectFailures, receivedAt, ...way };
    let event: JivoEvent;
    try {
      // What ends the process again and again would take the other events of the round with it for ever.
      if (row.takenOver && suspectFailures >= MAX_SUSPECT_FAILURES) throw new ProcessEndedError();
      event = readEvent(row);
    } catch (error) {
      return released(claimed, error);
    }
    const attempt = () => this.#attempt({ ...claimed, event });
    return deps.withLogKeys({ event: event.name }, attempt, personalData(event));
  }

  async #attempt(claimed: FailedRun & { event: JivoEvent }): Promise<Retried> {
    let run: FailedRun = claimed;
    try {
      const signal = AbortSignal.timeout(EVENT_TIME_LIMIT_MS);
      const waitUntil = Math.min(this.#until, this.#deps.now() + EVENT_TIME_LIMIT_MS);
      const accepted = accept({ ...claimed, inDoubt: true, signal, waitUntil });
      run = accepted;
      await processEvent(accepted, await tryRows(accepted, [accepted.thread.key]));
      return { ended: 'done', crmFailed: false };
    } catch (error) {
      return released(run, error);
    }
  }
}

interface Retried {
  ended: 'done' | 'failed' | 'parked';
  /** The CRM itself was down or busy, whatever the event. */
  crmFailed: boolean;
}

/** A row that cannot be taken now is due in the next round; the others do not wait for it. */
async function claim(
  { store, now, log }: SyncDeps,
  key: string,
  owner: string,
): Promise<ClaimedEvent | undefined> {
  try {
    return await store.inbox.claim({ key, owner, now: now(), leaseMs: LEASE_MS });
  } catch (error) {
    log.error('A due event cannot be taken', {
      key: shortKey(key),
      error: error instanceof Error ? error.message : 'unknown',
    });
    return undefined;
  }
}

async function released(run: FailedRun, error: unknown): Promise<Retried> {
  const crmFailed = (isCrmError(error) && error.retryable) || error instanceof CircuitOpenError;
  return { ended: (await handleFailure(run, error)) === 'parked' ? 'parked' : 'failed', crmFailed };
}

function readEvent({ payload }: ClaimedEvent) {
  const parsed = parseEvent(parseJson(payload));
  if (parsed.kind !== 'event') throw new TypeError('A kept event cannot be read any more');
  return parsed.event;
}
