import type { LeadFieldName } from '../../../leads/record';
import { leadFieldsToMake, type LeadFieldToMake } from '../../shared/admin/lead-fields';
import type { PersonType } from '../records/fields';
import type { SalesforceSettings } from '../definition';

/** Salesforce docs: Metadata API, CustomField; the parts we use. */
interface FieldMetadata {
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

const TYPES: Readonly<Record<LeadFieldToMake['kind'], Omit<FieldMetadata, 'label' | 'description'>>> = {
  line: { type: 'Text', length: 255 },
  // Addresses with all their marks are longer than a Text field holds.
  lines: { type: 'LongTextArea', length: 4_096, visibleLines: 3 },
  day: { type: 'Date' },
};
const KEY = { externalId: true, unique: true, caseSensitive: true };

/** All that the connector can use, the key first; fields the settings name already keep their names. */
export function wantedFields({ factFields, externalIdField }: SalesforceSettings): WantedField[] {
  const fields = leadFieldsToMake('lead').map(({ field, words, kind, description }) => {
    const title = words === 'utm' ? 'UTM' : words.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
    const own = factFields[field] ?? `JivoChat_${title.replaceAll(' ', '_')}__c`;
    const isKey = field === 'visitorKey';
    const metadata = { ...TYPES[kind], ...(isKey && KEY), label: `JivoChat ${title}`, description };
    return { leadField: field, name: isKey ? (externalIdField ?? own) : own, metadata };
  });
  const ofBoth = fields.filter(({ leadField }) => leadField !== 'source' && leadField !== 'visitorKey');
  const of = (object: PersonType, some: typeof fields) => some.map((field) => ({ object, ...field }));
  const isKey = ({ leadField }: (typeof fields)[number]) => leadField === 'visitorKey';
  return [...of('Lead', [...fields.filter(isKey), ...ofBoth]), ...of('Contact', ofBoth)];
}
