import type { CreateOutcome, LeadDraft, SaveOutcome } from '../../connector';
import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import { absentFields, rememberDropped, unwritableFields } from './absent-fields';
import type { Refusal } from '../../../leads/conversation/remarks';
import { writeAccepted } from './accepted-values';
import type { Fields, Row } from '../api/client';
import { KEEP_OWNER } from '../api/assignment';
import type { SalesforceContext } from '../context';
import { visitorMark } from './description';
import { DUPLICATE_HEADER, SAVE_DUPLICATES, TELL_DUPLICATES, duplicatesIn, holderOf } from './duplicates';
import { SalesforceResponseError, isGone, recordGone } from '../api/errors';
import { OBJECT, placeOfLeadField, key, type PersonType } from './fields';
import { changedFields, isContactData, newLead, nameless, toRecord, type Draft } from './record';
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
  const unwritable = await unwritableFields(context, 'Lead');
  const own = newLead(draft, settings, unwritable, context.call.words);
  const { fields, remarks } = await withMapped(context, 'Lead', own, draft.mapped, unwritable);
  const standIns = {
    LastName: nameless(draft.lead, settings),
    Company: settings.placeholderCompany,
  };
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
  const record = await asWritten(context, 'Lead', { ...accepted, Id: written?.id });
  return { outcome: 'created', record, refused: [...remarks, ...refused] };
}

/** What we write, with what the company's own maps add to it. */
async function withMapped(
  context: SalesforceContext,
  type: PersonType,
  own: Draft,
  given: LeadDraft['mapped'],
  unwritable: ReadonlySet<string>,
): Promise<Draft> {
  const mapped = await mappedFields(context, OBJECT[type], given);
  const writable = Object.entries(mapped.fields).filter(([field]) => !unwritable.has(key(field)));
  return {
    fields: { ...own.fields, ...Object.fromEntries(writable) },
    remarks: [...own.remarks, ...mapped.dropped],
  };
}

/** With the fields that the write found out not to be ours left aside. */
async function asWritten(context: SalesforceContext, type: PersonType, row: Row): Promise<CrmRecord> {
  return toRecord(row, type, context.settings, await unwritableFields(context, type));
}

/** Writes to the free fields only; contact data that another record has is left to it. */
export async function updatePerson(
  context: SalesforceContext,
  record: CrmRecord,
  changes: LeadChanges,
): Promise<SaveOutcome> {
  const { id } = record.ref;
  const type = record.ref.type as PersonType;
  const unwritable = await unwritableFields(context, type);
  const own = changedFields(record, changes, context.settings, unwritable);
  const { fields, remarks } = await withMapped(context, type, own, changes.mapped, unwritable);
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
    edit: { ref: record.ref, call: context.call, isMissed: (name) => name !== 'OwnerId' },
    write,
  });
  await rememberDropped(context, type, dropped);
  const theirs = left.map((field): Refusal => {
    return { kind: 'leftToOther', crm: 'Salesforce', field, value: String(fields[field]) };
  });
  const after = await asWritten(context, type, { ...record.fields, ...written, Id: id });
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

/**
 * The lead an earlier attempt may have made for a visitor who cannot be searched for: by our key, or by the mark in the
 * description, which cannot be filtered by (Salesforce docs: Lead).
 */
async function madeBefore(context: SalesforceContext, draft: LeadDraft): Promise<RecordRef | undefined> {
  const { lead, leadFields } = draft;
  if (lead.email ?? lead.phone) return undefined;
  const { settings, now } = context;
  const { visitorKey } = leadFields;
  if (!visitorKey) return undefined;
  if (settings.externalIdField) {
    const id = await byVisitorKey(context, visitorKey);
    return id ? { type: 'Lead', id } : undefined;
  }
  const { LastName } = newLead(draft, settings, new Set(), context.call.words).fields;
  return byMark(context, {
    lastName: String(LastName),
    visitorKey,
    field: placeOfLeadField(settings, 'Lead', 'visitorKey'),
    since: now() - EARLIER_ATTEMPT_MS,
  });
}

interface Marked {
  lastName: string;
  visitorKey: string;
  /** Where our key stands, if the org has a field for it. */
  field?: string;
  since: number;
}

/** Leads of one last name looked at in one request, and altogether: thousands share the name a site gives all visitors. */
const PAGE = 200;
const MAX_PAGES = 25;

/** Newest first, page by page: the one that is looked for is days old at most. */
async function byMark(
  context: SalesforceContext,
  { lastName, visitorKey, field, since }: Marked,
): Promise<RecordRef | undefined> {
  const absent = await absentFields(context, 'Lead');
  const columns = ['Id', 'Description', ...(field ? [field] : [])].filter((name) => !absent.has(key(name)));
  const mark = visitorMark(visitorKey);
  let before = soql``;
  for (let page = 0; page < MAX_PAGES; page++) {
    const rows = await context.api.query(
      soql`SELECT ${names(columns)} FROM Lead WHERE LastName = ${lastName} AND IsConverted = false AND CreatedDate >= ${moment(since)}${before} ORDER BY Id DESC LIMIT ${count(PAGE)}`,
    );
    const made = rows.find(
      (row) =>
        (typeof row.Description === 'string' && row.Description.includes(mark)) ||
        Object.entries(row).some(
          ([name, value]) => field !== undefined && key(name) === key(field) && value === visitorKey,
        ),
    );
    if (made) return { type: 'Lead', id: String(made.Id) };
    const last = rows.at(-1)?.Id;
    if (rows.length < PAGE || typeof last !== 'string') return undefined;
    before = soql` AND Id < ${last}`;
  }
  return undefined;
}
