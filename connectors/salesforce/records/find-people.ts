import type { Person } from '../../../leads/match';
import type { CrmRecord } from '../../../leads/record';
import { askShown, readShape, rowsOf, type FieldQuery } from './absent-fields';
import type { QueryAnswer } from '../api/client';
import type { SalesforceContext } from '../context';
import { SalesforceResponseError, isTooHeavy } from '../api/errors';
import { PHONE_FIELDS, key, readFields, type PersonType } from './fields';
import { getPerson, recordOf } from './people';
import { personCondition, type Way } from './search';
import { textOf } from '../../shared/json';
import { within } from '../../shared/http/within';
import { count, names, soql } from '../api/soql';

const TYPES = ['Contact', 'Lead'] as const;
/** More candidates than this for one e-mail or one phone are not worth an agent's time; loose hits are among them. */
const SEARCH_LIMIT = 50;
/** Leads that were converted into different contacts: more with one e-mail are a mistake. */
const MAX_FORMER = 5;

/** An agent waits two and a half seconds; a search that takes longer than this leaves them too little. */
const PATIENCE_MS = 1_200;
/** Longer than this nobody waits for a number in an unusual spelling. */
const MAX_PATIENCE_MS = 10_000;
const SLOW = 'phone-search-is-slow';
/** Until then the light search is sent along at once. */
const SLOW_TTL_MS = 600_000;

/**
 * Customers and open leads with the e-mail or the number, in one request. In a large org the search for a number is slow
 * or refused; then e-mail and the usual spellings of the number decide, so that whoever is known by them is shown in time.
 */
export async function findPeople(context: SalesforceContext, person: Person): Promise<CrmRecord[]> {
  const email: Way[] = person.email ? ['Email'] : [];
  if (!person.phone) return email.length > 0 ? peopleBy(context, person, email) : [];
  const light = () => peopleBy(context, person, [...email, 'Spelling']);
  const whole = wholeSearch(context, person, [...email, 'Phone']);
  // It may fail while the memory is still being read: a rejection nobody awaits ends the whole process.
  whole.catch(() => undefined);
  const isSlow = (await context.memory.get(SLOW)) === true;
  const first = await within(whole, isSlow ? 0 : PATIENCE_MS);
  if (Array.isArray(first)) return first;
  if (first === TOO_HEAVY) return light();
  if (!isSlow) await context.memory.put(SLOW, true, SLOW_TTL_MS);
  return soonest(context, whole, light());
}

const TOO_HEAVY = 'too heavy';
type Whole = CrmRecord[] | typeof TOO_HEAVY;

/** Whoever the light search finds, else whoever the whole one does within reason. */
async function soonest(
  { call }: SalesforceContext,
  whole: Promise<Whole>,
  light: Promise<CrmRecord[]>,
): Promise<CrmRecord[]> {
  const failing = light.catch(() => undefined);
  const sooner = await Promise.race([whole.catch(() => undefined), failing]);
  if (Array.isArray(sooner) && sooner.length > 0) return sooner;
  const hits = await failing;
  if (hits && hits.length > 0) return hits;
  const last = await within(whole, MAX_PATIENCE_MS - PATIENCE_MS);
  if (Array.isArray(last)) return last;
  call.log.warn(
    'Salesforce takes too long to search for a phone number; only its usual spellings were compared',
  );
  return light;
}

/** Both in one request. Whoever has the e-mail is enough when the number cannot be searched for. */
async function wholeSearch(context: SalesforceContext, person: Person, ways: readonly Way[]): Promise<Whole> {
  const parts = await ask(context, person, ways);
  const failed = parts.filter(
    ({ way, answer }) => way === 'Phone' && answer instanceof SalesforceResponseError,
  );
  if (failed.length === 0) return peopleOf(context, person, parts);
  const found = await peopleOf(
    context,
    person,
    parts.filter((part) => !failed.includes(part)),
  );
  const refusal = failed[0]!.answer as SalesforceResponseError;
  if (found.length === 0 && !isTooHeavy(refusal)) throw refusal;
  context.call.log.warn('Salesforce did not search for a phone number', { reason: refusal.message });
  return found.length > 0 ? found : TOO_HEAVY;
}

