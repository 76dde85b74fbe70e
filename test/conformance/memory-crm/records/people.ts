import type { CreateOutcome, LeadDraft, SaveOutcome } from '../../../../connectors/connector';
import type { Refusal } from '../../../../leads/conversation/remarks';
import type { Person } from '../../../../leads/match';
import type { LeadChanges } from '../../../../leads/merge';
import { LEAD_FIELDS, type CrmRecord, type LeadFieldName, type RecordRef } from '../../../../leads/record';
import { shorten } from '../../../../text/plain-text';
import type { MemoryContext } from '../context';
import { ownValues } from './own-fields';
import { MAX_LENGTH, type MemoryPerson, type Refused, type Saved } from '../crm';

export async function find({ send }: MemoryContext, { email, phone }: Person): Promise<CrmRecord[]> {
  const terms = Object.entries({ email, phone: phone && (phone.e164 ?? phone.raw) });
  const where = terms.flatMap(([field, value]) => (value ? [`${field} = '${escape(value)}'`] : []));
  if (where.length === 0) return [];
  const path = `/people?where=${encodeURIComponent(where.join(' OR '))}`;
  return (await send<MemoryPerson[]>('find', 'GET', path)).body.map(toRecord);
}

export async function findByField(
  { send }: MemoryContext,
  field: string,
  value: string,
): Promise<CrmRecord[]> {
  const path = `/people?${String(new URLSearchParams({ own: field, value }))}`;
  return (await send<MemoryPerson[]>('find', 'GET', path)).body.map(toRecord);
}

export async function get({ send }: MemoryContext, { id }: RecordRef): Promise<CrmRecord | undefined> {
  const { status, body } = await send<MemoryPerson>('get', 'GET', `/people/${id}`);
  return status === 404 ? undefined : toRecord(body);
}

/** Our visitor key and the e-mail are unique here: the second of two creates at the same instant is answered 409. */
export async function create(
  context: MemoryContext,
  { lead, leadFields, ownerId, mapped }: LeadDraft,
): Promise<CreateOutcome> {
  const { send } = context;
  const { own, dropped } = await ownValues(context, mapped);
  const phone = lead.phone && (lead.phone.e164 ?? lead.phone.raw);
  const name = lead.name ?? { first: undefined, last: lead.title };
  const lists = { emails: listOf(lead.email), phones: listOf(phone) };
  const fields = { key: leadFields.visitorKey, ...nameFields(name), ...lists, ownerId, leadFields, own };
  const { status, body } = await send<Saved & { id: string }>('create', 'POST', '/people', fields);
  if (status === 409) return { outcome: 'exists', ref: { type: 'person', id: body.id } };
  return { outcome: 'created', ...outcome(body, dropped) };
}

export async function update(
  context: MemoryContext,
  { ref, ...record }: CrmRecord,
  { name, correctedEmail, ownerId, leadFields, mapped, ...added }: LeadChanges,
): Promise<SaveOutcome> {
  const { send } = context;
  const { own, dropped } = await ownValues(context, mapped);
  const held = correctedEmail ? [correctedEmail, ...record.emails.slice(1)] : record.emails;
  const emails = [...held, ...added.emails];
  const phones = [...record.phones, ...added.phones];
  const fields = { ...(name && nameFields(name)), emails, phones, ownerId, leadFields, own };
  const patch = (body: object) => send<Saved>('update', 'PATCH', `/people/${ref.id}`, body);
  const saved = (await patch(fields)).body;
  if (!saved.refused.some(({ value }) => value === correctedEmail)) return outcome(saved, dropped);
  const { person } = (await patch({ emails: [...record.emails, ...added.emails] })).body;
  return outcome({ ...saved, person }, dropped);
}

export const toRefusals = (refused: Refused[]): Refusal[] =>
  refused.map(({ field, value }) => ({ kind: 'notAccepted', crm: 'Memory CRM', field, value }));

const escape = (value: string) => value.replace(/['\\]/g, '\\$&');
const listOf = (value: string | undefined) => (value ? [value] : []);

function nameFields({ first, last }: { first?: string; last?: string }) {
  return { first: first && shorten(first, MAX_LENGTH), last: last && shorten(last, MAX_LENGTH) };
}

function outcome({ person, refused }: Saved, dropped: readonly Refusal[] = []): SaveOutcome {
  return { record: toRecord(person), refused: [...dropped, ...toRefusals(refused)] };
}

function toRecord({ id, first, last, ...person }: MemoryPerson): CrmRecord {
  const placeableFields = new Set(Object.keys(LEAD_FIELDS) as LeadFieldName[]);
  const ref = { type: 'person', id };
  const fields = { email: person.emails[0] ?? '' };
  return { ref, name: { first, last }, open: true, placeableFields, fields, ...person };
}
