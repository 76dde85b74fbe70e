import type { CreateOutcome, LeadDraft, SaveOutcome } from '../../connector';
import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import { readShape, rememberDropped, writeShape } from './absent-fields';
import type { Refusal } from '../../../leads/conversation/remarks';
import { writeAccepted } from './accepted-values';
import type { Fields, Row } from '../api/client';
import { KEEP_OWNER } from '../api/assignment';
import type { SalesforceContext } from '../context';
import { visitorMark } from './description';
import { DUPLICATE_HEADER, SAVE_DUPLICATES, TELL_DUPLICATES, duplicatesIn, holderOf } from './duplicates';
import { SalesforceResponseError, isGone, recordGone } from '../api/errors';
import { OBJECT, key, shapeOf, type PersonShape, type PersonType } from './fields';
import { changedFields, fitting, isContactData, newLead, nameless, toRecord } from './record';
import { textOf } from '../../shared/json';
import { mappedFields } from './mapped-fields';
import { getPerson } from './people';
import { count, moment, names, soql } from '../api/soql';

/** The worker gives up after three days; a day more for the clocks. */
const EARLIER_ATTEMPT_MS = 4 * 24 * 3_600_000;

/**
 * Creates the lead. It is not upserted: an upsert would write over what a person has changed since. A unique field with our
 * key refuses the second lead of a visitor and names the first; so does a duplicate rule.
 */
export async function createLead(context: SalesforceContext, draft: LeadDraft): Promise<CreateOutcome> {
  const { settings } = context;
  if (context.call.inDoubt) {
    const made = await madeBefore(context, draft);
    if (made) return { outcome: 'exists', ref: made };
  }
  const shape = await writeShape(context, 'Lead');
  const own = newLead(draft, shape, context.call.words);
  const { fields, remarks } = await withMapped(context, own, draft.mapped, shape);
  const standIns = { LastName: nameless(draft.lead, settings), Company: settings.placeholderCompany };
  let attempt: Attempt = { duplicates: TELL_DUPLICATES, withKey: true };
  const write = async (accepted: Fields): Promise<Created> => {
    try {
      return { outcome: 'created', id: await create(context, accepted, attempt) };
    } catch (error) {
      const way = await wayRound(context, error, draft, attempt);
      if (!way) throw error;
      if ('outcome' in way) return way;
      attempt = way;
      return write(accepted);
    }
  };
  const { written, accepted, refused, dropped } = await writeAccepted({ fields, standIns, write });
  await rememberDropped(context, 'Lead', dropped);
  if (written?.outcome === 'exists') return written;
  const record = toRecord({ ...accepted, Id: written?.id }, await writeShape(context, 'Lead'));
  return { outcome: 'created', record, refused: [...remarks, ...refused] };
}

/** What we write, with what the company's own maps add to it, as far as it fits. */
async function withMapped(
  context: SalesforceContext,
  own: Fields,
  given: LeadDraft['mapped'],
  shape: PersonShape,
) {
  const mapped = await mappedFields(context, OBJECT[shape.type], given);
  const { fields, remarks } = fitting({ ...own, ...mapped.fields }, shape);
  return { fields, remarks: [...remarks, ...mapped.dropped] };
}

/** Writes to the free fields only; contact data that another record has is left to it. */
export async function updatePerson(
  context: SalesforceContext,
  record: CrmRecord,
  changes: LeadChanges,
): Promise<SaveOutcome> {
  const { id } = record.ref;
  const type = record.ref.type as PersonType;
  const shape = await writeShape(context, type);
  const own = changedFields(record, changes, shape);
  const { fields, remarks } = await withMapped(context, own, changes.mapped, shape);
  let duplicates = TELL_DUPLICATES;
  const left: string[] = [];
  const write = async (accepted: Fields): Promise<Fields> => {
    const headers = { ...KEEP_OWNER, [DUPLICATE_HEADER]: duplicates };
    try {
      if (Object.keys(accepted).length > 0) await context.api.update(type, id, accepted, headers);
      return accepted;
    } catch (error) {
      if (!(error instanceof SalesforceResponseError)) throw error;
      if (isGone(error)) throw recordGone(error);
      const theirs = Object.keys(accepted).filter(isContactData);
      const isLast = theirs.length === 0 && duplicates === SAVE_DUPLICATES;
      if (isLast || !error.has('DUPLICATES_DETECTED')) throw error;
      duplicates = SAVE_DUPLICATES;
      left.push(...theirs);
      return write(Object.fromEntries(Object.entries(accepted).filter(([field]) => !isContactData(field))));
    }
  };
  const { written, refused, dropped } = await writeAccepted({
    fields,
    edit: { record, call: context.call, isMissed: (name) => name !== 'OwnerId' },
    write,
  });
  await rememberDropped(context, type, dropped);
  const theirs = left.map((field): Refusal => {
    return { kind: 'leftToOther', crm: 'Salesforce', field, value: String(fields[field]) };
  });
  const after = toRecord({ ...record.fields, ...written, Id: id }, await writeShape(context, type));
  return { record: after, refused: [...remarks, ...refused, ...theirs] };
}

