import { hasChanges, hasEmail, isAboutThePerson, mergeLead } from '../../leads/merge';
import { planLead } from '../../leads/plan';
import type { Refusal, Remark } from '../../leads/conversation/remarks';
import type { CrmRecord, RecordRef } from '../../leads/record';
import { wantsFullReply, type Answer } from './reply';
import { mappedFor, rememberMapped } from '../company/mapped-fields';
import { chooseOwner } from '../company/owner';
import type { EventRun } from '../event-run';
import { attemptsInDoubt } from '../failure/in-doubt';
import { holdIdentity } from './identity';
import { resolveRecord, type Resolution } from './resolve-record';
import { addRemarks, fingerprintOf } from '../thread/thread';
import { LEAD_FIELDS_WAIT_MS } from '../thread/write-lead-fields';
import { droppedOf, namesOfWritten, tellKept, tellUpdated } from '../history/why';
import { becomesWritten, forgetEmail, rememberWritten, writtenHistory } from './written-values';

/** `ref`: known without asking the CRM, or the record's. */
export type SavedLead = Omit<Answer, 'owner' | 'others'> & { ref?: RecordRef };

/** Creates the lead, or brings the one found up to date, and remembers what was done. */
export async function saveLead(run: EventRun, resolved: Resolution): Promise<SavedLead> {
  const { progress } = run;
  if (resolved.ref && !resolved.record) {
    run.why.did = 'kept';
    return { ref: resolved.ref, isNew: false };
  }
  const { state } = progress;
  if (resolved.record) state.byPhone = resolved.byPhone;
  const written = await write(run, resolved.record);
  const { record, isNew = false, remarks = [], refused = [], leadFieldsPending = false } = written;
  if (!record) return { isNew: false };
  const email = typedEmail(run, resolved.record, record);
  state.emailAdded ||= email?.added === true;
  progress.ref = record.ref;
  state.ownerId = record.ownerId ?? state.ownerId;
  state.leadFieldsPending = leadFieldsPending;
  state.fingerprint = fingerprintOf(run.lead);
  addRemarks(state, [...remarks, ...refused]);
  run.why.dropped = droppedOf(refused);
  return { record, ref: record.ref, isNew, refused, email };
}

/** What became of the e-mail of a visitor whom only a phone number leads to; undefined when there is nothing to tell. */
function typedEmail({ lead, progress }: EventRun, before: CrmRecord | undefined, after: CrmRecord) {
  const { byPhone, emailAdded } = progress.state;
  const { email: typed } = lead;
  if (!typed || !byPhone) return undefined;
  if (!hasEmail(after, typed)) return { typed, added: false };
  const added = emailAdded || !before || !hasEmail(before, typed);
  return added ? { typed, added } : undefined;
}

interface Written {
  record?: CrmRecord;
  isNew?: boolean;
  remarks?: readonly Remark[];
  refused?: readonly Refusal[];
  leadFieldsPending?: boolean;
}

async function write(run: EventRun, record: CrmRecord | undefined): Promise<Written> {
  const { event, lead, leadFields, connector, session, deps, progress, mapped } = run;
  const { state } = progress;
  // An attempt that was cut off has made the record: it is as new as if this one had. What an agent linked is not.
  if (record && run.inDoubt && event.name !== 'chat_assigned' && isMadeSince(record, titleOpenSince(run)))
    state.titlePending = true;
  const plan = planLead({
    event,
    lead,
    leadFields,
    record,
    capacity: connector.capacity,
    history: {
      ...writtenHistory(run, record),
      emailStaysOut: state.byPhone && deps.settings.phoneMatchEmail === 'note',
    },
    agentWaits: mayWait(run),
    creation: run.decision.create ?? deps.settings.leadCreation,
    mapped: record && mappedFor(state, mapped, record),
  });
  switch (plan.do) {
    case 'nothing':
      deps.log.info('No lead for this visitor', { reason: plan.reason });
      Object.assign(run.why, { did: 'nothing', because: plan.reason });
      return {};
    case 'keep':
      if (!plan.leadFieldsPending) rememberMapped(state, mapped, record!.ref);
      tellKept(run.why, record!);
      return { record, remarks: plan.remarks, leadFieldsPending: plan.leadFieldsPending };
    case 'update': {
      tellKept(run.why, record!);
      const ownerId = record!.ownerId ? undefined : (await chooseOwner(run, false))?.id;
      const changes = { ...plan.changes, ownerId };
      const onlyLeadFields = !isAboutThePerson(changes);
      if (onlyLeadFields && (mayWait(run) || !hasChanges(changes))) {
        const leadFieldsPending = hasChanges(changes);
        return { record, remarks: plan.remarks, leadFieldsPending };
      }
      if (progress.seen && !(await holdIdentity(run))) {
        // Somebody else has changed the person meanwhile.
        const resolved = await resolveRecord(run);
        progress.state.byPhone = resolved.byPhone;
        return write(run, resolved.record);
      }
      const saved = await session.update(record!, changes);
      rememberMapped(state, mapped, saved.record.ref);
      tellUpdated(run.why, changes);
      rememberWritten(run, becomesWritten(changes, record!), saved.record);
      const corrected =
        changes.correctedEmail !== undefined && hasEmail(saved.record, changes.correctedEmail);
      if (corrected) await forgetEmail(run, record!.emails[0], saved.record.ref);
      return { ...outcome(run, saved.record), remarks: plan.remarks, refused: saved.refused };
    }
    case 'create':
      return create(run);
  }
}

