import type { LeadDraft } from '../../connector';
import { samePhone } from '../../../leads/contact/identity';
import type { RecordRef } from '../../../leads/record';
import { idOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { personToRecord } from './people';
import { PERSON, nameOf } from './record';

/** No attempt lasts longer than a Lambda function may (AWS docs: Lambda quotas). */
const LONGEST_ATTEMPT_MS = 15 * 60_000;
/** How far back an attempt is looked for whose time nobody knows. */
const LOOK_BACK_MS = 3_600_000;
const MAX_PAGES = 4;

/**
 * The person an earlier attempt has made, told by e-mail, phone, our key of the visitor, or, of a visitor who gave nothing to
 * be reached by, the name. Read from the list of the persons changed last, which unlike the search is taken to show a write
 * at once.
 */
export async function madeAlready(
  context: PipedriveContext,
  draft: LeadDraft,
): Promise<RecordRef | undefined> {
  const { attemptsInDoubt = [], lead, leadFields } = draft;
  if (attemptsInDoubt.length === 0 && !context.call.inDoubt) return undefined;
  const now = context.now();
  const from = Math.min(
    now - LOOK_BACK_MS,
    ...attemptsInDoubt.map(({ since }) => since - LONGEST_ATTEMPT_MS),
  );
  const query = {
    updated_since: `${new Date(from).toISOString().slice(0, 19)}Z`,
    sort_by: 'update_time',
    sort_direction: 'desc',
  };
  const persons = await context.api.list(`${V2}/persons`, query, MAX_PAGES);
  const name = nameOf(lead);
  const country = lead.visit.geo?.countryCode;
  for (const person of persons) {
    if (idOf(person.id) === undefined || person.is_deleted === true) continue;
    const record = await personToRecord(context, person);
    const { visitorKey } = record.leadFields;
    const isSame =
      record.emails.some((email) => email.toLowerCase() === lead.email) ||
      (lead.phone && record.phones.some((phone) => samePhone(lead.phone!, phone, country))) ||
      (visitorKey !== undefined && visitorKey === leadFields.visitorKey) ||
      (!lead.email && !lead.phone && person.name === name);
    if (isSame) return { type: PERSON, id: record.ref.id };
  }
  return undefined;
}
