import { hasEmail } from '../../leads/merge';
import type { CrmRecord, RecordRef } from '../../leads/record';
import { candidates, changesIdentity, holdIdentity, seeIdentity } from './identity';
import { wantsFullReply } from './reply';
import { findRecords } from '../company/match-keys';
import { isUnsent, mappedOf } from '../company/mapped-fields';
import type { EventRun } from '../event-run';
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
  const { why } = run;
  if (ref && unchanged && !wantsFullReply(event)) {
    why.match = 'unchanged';
    return { ref, others: [], byPhone: state.byPhone };
  }

  const { held } = progress;
  if (!(ref && unchanged) && held.size === 0 && !(await seeIdentity(run))) await holdIdentity(run);
  for (const { ref: candidate, byPhone: isByPhone, by } of candidates(run)) {
    const record = await session.get(candidate);
    if (record) why.match = by;
    const byPhone = record !== undefined && isByPhone && !isProved(run, record);
    // Nothing is made or changed that others must not see half done, unless the rows are held.
    if (progress.seen && (!record || changesIdentity(run, byPhone))) {
      const stillStands = await holdIdentity(run);
      if (!record || !stillStands) return resolveRecord(run);
    }
    if (record) return { record, others: [], byPhone };
    run.deps.log.info('The linked record is gone from the CRM; looking for the person anew', {
      record: candidate,
    });
    if (candidate === progress.ref) startOver(progress);
  }
  const { best, others, by } = await findRecords(run);
  if (best && by) why.match = MATCHED[by];
  if (others.length > 0) {
    why.others = others.map(({ ref: other }) => other.id);
    run.deps.log.warn('Several CRM records match; the first was taken', {
      record: best?.ref,
      others: others.map(({ ref: other }) => other.id),
    });
  }
  const isKnown = by === 'field' || by === 'link';
  return { record: best, others, byPhone: best !== undefined && !isKnown && !isProved(run, best) };
}

const MATCHED = {
  email: 'search-email',
  phone: 'search-phone',
  field: 'match-field',
  link: 'match-link',
} as const;

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
