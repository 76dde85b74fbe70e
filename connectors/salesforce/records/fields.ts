import { LEAD_FIELDS, type LeadFieldName } from '../../../leads/record';
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

/** The field of a lead field on such a record; undefined when there is none. */
export function placeOfLeadField(
  { factFields, externalIdField }: SalesforceSettings,
  type: PersonType,
  leadField: LeadFieldName,
): string | undefined {
  // Where a customer came from is known already.
  if (leadField === 'source') return type === 'Lead' ? 'LeadSource' : undefined;
  if (leadField === 'visitorKey' && type === 'Lead') return externalIdField ?? factFields.visitorKey;
  return factFields[leadField];
}

/** The lead fields such a record has a field for. */
export function placedLeadFields(
  settings: SalesforceSettings,
  type: PersonType,
  absent: ReadonlySet<string>,
): LeadFieldPlaces {
  const names = Object.keys(LEAD_FIELDS) as LeadFieldName[];
  const places = names.map((leadField) => [leadField, placeOfLeadField(settings, type, leadField)] as const);
  const isShown = (entry: (typeof places)[number]): entry is [LeadFieldName, string] =>
    entry[1] !== undefined && !absent.has(key(entry[1]));
  return new Map(places.filter(isShown));
}

/**
 * All that is asked for of such a record.
 * @param absent names, in lower case, of fields the org turned out not to show us.
 */
export function readFields(
  settings: SalesforceSettings,
  type: PersonType,
  absent: ReadonlySet<string>,
  rules?: AccountRules,
): string[] {
  const other = type === 'Lead' ? 'Contact' : 'Lead';
  const reply = settings.replyFields.map(([, field]) => field).filter((field) => !isOnly(other, field));
  // What the company's maps must not write over.
  const mapped = mappedNames(rules, OBJECT[type]).map(([field]) => field);
  const wanted = [...READ[type], ...placedLeadFields(settings, type, absent).values(), ...reply, ...mapped];
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
