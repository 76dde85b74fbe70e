import type { LeadFieldName } from '../../../leads/record';
import type { PersonType } from '../records/fields';
import type { SalesforceSettings } from '../definition';

/** Salesforce docs: Metadata API, CustomField; the parts we use. */
export interface FieldMetadata {
  label: string;
  description: string;
  type: 'Text' | 'LongTextArea' | 'Date';
  length?: number;
  visibleLines?: number;
  externalId?: boolean;
  unique?: boolean;
  caseSensitive?: boolean;
}

export interface WantedField {
  object: PersonType;
  name: string;
  leadField: LeadFieldName;
  metadata: FieldMetadata;
}

export const PERMISSION_SET = { name: 'JivoChat_CRM', label: 'JivoChat CRM' };

const SHORT = { type: 'Text', length: 255 } as const;
/** Addresses with all their marks are longer than a Text field holds. */
const LONG = { type: 'LongTextArea', length: 4_096, visibleLines: 3 } as const;

const KEY: FieldMetadata = {
  ...SHORT,
  externalId: true,
  unique: true,
  caseSensitive: true,
  label: 'JivoChat Visitor Key',
  description: 'Keeps one visitor from becoming two leads',
};

type PlacedLeadField = Exclude<LeadFieldName, 'source' | 'visitorKey'>;

const LEAD_FIELDS: Readonly<Record<PlacedLeadField, { name: string; metadata: FieldMetadata }>> = {
  title: leadField('Title', SHORT, 'Number of the visitor and name'),
  chatId: leadField('Chat_Id', SHORT, 'The chat that made this lead'),
  page: leadField('Page', LONG, 'The page of the first chat'),
  utm: leadField('UTM', LONG, 'The campaign that led to the first chat'),
  place: leadField('Place', SHORT, 'Where the visitor was, as JivoChat sees it'),
  comment: leadField('Comment', LONG, 'The comment of the agent'),
  lastChat: leadField('Last_Chat', { type: 'Date' }, 'Day of the last chat'),
};

function leadField(
  name: string,
  type: Pick<FieldMetadata, 'type' | 'length' | 'visibleLines'>,
  description: string,
) {
  const label = `JivoChat ${name.replaceAll('_', ' ')}`;
  return { name: `JivoChat_${name}__c`, metadata: { ...type, label, description } };
}

/** All that the connector can use; fields the settings name already keep their names. */
export function wantedFields({ factFields, externalIdField }: SalesforceSettings): WantedField[] {
  const leadFields = (Object.keys(LEAD_FIELDS) as PlacedLeadField[]).map((name) => ({
    leadField: name,
    ...LEAD_FIELDS[name],
    name: factFields[name] ?? LEAD_FIELDS[name].name,
  }));
  const key = externalIdField ?? factFields.visitorKey ?? 'JivoChat_Visitor_Key__c';
  return [
    { object: 'Lead', leadField: 'visitorKey', name: key, metadata: KEY },
    ...leadFields.map((field) => ({ object: 'Lead' as const, ...field })),
    ...leadFields.map((field) => ({ object: 'Contact' as const, ...field })),
  ];
}
