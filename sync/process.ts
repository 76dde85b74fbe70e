import type { Reply } from '../jivochat/reply';
import { isCrmError } from '../connectors/errors';
import { fieldsWithoutIp, leadFieldsOf } from '../leads/fields';
import { companyOfEmail } from '../leads/contact/company';
import { withRemovedNumbers } from '../leads/rules/number-marks';
import { leadOf, type Lead } from '../leads/lead';
import { isSameRecord, type RecordRef } from '../leads/record';
import { leadFieldsTold } from '../leads/conversation/told';
import { currentValues } from '../leads/vocabulary/remembered';
import { linkKey, type Acquired, type Link, type InDoubt } from '../store/links';
import { readThread, toData, type ThreadState } from '../store/link-state';
import { shortKey } from './event-key';
import { beginCardExtras } from './company/card-extras';
import { saveCompanyFields } from './company/company-fields';
import { wantCompanyLink } from './company/link-company';
import { decideEvent } from './company/decide-event';
import { mappedOf } from './company/mapped-fields';
import type { SyncDeps } from './context';
import type { AcceptedEvent, EventRun } from './event-run';
import { BusyError } from './failure/errors';
import { outcomeUnknown } from './failure/in-doubt';
import { withoutStore } from './failure/without-store';
import { finish, hold } from './finish';
import { healthOf } from './health/account-health';
import { LEAD_FIELDS_HOLDER, eventOfHolder, holdRows } from './thread/leases';
import { assign } from './steps/assign';
import { answerTo, rememberCard, wantsFullReply } from './steps/reply';
import { resolveRecord, type Resolution } from './steps/resolve-record';
import { saveActivities } from './steps/save-activities';
import { mayWait, saveLead } from './steps/save-lead';
import { writtenToKeep } from './steps/written-values';
import { Tenancy } from './tenancy';
import { clearInDoubt, endOf, markInDoubt, rememberTold } from './thread/thread';
import { leadFieldsDue } from './thread/write-lead-fields';

/**
 * Brings an event whose inbox row is held to the CRM, and closes the row with the reply: circuit, lease, resolve, write,
 * link, done.
 * @param acquired the first try for the thread's lease, where one was made while the event was being kept.
 * @throws whatever kept it from being done; the row is still held then.
 */
export async function processEvent(run: AcceptedEvent, acquired: Acquired): Promise<Reply> {
  const { deps, connector, pace } = run;
  const { circuit, cache } = healthOf(deps, connector);
  try {
    await circuit.enter();
  } catch (error) {
    await releaseThread(run, acquired);
    throw error;
  }
  const startedAt = deps.now();
  try {
    const link = acquired.ok ? acquired : await holdRows(run, [run.thread.key]);
    if (!link.ok) throw new BusyError('Another event of the same chat is in work');
    const { reply, tenant, heldUntil } = await writeEvent(run, link.links.get(run.thread.key)!);
    const close = heldUntil === undefined ? finish(run, reply, tenant) : hold(run, heldUntil);
    await Promise.all([close, circuit.record(startedAt)]);
    if (heldUntil === undefined) deps.metrics.add(connector.account.name, 'EventsDone');
    return reply;
  } catch (error) {
    // A CRM that has answered anything is there, however the event ended.
    await circuit.record(startedAt, pace.hasAnswer ? undefined : error);
    throw error;
  } finally {
    await cache.written();
  }
}

/**
 * The table is away, and JivoChat will not send the event again: it goes to the CRM at once, with nothing to fall back
 * on. When that fails as well the refusal is JivoChat's to see.
 * @throws the error that kept the event from being kept.
 */
export async function processUnstored(run: AcceptedEvent, refusal: unknown): Promise<Reply> {
  const { deps, event, eventKey, thread } = run;
  const log = { event: event.name, key: shortKey(eventKey) };
  deps.log.error('The event could not be kept; bringing it to the CRM at once', {
    ...log,
    error: refusal instanceof Error ? refusal.message : 'unknown',
  });
  const bare = { ...deps, unstored: true, store: { ...deps.store, ...withoutStore() } };
  const link = { key: thread.key, inDoubt: { since: 0 } };
  try {
    return (await writeEvent({ ...run, deps: bare, inDoubt: true }, link)).reply;
  } catch (error) {
    deps.log.error('The event is lost: neither table nor CRM took it', { ...log, error });
    throw refusal;
  }
}

/** Nothing was done: a thread that was in doubt before still is. */
export async function releaseThread(
  { deps, thread, owner }: AcceptedEvent,
  acquired: Acquired,
): Promise<void> {
  if (!acquired.ok) return;
  const inDoubt = acquired.links.get(thread.key)?.inDoubt;
  await deps.store.links.release({ key: thread.key, owner, inDoubt }).catch(() => undefined);
}

