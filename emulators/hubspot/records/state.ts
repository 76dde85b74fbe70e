/** Everything the emulated account remembers. Plain JSON, so that a dev server can keep it between runs. */
export interface HubSpotState {
  account: Account;
  /** Whether records come with their `url`; only newer answers do. Default true. */
  recordUrls?: boolean;
  owners: Owner[];
  /** By object type, such as `contacts`. */
  properties: Record<string, PropertyDefinition[]>;
  groups: Record<string, PropertyGroup[]>;
  rules: ValidationRule[];
  pipelines: Pipeline[];
  records: StoredRecord[];
  associations: StoredAssociation[];
  /** Ids of merged-away contacts and the contact they became part of. */
  merged: Record<string, string>;
  nextId: number;
}

/** HubSpot docs: Account information API. */
export interface Account {
  portalId: number;
  accountType: 'STANDARD' | 'DEVELOPER_TEST' | 'SANDBOX' | 'APP_DEVELOPER';
  timeZone: string;
  companyCurrency: string;
  additionalCurrencies: string[];
  utcOffset: string;
  utcOffsetMilliseconds: number;
  uiDomain: string;
  dataHostingLocation: string;
}

/** HubSpot docs: Owners API. `id` goes into `hubspot_owner_id`; `userId` does not. */
export interface Owner {
  id: string;
  email: string;
  type: 'PERSON' | 'QUEUE';
  firstName: string;
  lastName: string;
  /** Null once archived. */
  userId: number | null;
  userIdIncludingInactive: number;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  teams?: { id: string; name: string; primary: boolean }[];
}

export type PropertyType =
  'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool' | 'phone_number' | 'json';

/** HubSpot docs: Properties API. */
export interface PropertyDefinition {
  name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  displayOrder: number;
  calculated: boolean;
  externalOptions: boolean;
  hasUniqueValue: boolean;
  hidden: boolean;
  hubspotDefined: boolean;
  formField: boolean;
  archived: boolean;
  readOnlyValue: boolean;
  /** The values are ids of owners. */
  referencedObjectType?: 'OWNER';
  createdAt: string;
  updatedAt: string;
}

export interface PropertyOption {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
}

interface PropertyGroup {
  name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
}

/**
 * What an administrator of the account demands of a property. Value rules hold for every API write; `required` holds
 * from path version 2026-09 on (HubSpot changelog: CRM API write validation enforcement) unless `everywhere` is set.
 */
export interface ValidationRule {
  objectType: string;
  property: string;
  required?: boolean;
  everywhere?: boolean;
  /** A regular expression the whole value must match. */
  pattern?: string;
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  /** HubSpot's code of the refusal; INVALID_ALPHA, for example. */
  code?: string;
  message?: string;
}

export interface Pipeline {
  objectType: string;
  id: string;
  stages: string[];
}

export interface StoredRecord {
  type: string;
  id: string;
  properties: Record<string, string>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  archivedAt?: string;
  /** What the search index saw, oldest first; the last one is the present. */
  versions: { at: number; properties: Record<string, string> }[];
}

interface StoredAssociation {
  fromType: string;
  fromId: string;
  toType: string;
  toId: string;
  typeId: number;
}
