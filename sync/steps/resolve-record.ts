import { hasEmail } from '../../leads/merge';
import { isSameRecord, type CrmRecord, type RecordRef } from '../../leads/record';
import {
  candidates,
  changesIdentity,
  holdIdentity,
  seeIdentity,
  waysTo,
  type Candidate,
  type Way,
} from './identity';
import { wantsFullReply } from './reply';
import { findRecords, type Found } from '../company/match-keys';
import { unsent } from '../company/mapped-fields';
import type { EventRun } from '../event-run';
import type { Why } from '../history/why';
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
  const ways = await waysTo(run);
  const all = candidates(ways);
  // What a key of the site's leads to, where the table does not know it, may count more, and is named where it does not.
  const open = !ref && ways.some((way) => way.key?.site && way.row !== undefined && !way.ref);
  for (const candidate of open ? [] : all) {
    const record = await session.get(candidate.ref);
    if (record) why.match = matchOf(candidate);
    const byPhone = record !== undefined && candidate.byPhone && !isProved(run, record);
    // Nothing is made or changed that others must not see half done, unless the rows are held.
    if (progress.seen && (!record || changesIdentity(run, byPhone))) {
      const stillStands = await holdIdentity(run);
      if (!record || !stillStands) return resolveRecord(run);
    }
    if (record) return { record, others: await othersOf(run, record, candidate, all), byPhone };
    run.deps.log.info('The linked record is gone from the CRM; looking for the person anew', {
      record: candidate.ref,
    });
    if (candidate.ref === ref) startOver(progress);
  }
  const [best, ...others] = await findRecords(
    run,
    open ? ways : ways.map((way) => ({ ...way, ref: undefined })),
  );
  if (!best) return { others: [], byPhone: false };
  const { record, way, searched } = best;
  why.match = matchOf(way, searched);
  const byPhone = (way.key?.site ? false : searched || way.byPhone) && !isProved(run, record);
  const found = others.map((other) => other.record);
  tellOthers(run, record, found);
  if (run.keys.some(({ site }) => site)) progress.theirs = rowsOf(others);
  return { record, others: found, byPhone };
}

/** The rows that lead to somebody else. */
function rowsOf(others: readonly Found[]): ReadonlyMap<string, RecordRef> {
  const rows = others.flatMap(({ way: { row }, record, first }) =>
    row !== undefined && first ? [[row, record.ref] as const] : [],
  );
  return new Map(rows);
}

/** Two keys, two people: the first key's is taken, and the agent is shown the others, when the chat begins. */
async function othersOf(
  run: EventRun,
  record: CrmRecord,
  taken: Candidate,
  all: readonly Candidate[],
): Promise<CrmRecord[]> {
  if (taken.by === 'chat' || !run.keys.some(({ site }) => site)) return [];
  const read = await Promise.all(
    all.filter((other) => other !== taken).map(({ ref }) => run.session.get(ref)),
  );
  const found = read
    .filter((other) => other !== undefined)
    .filter(({ ref }) => !isSameRecord(ref, record.ref));
  tellOthers(run, record, found);
  return found;
}

function tellOthers({ why, deps, progress, keys }: EventRun, { ref }: CrmRecord, found: CrmRecord[]): void {
  if (found.length === 0) return;
  const others = found.map((other) => other.ref);
  why.others = others.map(({ id }) => id);
  if (keys.some(({ site }) => site)) progress.state.others = others.slice(0, MOST_OTHERS);
  deps.log.warn('Several CRM records match; the first was taken', { record: ref, others: why.others });
}

/** They stand in the row of the chat. */
const MOST_OTHERS = 5;

/** By what the table remembers, what the site names, or a search. */
function matchOf({ by }: Way, searched = false): Why['match'] {
  if (by === 'key') return 'match-field';
  if (by === 'link') return 'match-link';
  return searched && (by === 'email' || by === 'phone') ? `search-${by}` : by;
}

/** Another value than was sent last for a field of the company's. */
function hasUnsent({ mapped, progress }: EventRun): boolean {
  const { ref, state } = progress;
  return ref !== undefined && unsent(state, mapped, ref).length > 0;
}

/** The record, or one that has become it, had the e-mail before the chat wrote it there. */
function isProved({ lead: { email }, progress }: EventRun, record: CrmRecord): boolean {
  if (email === undefined) return false;
  const had = record.former?.emails.some((address) => address.toLowerCase() === email) ?? false;
  return had || (!progress.state.emailAdded && hasEmail(record, email));
}
