import { refusal } from '../http/errors';
import type { Backend } from '../http/http';
import type { Field, Person } from './state';

interface Query {
  term: string;
  fields: readonly string[];
  exact: boolean;
  now: number;
}

/** Pipedrive reference v2: "Search persons". @throws PipedriveError 400 for a term that is too short. */
export function searchPersons({ state, settings }: Pick<Backend, 'state' | 'settings'>, query: Query) {
  const { term, exact, now } = query;
  if (term.length < (exact ? 1 : 2)) {
    throw refusal(400, `Search term must be at least ${exact ? 1 : 2} characters long`);
  }
  return state.persons
    .filter(({ is_deleted, written }) => !is_deleted && written + settings.searchLagMs <= now)
    .filter((person) => matches(person, query, settings.phoneSearch, state.personFields))
    .map((person) => {
      const organization = state.organizations.find(({ id }) => id === person.org_id);
      return {
        result_score: 0.5,
        item: {
          id: person.id,
          type: 'person',
          name: person.name,
          phones: person.phones.map(({ value }) => value),
          emails: person.emails.map(({ value }) => value),
          primary_email: person.emails.find(({ primary }) => primary)?.value ?? null,
          visible_to: person.visible_to,
          owner: { id: person.owner_id },
          organization: organization ? { id: organization.id, name: organization.name } : null,
          custom_fields: searchable(person, state.personFields).filter(
            (value) => value.toLowerCase() === term.toLowerCase(),
          ),
          notes: [],
        },
      };
    });
}

function matches(
  person: Person,
  { term, fields, exact }: Query,
  phoneSearch: 'digits' | 'as-typed',
  personFields: readonly Field[],
): boolean {
  const wanted = term.toLowerCase();
  const hit = (value: string) => (exact ? value === wanted : value.includes(wanted));
  const has = (field: string, values: readonly string[]) =>
    fields.includes(field) && values.some((value) => hit(value.toLowerCase()));
  const digits = (text: string) => text.replace(/\D/g, '');
  const byDigits =
    phoneSearch === 'digits' &&
    fields.includes('phone') &&
    /^[\d\s()+./-]+$/.test(term) &&
    person.phones.some(({ value }) =>
      exact ? digits(value) === digits(term) : digits(term) !== '' && digits(value).includes(digits(term)),
    );
  return (
    byDigits ||
    has('name', [person.name]) ||
    has('custom_fields', searchable(person, personFields)) ||
    has(
      'email',
      person.emails.map(({ value }) => value),
    ) ||
    has(
      'phone',
      person.phones.map(({ value }) => value),
    )
  );
}

/** Pipedrive reference v2: "Only the following custom field types are searchable". */
const SEARCHABLE = ['address', 'varchar', 'text', 'varchar_auto', 'double', 'monetary', 'phone'];

function searchable({ custom_fields }: Person, fields: readonly Field[]): string[] {
  return fields
    .filter(({ is_custom_field, field_type }) => is_custom_field && SEARCHABLE.includes(field_type))
    .flatMap(({ field_code }) => {
      const value = custom_fields[field_code];
      return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
    });
}