interface Written {
  /** JivoChat's. */
  reply: Reply;
  /** The account of the CRM that has the event, as rows are bound to it; none when nothing was to be written. */
  tenant?: string;
  /** A rule holds the lead back: the event is to be looked at again then, epoch milliseconds. */
  heldUntil?: number;
}

/**
 * Applies the event to the CRM and writes down what was reached, also when it fails half way.
 * @param found the thread's link row, held by the run's owner.
 * @throws CrmUnavailableError, CrmRefusedError, BusyError, StoreError: the event is not done.
 */
async function writeEvent(accepted: AcceptedEvent, found: Link): Promise<Written> {
  const run = await begin(accepted, found);
  const { deps, event, eventKey, progress, receivedAt } = run;
  try {
    const reply =
      event.name === 'chat_assigned' ? await assign(run) : await save(run, await resolveRecord(run));
    run.why.record = progress.ref;
    progress.state.newestAt = Math.max(progress.state.newestAt, receivedAt);
    clearInDoubt(progress.state, eventKey);
    const inDoubt = (before: Link) => (progress.ref ? undefined : before.inDoubt);
    const tenant = await writeLinks(run, found, inDoubt, run.waitUntil);
    return { reply, tenant, heldUntil: heldUntil(run) };
  } catch (error) {
    run.why.record = progress.ref;
    const unknown = outcomeUnknown(error);
    const since = unknown ? { since: deps.now() } : undefined;
    if (unknown) markInDoubt(progress.state, shortKey(eventKey));
    // The links would lead the next attempt to the same record without a look at the CRM.
    if (isCrmError(error) && error.retryable && error.recordGone) progress.state.fingerprint = undefined;
    await writeLinks(run, found, ({ inDoubt }) => since ?? inDoubt).catch((cause: unknown) => {
      deps.log.warn('The links could not be written after a failure; the leases run out by themselves', {
        error: cause,
      });
    });
    throw error;
  }
}

/** A chat that has ended, or has a record meanwhile, waits for nothing. */
function heldUntil({ why, decision, progress }: EventRun): number | undefined {
  const isHeld = why.because === 'too-early' && !progress.ref && progress.state.endedAt === undefined;
  return isHeld ? decision.createAt : undefined;
}

/** Reads what the thread's link remembers into the run. */
async function begin(accepted: AcceptedEvent, found: Link): Promise<EventRun> {
  const { deps, connector, receivedAt, signal, pace } = accepted;
  const words = await accepted.wording;
  const masks = deps.company.mask.length > 0;
  const event = masks ? withRemovedNumbers(accepted.event, words) : accepted.event;
  const { thread, state } = await openThread(accepted, found);
  state.endedAt = endOf(state, event, receivedAt);
  const talkedUntil = state.endedAt ?? Math.max(receivedAt, deps.now());
  const typed = accepted.ahead?.lead ?? leadOf(event);
  const given = { event, lead: typed, receivedAt, told: state.told, talkedUntil };
  const { decision, told, keys, ...person } = await decideEvent(deps, connector.account.name, given);
  const lead = await withCompany(deps, person.lead);
  const beganAt = Math.min(receivedAt, state.beganAt ?? receivedAt);
  Object.assign(state, { told, rules: decision.rules, beganAt });
  accepted.why.rules = [...decision.rules];
  const allTold = leadFieldsOf(event, decision.source ?? deps.settings.leadSource, receivedAt);
  const fieldsTold = deps.settings.visitorIp === 'show' ? allTold : fieldsWithoutIp(allTold);
  rememberTold(state, { event, lead, leadFields: fieldsTold, receivedAt });
  const vanished = thread.inDoubt?.by === undefined ? LEAD_FIELDS_HOLDER : eventOfHolder(thread.inDoubt.by);
  if (vanished !== LEAD_FIELDS_HOLDER) markInDoubt(state, vanished);
  const inDoubt = accepted.inDoubt || thread.inDoubt !== undefined || state.inDoubt.length > 0;
  const session = connector.open({ signal, inDoubt, log: deps.log, words, pace });
  const tenancy = new Tenancy(connector, session, deps.log);
  const progress = { ref: thread.record, state, written: {}, held: new Map<string, Link>() };
  const leadFields = leadFieldsTold(state.leadFields);
  const mapped = await mappedOf({ deps, connector, session }, state);
  const known = { event, lead, keys, leadFields, decision, mapped };
  return Object.assign(accepted, { thread, inDoubt, words, session, tenancy, ...known, progress });
}

