import * as v from 'valibot';
import type { Link } from './links';
import { VERSION, parseRow } from './parse-row';

const text = v.optional(v.string());
const yes = v.optional(v.boolean(), false);
const time = v.number();
const siteKind = v.picklist(['profile', 'attribute']);
const named = { label: v.string(), value: v.string() };
const refusal = v.object({
  kind: v.picklist(['notAccepted', 'leftToOther', 'notOurs', 'tooLong']),
  crm: v.string(),
  field: v.string(),
  why: text,
  value: v.string(),
});
const at = v.optional(v.number());
/** Until 0.2.0 a refusal's words stood there as a label, and so did the kind of a name of the site's. */
const remark = v.union([refusal, v.object({ kind: siteKind, ...named }), v.object(named)]);
const headerRemark = v.union([v.object({ kind: siteKind, ...named, at }), v.object({ ...named, at })]);
const told = v.tuple([v.string(), v.number()]);
const record = v.object({ type: v.string(), id: v.string() });

function list<const Item extends v.GenericSchema>(item: Item) {
  return v.optional(v.array(item), () => []);
}

const call = v.object({
  id: v.string(),
  marker: v.string(),
  state: v.picklist(['ringing', 'in_progress', 'completed', 'failed']),
  startedAt: time,
  connectedAt: v.optional(time),
  endedAt: v.optional(time),
  recordUrl: text,
});

/** What the link row of a thread remembers between its events. Times in epoch milliseconds. */
const THREAD = v.object({
  /** Of the person as last applied: an equal one needs no look at the CRM. */
  fingerprint: text,
  /** Lead fields that could not be written yet, because nobody knew whether the CRM has fields for them. */
  leadFieldsPending: yes,
  /** Fingerprint of the record and company for which a company of the CRM's was last to be looked for. */
  companyAsked: text,
  /** It has not been looked for yet. */
  companyPending: yes,
  /** The lead was made for this thread, and its title object may still be missing. */
  titlePending: yes,
  /** It is made, for this thread. */
  titled: yes,
  /** The lead or deal the chat is about, beside the record itself. */
  about: v.optional(record),
  /** Other people to whom something of the visitor leads as well: what leads to them stays theirs. */
  others: list(record),
  /** The chat was linked to this record by hand, and not all of it stands there yet. */
  assignPending: yes,
  ownerId: text,
  /** The agent has seen the record: this much is shown of it when the CRM cannot be asked. */
  card: v.optional(v.object({ name: text, owner: text })),
  /** Nothing but a phone number leads from the visitor to the record. */
  byPhone: yes,
  /** The chat has written an e-mail to such a record. */
  emailAdded: yes,
  /** The name this thread gave the record. */
  writtenName: text,
  /** The main e-mail this thread gave the record. */
  writtenEmail: text,
  pages: list(v.object({ id: v.string(), hash: v.string(), refused: v.optional(v.array(remark)) })),
  /** Offline message or missed chat, by its marker -> task id. */
  tasks: v.optional(v.record(v.string(), v.string()), () => ({})),
  /** The call as the CRM has it. */
  call: v.optional(call),
  /** Head of the note: what the events so far have told of the chat's circumstances. */
  noteHeader: list(headerRemark),
  /** As last said in the chat. */
  visitorName: text,
  /** The note stands in the CRM with an older header. */
  noteHeaderPending: yes,
  /** The note holds messages. */
  said: yes,
  /** What they have told for the CRM's fields. */
  leadFields: v.optional(v.record(v.string(), v.object({ value: v.string(), at: time })), () => ({})),
  /** What they have told of the values that the company's file names: the first and the latest of each, with its arrival. */
  told: v.optional(v.record(v.string(), v.object({ first: told, last: told })), () => ({})),
  /** Names of the company's rules that matched last. */
  rules: list(v.string()),
  /** By rule: whose turn it was. */
  turns: v.optional(v.record(v.string(), v.string()), () => ({})),
  /** By object and field: fingerprint of what a field map sent last. */
  mapped: v.optional(v.record(v.string(), v.string()), () => ({})),
  /** What found no place in the CRM's fields so far. */
  remarks: list(remark),
  /** Some of them stand in no note yet. */
  remarksPending: yes,
  /** Events that may have written more than this says, by their short keys: until each of them is done. */
  inDoubt: list(v.string()),
  /** When the chat was finished, if it has not gone on since. */
  endedAt: v.optional(time),
  /** When the first event of it arrived, as far as is known. */
  beganAt: v.optional(time),
  /** When the newest applied event arrived. */
  newestAt: v.optional(time, 0),
});

const written = v.object({
  value: v.string(),
  record,
  /** Arrival of the event that gave it. */
  at: time,
});

/** What the link row of a visitor, an e-mail or a phone remembers. */
const PERSON = v.object({
  /** Nothing but a phone number leads from the visitor to the record. */
  byPhone: yes,
  /** The record's name and main e-mail, as far as the visitor's events gave them; for all threads. */
  written: v.optional(v.object({ name: v.optional(written), email: v.optional(written) }), () => ({})),
});

export type ThreadState = v.InferOutput<typeof THREAD>;
export type PersonState = v.InferOutput<typeof PERSON>;

export function emptyThread(): ThreadState {
  return v.parse(THREAD, {});
}

/** @throws UnreadableRowError naming the row, when a newer program wrote it or somebody changed it by hand. */
export function readThread({ key, data = {} }: Pick<Link, 'key' | 'data'>): ThreadState {
  return parseRow(THREAD, 'read thread', key, data);
}

/** @throws UnreadableRowError as `readThread`. */
export function readPerson({ key, data = {} }: Pick<Link, 'key' | 'data'>): PersonState {
  return parseRow(PERSON, 'read person', key, data);
}

/** What is written into the row: what says nothing is left out, and stands there again when the row is read. */
export function toData(state: ThreadState | PersonState): Record<string, unknown> {
  const said = Object.entries(state).filter(([, value]) => !isBlank(value));
  return { ...Object.fromEntries(said), version: VERSION };
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === false;
}
