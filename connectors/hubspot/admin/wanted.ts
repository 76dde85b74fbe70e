import type { LeadFieldName } from '../../../leads/record';
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

const TEXT = { type: 'string', fieldType: 'text', hasUniqueValue: false } as const;

const LEAD_FIELDS: Readonly<Record<LeadFieldName, Omit<WantedProperty, 'name'>>> = {
  source: { ...TEXT, label: 'JivoChat source', description: 'Where the contact came from' },
  title: { ...TEXT, label: 'JivoChat title', description: 'Number of the visitor and name' },
  chatId: { ...TEXT, label: 'JivoChat chat id', description: 'The chat that made this contact' },
  visitorKey: {
    ...TEXT,
    hasUniqueValue: true,
    label: 'JivoChat visitor key',
    description: 'Keeps one visitor from becoming two contacts',
  },
  page: { ...TEXT, label: 'JivoChat page', description: 'The page of the first chat' },
  utm: { ...TEXT, label: 'JivoChat utm', description: 'The campaign that led to the first chat' },
  place: { ...TEXT, label: 'JivoChat place', description: 'Where the visitor was, as JivoChat sees it' },
  comment: { ...TEXT, fieldType: 'textarea', label: 'JivoChat comment', description: 'The agent’s comment' },
  lastChat: {
    type: 'date',
    fieldType: 'date',
    hasUniqueValue: false,
    label: 'JivoChat last chat',
    description: 'Day of the last chat',
  },
};

const KEY: WantedProperty = {
  ...TEXT,
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
    properties: Object.entries(LEAD_FIELDS).map(([leadField, definition]) => ({
      name: LEAD_FIELD_PROPERTIES[leadField as LeadFieldName],
      ...definition,
    })),
  },
  ...ACTIVITY_OBJECTS.map((object) => ({
    object,
    purpose: 'never made twice, and nothing is looked up after a failure',
    properties: [KEY],
  })),
];