/** What the e-mail tells of where somebody works, where the settings want it and JivoChat does not know better. */
async function withCompany({ settings, freeMail }: SyncDeps, lead: Lead): Promise<Lead> {
  if (settings.companyFromEmail !== 'fill' || lead.company || !lead.email) return lead;
  const isFreeMail = await freeMail();
  const company = isFreeMail && companyOfEmail(lead.email, isFreeMail);
  return company ? { ...lead, company } : lead;
}

/** Nothing was done while nobody can tell whose record the link leads to, or what it says: the row stays as it is. */
async function openThread(
  accepted: AcceptedEvent,
  found: Link,
): Promise<{ thread: Link; state: ThreadState }> {
  const { deps, owner } = accepted;
  try {
    const tenancy = await tenancyOf(accepted);
    const thread = await tenancy.own(found);
    return { thread, state: readThread(thread) };
  } catch (error) {
    const release = { key: found.key, owner, inDoubt: found.inDoubt };
    await deps.store.links.release(release).catch(() => undefined);
    throw error;
  }
}

/** For a look at whose account a row is about, before anything is written. */
export async function tenancyOf(run: AcceptedEvent): Promise<Tenancy> {
  const { deps, connector, signal, inDoubt, wording, pace } = run;
  const call = { signal, inDoubt, log: deps.log, words: await wording, pace };
  return new Tenancy(connector, connector.open(call), deps.log);
}

async function save(run: EventRun, resolved: Resolution): Promise<Reply> {
  const cardExtras = beginCardExtras(run, resolved.record);
  const saved = await saveLead(run, resolved);
  await saveActivities(run, saved);
  const { event, progress } = run;
  const { isNew } = saved;
  const extras = await cardExtras();
  const record = saved.record && { ...saved.record, shown: { ...saved.record.shown, ...extras } };
  const { others } = resolved;
  if (record) wantCompanyLink(run, record);
  if (record) await saveCompanyFields(run, record, isNew || mayWait(run));
  if (record && wantsFullReply(event)) await rememberCard(run, record, { isNew, others: others.length });
  const { reply: lines } = run.decision;
  const wanted = lines && { lines, values: currentValues(progress.state.told) };
  return answerTo({ ...run, wanted }, { ...saved, record, others, owner: progress.state.card?.owner });
}

/**
 * Links first, the inbox last: who finds the inbox row done finds the links as well.
 * @returns what the rows are bound to.
 * @param inDoubt since when a row is in doubt from now on: a failure that did nothing clears nothing.
 * @param by as `Links.writeAll` has it; by default they are written one by one.
 */
async function writeLinks(
  run: EventRun,
  thread: Link,
  inDoubt: (before: Link) => InDoubt | undefined,
  by = 0,
): Promise<string | undefined> {
  const { deps, owner, progress, tenancy } = run;
  const { links } = deps.store;
  const { ref: record, state, held } = progress;
  const unproved = unprovedLink(run);
  const isOthers = (link: Link) => state.others.some((other) => isSameRecord(other, link.record));
  // Without a record the row says nothing of the CRM, and nobody is asked for its account.
  const tenant = record && (await tenancy.stamp());
  const now = deps.now();
  const written = (link: Link) => {
    const { key, replaceableUntil } = link;
    return { owner, record, tenant, now, key, replaceableUntil, inDoubt: inDoubt(link) };
  };
  const due = record && leadFieldsDue(run.connector, state, now);
  const rows = record ? [...held.values()].filter((link) => link.key !== unproved && !isOthers(link)) : [];
  const others = [...held.values()].filter((link) => !rows.includes(link));
  const [refusal] = await Promise.all([
    links.writeAll(
      [
        { ...written(thread), data: toData(state), due },
        ...rows.map((link) => ({ ...written(link), ...personRow(run, link.key, record!) })),
      ],
      by,
    ),
    ...others.map((link) => links.release({ key: link.key, owner, inDoubt: inDoubt(link) })),
  ]);
  if (refusal)
    deps.log.warn('Several rows were not written in one request, but one by one', { error: refusal });
  return tenant;
}

/** What a row of the person's says from now on: whom it leads to. */
function personRow(run: EventRun, key: string, record: RecordRef): Pick<Link, 'record' | 'data'> {
  const { state, theirs } = run.progress;
  const other = theirs?.get(key);
  if (other && !isSameRecord(other, record))
    return { record: other, data: toData({ byPhone: false, written: {} }) };
  return { record, data: toData({ byPhone: state.byPhone, written: writtenToKeep(run, key) }) };
}

/** Where an e-mail is not taken for the person's, it must not lead to them either. */
function unprovedLink({ deps, connector, lead, progress }: EventRun): string | undefined {
  if (!lead.email || !progress.state.byPhone || deps.settings.phoneMatchEmail === 'fill') return undefined;
  return linkKey(connector.account.name, 'email', lead.email);
}