interface Attempt {
  /** Value of the header that says what duplicate rules may do. */
  duplicates: string;
  withKey: boolean;
}

type Exists = Extract<CreateOutcome, { outcome: 'exists' }>;
type Created = { outcome: 'created'; id: string } | Exists;

/**
 * How a create goes on that Salesforce refused for the sake of another record: that record is the visitor's, or another
 * attempt may succeed. Undefined: it was about something else, or nothing is left to try.
 */
async function wayRound(
  context: SalesforceContext,
  error: unknown,
  { lead, leadFields }: LeadDraft,
  attempt: Attempt,
): Promise<Exists | Attempt | undefined> {
  if (!(error instanceof SalesforceResponseError)) return undefined;
  const duplicates = duplicatesIn(error, lead);
  if (duplicates) {
    const { same, others, mayBeSaved } = duplicates;
    const [ref] = same.length > 0 || mayBeSaved ? same : others;
    if (ref) return { outcome: 'exists', ref };
    // A fuzzy rule only warns of a namesake.
    const isNew = mayBeSaved && attempt.duplicates !== SAVE_DUPLICATES;
    return isNew ? { ...attempt, duplicates: SAVE_DUPLICATES } : undefined;
  }
  const holder = holderOf(error);
  const id = holder && (holder.id ?? (await byVisitorKey(context, leadFields.visitorKey)));
  if (!id) return undefined;
  const person = await getPerson(context, { type: 'Lead', id });
  if (person) return { outcome: 'exists', ref: person.ref };
  // Our key is held by a lead that leads nowhere any more: it was converted and its contact deleted.
  return attempt.withKey ? { ...attempt, withKey: false } : undefined;
}

async function create(
  { api, settings }: SalesforceContext,
  fields: Fields,
  { duplicates, withKey }: Attempt,
): Promise<string> {
  const key = settings.externalIdField;
  const sent = Object.fromEntries(Object.entries(fields).filter(([field]) => withKey || field !== key));
  const owned = fields.OwnerId === undefined ? {} : KEEP_OWNER;
  return api.create('Lead', sent, { ...owned, [DUPLICATE_HEADER]: duplicates });
}

async function byVisitorKey({ api, settings }: SalesforceContext, visitorKey: string | undefined) {
  const { externalIdField } = settings;
  return externalIdField && visitorKey ? api.byExternalId('Lead', externalIdField, visitorKey) : undefined;
}

/** Leads of one last name looked at in one request, and altogether: thousands share the name a site gives all visitors. */
const PAGE = 200;
const MAX_PAGES = 25;

/**
 * The lead an earlier attempt may have made for a visitor who cannot be searched for: by our key, or by the mark in the
 * description, which cannot be filtered by (Salesforce docs: Lead). Newest first, page by page: it is days old at most.
 */
async function madeBefore(context: SalesforceContext, draft: LeadDraft): Promise<RecordRef | undefined> {
  const { settings, now, api, call } = context;
  const { visitorKey } = draft.leadFields;
  if (draft.lead.email || draft.lead.phone || !visitorKey) return undefined;
  if (settings.externalIdField) {
    const id = await byVisitorKey(context, visitorKey);
    return id ? { type: 'Lead', id } : undefined;
  }
  const all = shapeOf(settings, 'Lead', new Set());
  const { LastName } = fitting(newLead(draft, all, call.words), all).fields;
  const { absent, places } = await readShape(context, 'Lead');
  const place = places.get('visitorKey');
  const columns = ['Id', 'Description'].filter((name) => !absent.has(key(name)));
  const mark = visitorMark(visitorKey);
  const since = moment(now() - EARLIER_ATTEMPT_MS);
  let before = soql``;
  for (let page = 0; page < MAX_PAGES; page++) {
    const rows = await api.query(
      soql`SELECT ${names(place ? [...columns, place] : columns)} FROM Lead WHERE LastName = ${String(LastName)} AND IsConverted = false AND CreatedDate >= ${since}${before} ORDER BY Id DESC LIMIT ${count(PAGE)}`,
    );
    const holds = (row: Row) =>
      Object.entries(row).some(([name, value]) => key(name) === key(place ?? '') && value === visitorKey);
    const made = rows.find((row) => (textOf(row.Description) ?? '').includes(mark) || holds(row));
    if (made) return { type: 'Lead', id: String(made.Id) };
    const last = textOf(rows.at(-1)?.Id);
    if (rows.length < PAGE || !last) return undefined;
    before = soql` AND Id < ${last}`;
  }
  return undefined;
}
