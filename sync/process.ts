import type { JivoEvent } from '../jivochat/event';
import type { Reply } from '../jivochat/reply';
import type { Connector } from '../connectors/connector';
import type { Pace } from '../connectors/shared/limits';
import { isCrmError } from '../connectors/errors';
import { factsOf } from '../leads/fields';
import { leadOf } from '../leads/lead';
import { factsTold } from '../leads/told';
import { linkKey, type Link, type LinkDoubt } from '../store/links';
import { answerTo, wantsFullReply } from './steps/reply';
import { assign } from './steps/assign';
import type { SyncDeps, Work } from './context';
import { BusyError } from './failure/errors';
import { shortKey } from './event-key';
import { know } from './steps/resolve-record';
import { FACTS_HOLDER, eventOfHolder } from './leases';
import { rememberCard } from './steps/remember-card';
import { saveActivities } from './steps/save-activities';
import { saveLead } from './steps/save-lead';
import { Tenancy } from './tenancy';
import { clearUp, raiseDoubt, rememberTold, threadState } from './thread';
import { factsDue } from './write-facts';
import { writtenToKeep } from './steps/written-values';

export interface WorkInput {
  event: JivoEvent;
  eventKey: string;
  receivedAt: number;
  connector: Connector;
  /** The thread's link row, held by `owner`. */
  thread: Link;
  owner: string;
  inDoubt: boolean;
  signal: AbortSignal;
  waitUntil: number;
  pace?: Pace;
}

export interface Applied {
  /** JivoChat's. */
  reply: Reply;
  /** The account of the CRM that has the event, as rows are bound to it; none when nothing was to be written. */
  tenant?: string;
}

/**
 * Applies one event to the CRM and writes down what was reached, also when it fails half way.
 * @throws CrmUnavailableError, CrmRefusedError, BusyError, StoreError: the event is not done.
 */
export async function workOn(deps: SyncDeps, input: WorkInput): Promise<Applied> {
  const work = await begin(deps, input);
  try {
    const reply = input.event.name === 'chat_assigned' ? await assign(work) : await apply(work);
    work.progress.state.newestAt = Math.max(work.progress.state.newestAt, input.receivedAt);
    clearUp(work.progress.state, input.eventKey);
    const tenant = await writeLinks(work, input.thread, ({ doubt }) =>
      work.progress.ref ? undefined : doubt,
    );
    return { reply, tenant };
  } catch (error) {
    const inDoubt = mayHaveWritten(error);
    const doubtNow = inDoubt ? { since: deps.now() } : undefined;
    if (inDoubt) raiseDoubt(work.progress.state, shortKey(input.eventKey));
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
  return !isCrmError(error) || (error.retryable && error.outcomeUnknown);
}

async function begin(deps: SyncDeps, input: WorkInput): Promise<Work> {
  const { event, connector, signal, pace } = input;
  const thread = await ownThread(deps, input);
  const state = threadState(thread.data);
  const { receivedAt } = input;
  const lead = leadOf(event);
  rememberTold(state, {
    event,
    lead,
    facts: factsOf(event, deps.settings.leadSource, receivedAt),
    receivedAt,
  });
  const vanished = thread.doubt?.by === undefined ? FACTS_HOLDER : eventOfHolder(thread.doubt.by);
  if (vanished !== FACTS_HOLDER) raiseDoubt(state, vanished);
  const inDoubt = input.inDoubt || thread.doubt !== undefined || state.inDoubt.length > 0;
  const session = connector.open({ signal, inDoubt, log: deps.log, pace });
  return {
    ...input,
    inDoubt,
    deps,
    session,
    tenancy: new Tenancy(connector, session, deps.log),
    lead,
    facts: factsTold(state.facts),
    log: deps.log,
    progress: { ref: thread.record, state, written: {}, held: new Map() },
  };
}

/** Nothing was done while nobody can tell whose record the link leads to: the row stays as it is. */
async function ownThread(deps: SyncDeps, input: WorkInput): Promise<Link> {
  const { connector, thread, owner, signal, pace } = input;
  const session = connector.open({ signal, inDoubt: input.inDoubt, log: deps.log, pace });
  try {
    return await new Tenancy(connector, session, deps.log).own(thread);
  } catch (error) {
    const release = { keys: [thread.key], owner, doubt: thread.doubt };
    await deps.store.links.release(release).catch(() => undefined);
    throw error;
  }
}

async function apply(work: Work): Promise<Reply> {
  const known = await know(work);
  const saved = await saveLead(work, known);
  await saveActivities(work, saved);
  const { connector, deps, event, progress, session } = work;
  const { record, isNew } = saved;
  const { others } = known;
  if (record && wantsFullReply(event)) await rememberCard(work, record, { isNew, others: others.length });
  const question = { event, connector, session, detail: deps.settings.replyDetail };
  return answerTo(question, { ...saved, others, owner: progress.state.card?.owner });
}

/**
 * Links first, the inbox last: who finds the inbox row done finds the links as well.
 * @returns what the rows are bound to.
 * @param doubt since when a row is in doubt from now on: a failure that did nothing clears up nothing.
 */
async function writeLinks(
  work: Work,
  thread: Link,
  doubt: (before: Link) => LinkDoubt | undefined,
): Promise<string | undefined> {
  const { deps, owner, progress, tenancy } = work;
  const { links } = deps.store;
  const { ref: record, state, held } = progress;
  const unproved = unprovedLink(work);
  const data = { byPhone: state.byPhone };
  // Without a record the row says nothing of the CRM, and nobody is asked for its account.
  const tenant = record && (await tenancy.stamp());
  const now = deps.now();
  const written = { owner, record, tenant, now, release: true };
  const due = record && factsDue(work.connector.name, state, now);
  await Promise.all([
    links.write({ ...written, key: thread.key, data: { ...state }, doubt: doubt(thread), due }),
    ...[...held].map(([key, link]) =>
      record && key !== unproved
        ? links.write({ ...written, key, data: { ...data, ...writtenToKeep(work, key) }, doubt: doubt(link) })
        : links.release({ keys: [key], owner, doubt: doubt(link) }),
    ),
  ]);
  return tenant;
}

/** Where an e-mail is not taken for the person's, it must not lead to them either. */
function unprovedLink({ deps, connector, lead, progress }: Work): string | undefined {
  if (!lead.email || !progress.state.byPhone || deps.settings.phoneMatchEmail === 'fill') return undefined;
  return linkKey(connector.name, 'email', lead.email);
}
