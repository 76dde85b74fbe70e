import { visitorKey } from '../../leads/fields';
import { matchRecords, type Person } from '../../leads/match';
import { hasEmail } from '../../leads/merge';
import type { CrmRecord, RecordRef } from '../../leads/record';
import { readPerson } from '../../store/link-state';
import { linkKey } from '../../store/links';
import { wantsFullReply } from './reply';
import { isUnsent, mappedOf } from '../company/mapped-fields';
import type { EventRun } from '../event-run';
import { BusyError } from '../failure/errors';
import { LEASE_MS } from '../thread/leases';
import { fingerprintOf, startOver } from '../thread/thread';

export interface Resolution {
  record?: CrmRecord;
  /** Known without asking the CRM, because nothing about the person has changed. */
  ref?: RecordRef;
  others: CrmRecord[];
  /** Nothing but a phone number leads from the visitor to the record. */
  byPhone: boolean;
}

/** Which record is this? The chat's link, the visitor's, the e-mail's and the phone's, then one search. */
export async function resolveRecord(run: EventRun): Promise<Resolution> {
  const { session, progress, lead, event } = run;
  const { ref, state } = progress;
  const unchanged =
    state.fingerprint === fingerprintOf(lead) &&
    !state.leadFieldsPending &&
    !state.titlePending &&
    !hasUnsent(run);
  if (ref && unchanged && !wantsFullReply(event)) return { ref, others: [], byPhone: state.byPhone };

  if (!(ref && unchanged)) await holdIdentity(run);
  for (const { ref: candidate, byPhone } of candidates(run)) {
    const record = await session.get(candidate);
    if (record) return { record, others: [], byPhone: byPhone && !isProved(run, record) };
    run.deps.log.info('The linked record is gone from the CRM; looking for the person anew', {
      record: candidate,
    });
    if (candidate === progress.ref) startOver(progress);
  }
  const person: Person = { email: lead.email, phone: lead.phone, country: lead.visit.geo?.countryCode };
  if (!person.email && !person.phone) return { others: [], byPhone: false };
  const { best, others } = matchRecords(person, await session.find(person));
  if (others.length > 0) {
    run.deps.log.warn('Several CRM records match; the first was taken', {
      record: best?.ref,
      others: others.map(({ ref: other }) => other.id),
    });
  }
  return { record: best, others, byPhone: best !== undefined && !isProved(run, best) };
}

/** Another value than was sent last for a field of the company's. */
function hasUnsent({ deps, connector, progress }: EventRun): boolean {
  const { ref, state } = progress;
  return (
    ref !== undefined && isUnsent(ref, mappedOf(deps.company, connector.account.name, state), state.mapped)
  );
}

/** The record, or one that has become it, had the e-mail before the chat wrote it there. */
function isProved({ lead: { email }, progress }: EventRun, record: CrmRecord): boolean {
  if (email === undefined) return false;
  const had = record.former?.emails.some((address) => address.toLowerCase() === email) ?? false;
  return had || (!progress.state.emailAdded && hasEmail(record, email));
}

/** Two events of one person at the same time meet here: search shows a new record too late to keep them apart. */
export async function holdIdentity(run: EventRun): Promise<void> {
  const { deps, owner, waitUntil, progress, tenancy } = run;
  const keys = identityKeys(run);
  if (keys.length === 0) return;
  const acquired = await deps.store.links.acquireWithin({
    keys,
    owner,
    leaseMs: LEASE_MS,
    waitMs: Math.max(0, waitUntil - deps.now()),
    clock: () => deps.now(),
    sleep: (ms) => deps.sleep(ms),
    random: () => deps.random(),
  });
  if (!acquired.ok) throw new BusyError('Another event of the same person is in work');
  // All are held before any can be told from another account's: a failure then lets go of each.
  for (const [key, link] of acquired.links) progress.held.set(key, { key, inDoubt: link.inDoubt });
  for (const [key, link] of acquired.links) progress.held.set(key, await tenancy.own(link));
}

export function identityKeys({
  connector,
  event,
  lead,
}: Pick<EventRun, 'connector' | 'event' | 'lead'>): string[] {
  const visitor = visitorKey(event);
  const phone = lead.phone?.e164;
  return [
    ...(visitor ? [linkKey(connector.account.name, 'visitor', visitor)] : []),
    ...(lead.email ? [linkKey(connector.account.name, 'email', lead.email)] : []),
    ...(phone ? [linkKey(connector.account.name, 'phone', phone)] : []),
  ];
}

interface Candidate {
  ref: RecordRef;
  byPhone: boolean;
}

/** Each record once, and proved when one of the ways to it is. */
function candidates({ progress, connector, lead }: EventRun): Candidate[] {
  const { ref, state, held } = progress;
  const phoneKey = lead.phone?.e164 && linkKey(connector.account.name, 'phone', lead.phone.e164);
  const ways: Candidate[] = ref ? [{ ref, byPhone: state.byPhone }] : [];
  for (const [key, link] of held) {
    if (link.record) ways.push({ ref: link.record, byPhone: key === phoneKey || readPerson(link).byPhone });
  }
  const found = new Map<string, Candidate>();
  for (const way of ways) {
    const id = `${way.ref.type}/${way.ref.id}`;
    const before = found.get(id);
    if (before) before.byPhone &&= way.byPhone;
    else found.set(id, way);
  }
  return [...found.values()];
}