async function peopleBy(context: SalesforceContext, person: Person, ways: readonly Way[]) {
  return peopleOf(context, person, await ask(context, person, ways));
}

interface Part {
  type: PersonType;
  way: Way;
  answer: QueryAnswer;
}

/** One request, but for fields that turn out to be hidden. */
async function ask(context: SalesforceContext, person: Person, ways: readonly Way[]): Promise<Part[]> {
  const wanted = ways.flatMap((way) => TYPES.map((type) => ({ name: `${type}By${way}`, type, way })));
  const answers = await askShown(context, async () => {
    const searches = await Promise.all(wanted.map((part) => search(context, part, person)));
    return Object.fromEntries(wanted.map(({ name }, at) => [name, searches[at]]));
  });
  return wanted.map(({ name, type, way }) => ({ type, way, answer: answers[name]! }));
}

async function search(
  context: SalesforceContext,
  { type, way }: { type: PersonType; way: Way },
  person: Person,
): Promise<FieldQuery> {
  const shape = await readShape(context, type);
  const shown = (field: string) => !shape.absent.has(key(field));
  const fields = readFields(shape, context.rules);
  const condition = personCondition(way, person, {
    emails: ['Email'].filter(shown),
    phones: PHONE_FIELDS[type].filter(shown),
  });
  // The main fields are hidden from us: nothing can be found by them.
  const where = condition ?? soql`Id = ${'000000000000000AAA'}`;
  // Converted leads are followed; where their contact is hidden they lead nowhere.
  const followed = type === 'Contact' || shown('ConvertedContactId');
  const open = followed ? soql`` : soql`IsConverted = false AND `;
  const openFirst = type === 'Lead' && followed ? soql`IsConverted, ` : soql``;
  const query = soql`SELECT ${names(fields)} FROM ${names([type])} WHERE ${open}${where} ORDER BY ${openFirst}LastModifiedDate DESC LIMIT ${count(SEARCH_LIMIT)}`;
  return { type, query, fields: [...fields, ...PHONE_FIELDS[type], 'Email'] };
}

/** Each record once, customers first; a converted lead is the contact it has become. @throws SalesforceResponseError */
async function peopleOf(
  context: SalesforceContext,
  person: Person,
  parts: readonly Part[],
): Promise<CrmRecord[]> {
  const found = new Map<string, CrmRecord>();
  const former = new Map<string, CrmRecord>();
  for (const { type, answer } of parts) {
    for (const row of rowsOf(answer)) {
      const record = await recordOf(context, type, row);
      const contactId = textOf(row.ConvertedContactId);
      if (row.IsConverted !== true) found.set(record.ref.id, record);
      else if (contactId && mayBe(person, record)) former.set(contactId, record);
    }
  }
  for (const [id, lead] of [...former].slice(0, MAX_FORMER)) {
    const contact = found.get(id) ?? (await getPerson(context, { type: 'Contact', id }));
    const { emails, phones } = lead;
    if (contact) found.set(contact.ref.id, { ...contact, former: { emails, phones } });
  }
  return [...found.values()].toSorted((a, b) => Number(b.customer ?? false) - Number(a.customer ?? false));
}

/**
 * Keeps a loose hit of the search from costing a request. Whether it is the person is decided where all hits are compared
 * in full; reading numbers as exactly here would bring the tables of all countries into this bundle a second time.
 */
function mayBe({ email, phone }: Person, { emails, phones }: CrmRecord): boolean {
  if (email && emails.some((stored) => stored.toLowerCase() === email)) return true;
  return phone !== undefined && phones.some((stored) => stored.replace(/\D/g, '').includes(phone.national));
}
