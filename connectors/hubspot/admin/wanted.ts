import type { LeadFieldName } from '../../../leads/record';
import { leadFieldsToMake, type LeadFieldToMake } from '../../shared/admin/lead-fields';
import { ACTIVITY_KEY, LEAD_FIELD_PROPERTIES } from '../records/fields';

/** HubSpot docs: Properties API, a definition as it is created. */
export interface WantedProperty {
  name: string;
  label: string;
  description: string;
  type: 'string' | 'date';
  fieldType: 'text' | 'textarea' | 'date';
  /** Two records can never have the same value; cannot be changed afterwards. */
  hasUniqueValue: boolean;
}

export interface WantedObject {
  /** Plural, as in paths. */
  object: string;
  /** What its properties are good for. */
  purpose: string;
  properties: readonly WantedProperty[];
}

export const GROUP = { name: 'jivochat', label: 'JivoChat' };

const TYPES: Readonly<Record<LeadFieldToMake['kind'], Pick<WantedProperty, 'type' | 'fieldType'>>> = {
  line: { type: 'string', fieldType: 'text' },
  lines: { type: 'string', fieldType: 'textarea' },
  day: { type: 'date', fieldType: 'date' },
};

const UNIQUE: LeadFieldName = 'visitorKey';

const KEY: WantedProperty = {
  ...TYPES.line,
  name: ACTIVITY_KEY,
  hasUniqueValue: true,
  label: 'JivoChat key',
  description: 'Keeps one conversation, message or call from being logged twice',
};

/** Notes, tasks and calls: without their keys the connector looks through a contact's activities after a failure. */
export const ACTIVITY_OBJECTS: readonly string[] = ['notes', 'tasks', 'calls'];

/** All that the connector can use. */
export const WANTED: readonly WantedObject[] = [
  {
    object: 'contacts',
    purpose: 'where a contact came from, and one visitor never becomes two contacts',
    properties: leadFieldsToMake('contact').map(({ field, words, kind, description }) => ({
      ...TYPES[kind],
      name: LEAD_FIELD_PROPERTIES[field],
      hasUniqueValue: field === UNIQUE,
      label: `JivoChat ${words}`,
      description,
    })),
  },
  ...ACTIVITY_OBJECTS.map((object) => ({
    object,
    purpose: 'never made twice, and nothing is looked up after a failure',
    properties: [KEY],
  })),
];
