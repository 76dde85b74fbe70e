import type { CreateOutcome, LeadDraft, SaveOutcome } from '../../connector';
import type { LeadChanges } from '../../../leads/merge';
import type { CrmRecord, RecordRef } from '../../../leads/record';
import { absentFields, rememberDropped, unwritableFields } from './absent-fields';
import type { Refusal } from '../../../leads/conversation/remarks';
import { writeAccepted } from './accepted-values';
import type { Fields } from '../api/client';
import { KEEP_OWNER } from '../api/assignment';
import type { SalesforceContext } from '../context';
import { visitorMark } from './description';
import { DUPLICATE_HEADER, SAVE_DUPLICATES, TELL_DUPLICATES, duplicatesIn, holderOf } from './duplicates';
import { SalesforceResponseError, isGone, recordGone } from '../api/errors';
import { placeOfLeadField, key, type PersonType } from './fields';
import { changedFields, isContactData, newLead, nameless, toRecord } from './record';
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
  const own = newLead({ ...draft, words: context.call.words }, settings, unwritable);
  const mapped = await mappedFields(context, 'lead', draft.mapped);
  const fields = { ...own.fields, ...writable(mapped.fields, unwritable) };
  const remarks = [...own.remarks, ...mapped.dropped];
  const standIns = {
    LastName: nameless(draft.lead, settings),
    Company: settings.placeholderCompany,
  };
  let attempt: Attempt = { duplicates: TELL_DUPLICATES, withKey: true };
  const write = async (accepted: Fields): Promise<Created> => {
    try {
      return { outcome: 'created', id: await create(context, accepted, attempt) };
    } catch (error) {
      const way = await wayRound(context, error, draft);
      switch (way?.kind) {
        case undefined:
          throw error;
        case 'exists':
          return { outcome: 'exists', ref: way.ref };
        case 'save':
          if (attempt.duplicates === SAVE_DUPLICATES) throw error;
          attempt = { ...attempt, duplicates: SAVE_DUPLICATES };
          return write(accepted);
        case 'without key':
          if (!attempt.withKey) throw error;
          attempt = { ...attempt, withKey: false };
          return write(accepted);
      }
    }
  };
  const outcome = await writeAccepted({ fields, standIns, write });
  const { written, accepted, refused, dropped } = outcome;
  await rememberDropped(context, 'Lead', dropped);
  if (written?.outcome === 'exists') return written;
  const row = { ...accepted, Id: written?.id };
  const record = toRecord(row, 'Lead', settings, await unwritableFields(context, 'Lead'));
  return { outcome: 'created', record, refused: [...remarks, ...refused] };
}

const OBJECT = { Lead: 'lead', Contact: 'contact' } as const satisfies Record<PersonType, string>;

function writable(fields: Fields, unwritable: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !unwritable.has(key(field))));
}

/** Writes to the free fields only; contact data that another record has is left to it. */
export async function updatePerson(
  context: SalesforceContext,
  record: CrmRecord,
  changes: LeadChanges,
): Promise<SaveOutcome> {
  const { settings } = context;
  const { id } = record.ref;
  const type = record.ref.type as PersonType;
  const unwritable = await unwritableFields(context, type);
  const own = changedFields(record, changes, settings, unwritable);
  const mapped = await mappedFields(context, OBJECT[type], changes.mapped);
  const fields = { ...own.fields, ...writable(mapped.fields, unwritable) };
  const remarks = [...own.remarks, ...mapped.dropped];
  let duplicates = TELL_DUPLICATES;
  const left: string[] = [];
  const write = async (accepted: Fields): Promise<Fields> => {
    const headers = () => ({ ...KEEP_OWNER, [DUPLICATE_HEADER]: duplicates });
    let sent = accepted;
    for (;;) {
      try {
        if (Object.keys(sent).length > 0) await context.api.update(type, id, sent, headers());
        return sent;
      } catch (error) {
        if (!(error instanceof SalesforceResponseError)) throw error;
        if (isGone(error)) throw recordGone(error);
        if (!error.has('DUPLICATES_DETECTED')) throw error;
        const theirs = Object.keys(sent).filter(isContactData);
        if (theirs.length === 0 && duplicates === SAVE_DUPLICATES) throw error;
        duplicates = SAVE_DUPLICATES;
        left.push(...theirs);
        sent = Object.fromEntries(Object.entries(sent).filter(([field]) => !theirs.includes(field)));
      }
    }
  };
  const {
    written = {},
    refused,
    dropped,
  } = await writeAccepted({
    fields,
    edit: { ref: record.ref, call: context.call, isMissed: (name) => name !== 'OwnerId' },
    write,
  });
  await rememberDropped(context, type, dropped);
  const theirs = left.map((field): Refusal => {
    return { kind: 'leftToOther', crm: 'Salesforce', field, value: String(fields[field]) };
  });
  const row = { ...record.fields, ...written };
  const after = toRecord({ ...row, Id: id }, type, settings, await unwritableFields(context, type));
  return { record: after, refused: [...remarks, ...refused, ...theirs] };
}

/** How a create goes on that Salesforce refused for the sake of another record; undefined: it was about something else. */
type WayRound =
  /** This record is the visitor's. */
  | { kind: 'exists'; ref: RecordRef }
  /** A fuzzy rule only warns of a namesake. */
  | { kind: 'save' }
  /** Our key is held by a lead that leads nowhere any more: it was converted and its contact deleted. */
  | { kind: 'without key' };

interface Attempt {
  /** Value of the header that says what duplicate rules may do. */
  duplicates: string;
  withKey: boolean;
}

type Created = { outcome: 'created'; id: string } | { outcome: 'exists'; ref: RecordRef };

async function wayRound(
  context: SalesforceContext,
  error: unknown,
  { lead, leadFields }: LeadDraft,
): Promise<WayRound | undefined> {
  if (!(error instanceof SalesforceResponseError)) return undefined;
  const duplicates = duplicatesIn(error, lead);
  if (duplicates) {
    const { same, others, mayBeSaved } = duplicates;
    const [ref] = same.length > 0 || mayBeSaved ? same : others;
    if (ref) return { kind: 'exists', ref };
    return mayBeSaved ? { kind: 'save' } : undefined;
  }
  const holder = holderOf(error);
  if (!holder) return undefined;
  const id = holder.id ?? (await byVisitorKey(context, leadFields.visitorKey));
  if (!id) return undefined;
  const person = await getPerson(context, { type: 'Lead', id });
  return person ? { kind: 'exists', ref: person.ref } : { kind: 'without key' };
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
  const { LastName } = newLead({ ...draft, words: context.call.words }, settings, new Set()).fields;
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
