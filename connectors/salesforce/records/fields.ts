import type { LeadFieldName } from '../../../leads/record';
import type { AccountRules } from '../../../leads/rules/rule';
import type { LeadFieldPlaces } from '../../shared/fields/lead-fields';
import { mappedNames } from '../../shared/fields/mapped-values';
import { FIELD_NAME } from '../api/soql';
import type { SalesforceSettings } from '../definition';

/** The objects that stand for a person. */
export type PersonType = 'Lead' | 'Contact';

/** As the company's maps name them. */
export const OBJECT = { Lead: 'lead', Contact: 'contact' } as const satisfies Record<PersonType, string>;

export function isPersonType(type: string): type is PersonType {
  return type === 'Lead' || type === 'Contact';
}

/** Numbers of a person, the main one first; the first two are ours to fill. */
export const PHONE_FIELDS: Readonly<Record<PersonType, readonly string[]>> = {
  Lead: ['Phone', 'MobilePhone'],
  Contact: ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'],
};

const OF_BOTH = [
  ...['Id', 'FirstName', 'LastName', 'Email', 'OwnerId', 'Owner.Name'],
  ...['LastModifiedDate', 'LastActivityDate'],
];

/** Salesforce docs: Lead, Contact. Asked for with every record; all but the id may be hidden from us. */
const READ: Readonly<Record<PersonType, readonly string[]>> = {
  Lead: [
    ...[...OF_BOTH, ...PHONE_FIELDS.Lead],
    ...['Company', 'LeadSource', 'Status', 'IsConverted', 'ConvertedContactId'],
  ],
  Contact: [...OF_BOTH, ...PHONE_FIELDS.Contact, 'Account.Name'],
};

/** Standard fields of one of the two only: asking the other for them would cost a refused request. */
const ONLY: Readonly<Record<PersonType, readonly string[]>> = {
  Lead: [
    ...['AnnualRevenue', 'City', 'Company', 'Country', 'Industry', 'NumberOfEmployees'],
    ...['PostalCode', 'Rating', 'State', 'Status', 'Street', 'Website'],
  ],
  Contact: [
    ...['Account', 'AccountId', 'AssistantName', 'AssistantPhone', 'Birthdate', 'Department'],
    ...['HomePhone', 'OtherPhone', 'ReportsTo', 'ReportsToId'],
    ...['MailingCity', 'MailingCountry', 'MailingPostalCode', 'MailingState', 'MailingStreet'],
  ],
};

/** Salesforce docs: Lead; longer values are refused. A Contact's are the same. */
export const LENGTHS: Readonly<Record<string, number>> = {
  FirstName: 40,
  LastName: 80,
  Company: 255,
  Email: 80,
  Phone: 40,
  MobilePhone: 40,
  HomePhone: 40,
  OtherPhone: 40,
  LeadSource: 255,
  Description: 32_000,
};

/** What the org lets us do with leads, or with contacts. */
export interface PersonShape {
  type: PersonType;
  settings: SalesforceSettings;
  /** Names, in lower case, of fields that are hidden from us, or not ours to write. */
  absent: ReadonlySet<string>;
  /** Where our lead fields stand. */
  places: LeadFieldPlaces;
}

export function shapeOf(
  settings: SalesforceSettings,
  type: PersonType,
  absent: ReadonlySet<string>,
): PersonShape {
  const { factFields, externalIdField } = settings;
  const isLead = type === 'Lead';
  const named = Object.entries({
    ...factFields,
    // Where a customer came from is known already.
    source: isLead ? 'LeadSource' : undefined,
    visitorKey: (isLead ? externalIdField : undefined) ?? factFields.visitorKey,
  }) as [LeadFieldName, string | undefined][];
  const places = named.flatMap(([field, name]): [LeadFieldName, string][] =>
    name === undefined || absent.has(key(name)) ? [] : [[field, name]],
  );
  return { type, settings, absent, places: new Map(places) };
}

/** All that is asked for of such a record. */
export function readFields({ type, settings, absent, places }: PersonShape, rules?: AccountRules): string[] {
  const other = type === 'Lead' ? 'Contact' : 'Lead';
  const reply = settings.replyFields.map(([, field]) => field).filter((field) => !isOnly(other, field));
  // What the company's maps must not write over.
  const mapped = mappedNames(rules, OBJECT[type]).map(([field]) => field);
  const wanted = [...READ[type], ...places.values(), ...reply, ...mapped];
  const byKey = new Map(wanted.map((field) => [key(field), field]));
  return [...byKey.values()].filter((field) => FIELD_NAME.test(field) && !absent.has(key(field)));
}

/** Of users, and of our own tasks: what they can be told by. */
const NEEDED_OF_OTHERS = ['Id', 'Username', 'Subject', 'QueueId', 'SobjectType'];

/** Whether the field is one our rules cannot do without. */
export function isOptional(type: string, field: string): boolean {
  const needed = isPersonType(type) ? READ[type] : NEEDED_OF_OTHERS;
  return !needed.some((name) => key(name) === key(field));
}

/** Salesforce reads names of fields without regard to case. */
export function key(field: string): string {
  return field.toLowerCase();
}

function isOnly(type: PersonType, field: string): boolean {
  const [head = ''] = field.split('.');
  return ONLY[type].some((name) => key(name) === key(head));
}