/** The worker's rounds are a minute apart, and one may fail. */
const TITLE_OPEN_MS = LEAD_FIELDS_WAIT_MS + 5 * 60_000;

/**
 * Since when whoever is made may still lack the title's object: the chat's row would tell, and without the table there is
 * none. Offline messages and calls are no part of the chat whose title waits.
 */
function titleOpenSince({ receivedAt, connector, deps, event }: EventRun): number {
  const ofChat = event.offline === undefined && event.call === undefined;
  return deps.unstored && connector.titleWaits && ofChat ? receivedAt - TITLE_OPEN_MS : receivedAt;
}

/** CRMs tell whole seconds, and their clocks may be a little behind ours. */
const CLOCKS_DIFFER_MS = 2_000;

function isMadeSince({ madeAt }: CrmRecord, at: number): boolean {
  return madeAt !== undefined && madeAt >= at - CLOCKS_DIFFER_MS;
}

/** What can be written later is so where an agent waits for the reply, and where a row can remember it until then. */
export function mayWait({ event, deps }: EventRun): boolean {
  return wantsFullReply(event) && !deps.unstored;
}

async function create(run: EventRun): Promise<Written> {
  const { session, lead, leadFields, progress, mapped } = run;
  const owner = await chooseOwner(run, true);
  const created = await session.create({
    lead,
    leadFields,
    mapped,
    ownerId: owner?.id,
    attemptsInDoubt: attemptsInDoubt(run),
  });
  if (created.outcome === 'exists') {
    const record = await session.get(created.ref);
    if (record) {
      progress.state.byPhone = !(lead.email && hasEmail(record, lead.email));
      return write(run, record);
    }
    // Deleted between the two requests: the next attempt starts from the search.
    throw new Error(`The record ${created.ref.type} ${created.ref.id} that holds the e-mail cannot be read`);
  }
  progress.ref = created.record.ref;
  progress.state.titlePending = true;
  rememberMapped(progress.state, mapped, created.record.ref);
  const { name, email, phone, company } = lead;
  const given = { name, emails: email ? [email] : [], phones: phone ? [phone.raw] : [], company };
  Object.assign(run.why, {
    did: 'created',
    fields: namesOfWritten({ ...given, ownerId: owner?.id, leadFields }),
  });
  rememberWritten(run, { name: lead.name?.full, email: lead.email }, created.record);
  const remarks = lead.unusable;
  const { refused } = created;
  const { record, leadFieldsPending } = outcome(run, created.record);
  if (!leadFieldsPending || mayWait(run)) return { record, leadFieldsPending, isNew: true, remarks, refused };
  // Nobody waits, and there may be no further event: reading the record shows which fields there are.
  const read = await session.get(record.ref);
  const written = read && (await write(run, read));
  return { record, leadFieldsPending: false, ...written, isNew: true, remarks, refused };
}

/** Lead fields the connector could not place because it does not know the CRM's fields yet are written with a later event. */
function outcome({ lead, leadFields, connector }: EventRun, record: CrmRecord) {
  const open = mergeLead(lead, leadFields, record, connector.capacity).changes.leadFields;
  return { record, leadFieldsPending: record.placeableFields === undefined && Object.keys(open).length > 0 };
}
