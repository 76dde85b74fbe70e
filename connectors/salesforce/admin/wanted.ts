import type { FactName } from '../../../leads/record';
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
  fact: FactName;
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

type PlacedFact = Exclude<FactName, 'source' | 'visitorKey'>;

const FACTS: Readonly<Record<PlacedFact, { name: string; metadata: FieldMetadata }>> = {
  title: fact('Title', SHORT, 'Number of the visitor and name'),
  chatId: fact('Chat_Id', SHORT, 'The chat that made this lead'),
  page: fact('Page', LONG, 'The page of the first chat'),
  utm: fact('UTM', LONG, 'The campaign that led to the first chat'),
  place: fact('Place', SHORT, 'Where the visitor was, as JivoChat sees it'),
  comment: fact('Comment', LONG, 'The comment of the agent'),
  lastChat: fact('Last_Chat', { type: 'Date' }, 'Day of the last chat'),
};

function fact(
  name: string,
  type: Pick<FieldMetadata, 'type' | 'length' | 'visibleLines'>,
  description: string,
) {
  const label = `JivoChat ${name.replaceAll('_', ' ')}`;
  return { name: `JivoChat_${name}__c`, metadata: { ...type, label, description } };
}

/** All that the connector can use; fields the settings name already keep their names. */
export function wantedFields({ factFields, externalIdField }: SalesforceSettings): WantedField[] {
  const facts = (Object.keys(FACTS) as PlacedFact[]).map((name) => ({
    fact: name,
    ...FACTS[name],
    name: factFields[name] ?? FACTS[name].name,
  }));
  const key = externalIdField ?? factFields.visitorKey ?? 'JivoChat_Visitor_Key__c';
  return [
    { object: 'Lead', fact: 'visitorKey', name: key, metadata: KEY },
    ...facts.map((field) => ({ object: 'Lead' as const, ...field })),
    ...facts.map((field) => ({ object: 'Contact' as const, ...field })),
  ];
}
