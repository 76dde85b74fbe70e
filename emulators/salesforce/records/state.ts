export type Value = string | number | boolean | null;
export type Values = Record<string, Value>;

/** Everything the emulated org remembers. Plain JSON, so that a dev server can keep it between runs. */
export interface SalesforceState {
  apps: ConnectedApp[];
  /** By object name, standard and custom fields alike. */
  fields: Record<string, FieldDefinition[]>;
  records: StoredRecord[];
  validationRules: ValidationRule[];
  duplicateRules: DuplicateRule[];
  /** The active assignment rule for leads gives them to this user or queue; undefined for no active rule. */
  leadAssignmentOwnerId?: string;
  /** How many ids of each key prefix were given out. */
  ids: Record<string, number>;
}

/** An External Client App, or a Connected App of former days. */
export interface ConnectedApp {
  clientId: string;
  clientSecret: string;
  /** The client-credentials flow acts as this user; undefined while the flow is off. */
  runAsUserId?: string;
  /** PEM of the keys or certificates that sign JWT assertions. */
  publicKeys: string[];
  /** Users an administrator has pre-authorized, by id. */
  authorizedUserIds: string[];
}

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'reference'
  | 'boolean'
  | 'int'
  | 'double'
  | 'date'
  | 'datetime';

export interface PicklistValue {
  value: string;
  label: string;
  active: boolean;
  defaultValue: boolean;
  validFor: null;
}

/** Salesforce docs: DescribeSObjectResult, Field. */
export interface FieldDefinition {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  nillable: boolean;
  defaultedOnCreate: boolean;
  createable: boolean;
  updateable: boolean;
  filterable: boolean;
  sortable: boolean;
  restrictedPicklist: boolean;
  picklistValues: PicklistValue[];
  externalId: boolean;
  unique: boolean;
  caseSensitive: boolean;
  idLookup: boolean;
  custom: boolean;
  referenceTo: string[];
  relationshipName: string | null;
  defaultValue: Value;
  /** Only users with a FieldPermissions record see the field, as it is with fields made by the Tooling API. */
  needsPermission: boolean;
}

/** What an administrator demands of a record: an error when the condition holds (Salesforce docs: Validation Rules). */
export interface ValidationRule {
  type: string;
  message: string;
  when: { field: string; blank?: boolean; matches?: string; differsFrom?: string };
  /** Where the error is shown; undefined for the top of the page. */
  errorField?: string;
  /** Default: both. */
  on?: 'create' | 'update';
}

/** Salesforce docs: Duplicate Rules. */
export interface DuplicateRule {
  /** DeveloperName, such as Standard_Lead_Duplicate_Rule. */
  name: string;
  type: 'Lead' | 'Contact';
  /** Which records it compares with; a lead rule may look at contacts too. */
  against: ('Lead' | 'Contact')[];
  by: 'email' | 'phone';
  /** `alert` is Allow with Alert: the caller may save all the same. */
  action: 'block' | 'alert';
  message: string;
}

export interface StoredRecord {
  type: string;
  id: string;
  values: Values;
  /** What the search index saw, oldest first; the last one is the present. */
  versions: { at: number; values: Values }[];
}
