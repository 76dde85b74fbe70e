import type { JivoEvent } from '../jivochat/event';
import type { Reply } from '../jivochat/reply';
import type { Connector } from '../connectors/connector';
import type { Pace } from '../connectors/limits';
import { isCrmError } from '../connectors/errors';
import { factsOf } from '../leads/facts';
import { leadOf } from '../leads/lead';
import type { Link, LinkDoubt } from '../store/links';
import { answerTo } from './answer';
import { assign } from './assign';
import type { SyncDeps, Work } from './context';
import { BusyError } from './errors';
import { shortKey } from './event-key';
import { know } from './know';
import { eventOfHolder } from './leases';
import { saveActivities } from './save-activities';
import { saveLead } from './save-lead';
import { clearUp, raiseDoubt, threadState } from './thread';

export interface WorkInput {
  event: JivoEvent;
  eventKey: string;
  receivedAt: number;
  connector: Connector;
  /** The thread's link row, held by `owner`. */
  thread: Link;
  owner: string;
  unsure: boolean;
  signal: AbortSignal;
  waitUntil: number;
  pace?: Pace;
}

/**
 * Applies one event to the CRM and writes down what was reached, also when it fails half way.
 * @returns JivoChat's reply.
 * @throws CrmUnavailableError, CrmRefusedError, BusyError, StoreError: the event is not done.
 */
export async function workOn(deps: SyncDeps, input: WorkInput): Promise<Reply> {
  const work = begin(deps, input);
  try {
    const reply = input.event.name === 'chat_assigned' ? await assign(work) : await apply(work);
    work.progress.state.newestAt = Math.max(work.progress.state.newestAt, input.receivedAt);
    clearUp(work.progress.state, input.eventKey);
    await writeLinks(work, input.thread, ({ doubt }) => (work.progress.ref ? undefined : doubt));
    return reply;
  } catch (error) {
    const doubtful = mayHaveWritten(error);
    const doubtNow = doubtful ? { since: deps.now() } : undefined;
    if (doubtful) raiseDoubt(work.progress.state, shortKey(input.eventKey));
    // The links would lead the next attempt to the same record without a look at the CRM.
    if (isCrmError(error) && error.retryable && error.recordGone) work.progress.state.fingerprint = undefined;
    await writeLinks(work, input.thread, ({ doubt }) => doubtNow ?? doubt).catch((cause: unknown) => {
      work.log.warn('The links could not be written after a failure; the leases run out by themselves', {
        error: cause instanceof Error ? cause.name : 'unknown',
      });
    });
    throw error;
  }
}

/** Whether the CRM may hold more than the links say. Who waited for another event in vain has written nothing. */
function mayHaveWritten(error: unknown): boolean {
  if (error instanceof BusyError) return false;
  return !isCrmError(error) || (error.retryable && error.mayHaveHappened);
}

function begin(deps: SyncDeps, input: WorkInput): Work {
  const { event, connector, thread, signal, pace } = input;
  const state = threadState(thread.data);
  if (thread.doubt?.by) raiseDoubt(state, eventOfHolder(thread.doubt.by));
  const unsure = input.unsure || thread.doubt !== undefined || state.doubtful.length > 0;
  return {
    ...input,
    unsure,
    deps,
    session: connector.open({ signal, unsure, log: deps.log, pace }),
    lead: leadOf(event),
    facts: factsOf(event, deps.settings.leadSource, input.receivedAt),
    log: deps.log,
    progress: { ref: thread.record, state, held: new Map() },
  };
}

async function apply(work: Work): Promise<Reply> {
  const known = await know(work);
  const saved = await saveLead(work, known);
  await saveActivities(work, saved);
  const knowledge = { record: saved.record, ref: saved.ref, isNew: saved.isNew, others: known.others };
  return answerTo(work.event, knowledge, work.connector, work.session);
}

/**
 * Links first, the inbox last: who finds the inbox row done finds the links as well.
 * @param doubt since when a row is in doubt from now on: a failure that did nothing clears up nothing.
 */
async function writeLinks(
  { deps, owner, progress }: Work,
  thread: Link,
  doubt: (before: Link) => LinkDoubt | undefined,
): Promise<void> {
  const { links } = deps.store;
  const { ref: record, state, held } = progress;
  const now = deps.now();
  const written = { owner, record, now, release: true };
  await Promise.all([
    links.write({ ...written, key: thread.key, data: { ...state }, doubt: doubt(thread) }),
    ...[...held].map(([key, link]) =>
      record
        ? links.write({ ...written, key, doubt: doubt(link) })
        : links.release({ keys: [key], owner, doubt: doubt(link) }),
    ),
  ]);
}
