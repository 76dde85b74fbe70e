/** An object of the org as far as it is emulated. */
export interface ObjectInfo {
  name: string;
  label: string;
  plural: string;
  prefix: string;
  /** What the integration user may do; the rest is an administrator's work. */
  writable: boolean;
  /** Found under `/tooling` only. */
  tooling?: boolean;
}

const define = (name: string, prefix: string, writable: boolean, plural = `${name}s`): ObjectInfo => ({
  name,
  label: name,
  plural,
  prefix,
  writable,
});

/** Key prefixes: Salesforce help, Standard Field Record ID Prefix Decoder. */
export const OBJECTS: readonly ObjectInfo[] = [
  define('Lead', '00Q', true),
  define('Contact', '003', true),
  define('Account', '001', true),
  define('Opportunity', '006', true, 'Opportunities'),
  define('OpportunityContactRole', '00K', true),
  define('Task', '00T', true),
  define('User', '005', false),
  define('Group', '00G', false),
  define('QueueSobject', '03g', false),
  define('Organization', '00D', false),
  define('PermissionSet', '0PS', true),
  define('PermissionSetAssignment', '0Pa', true),
  define('FieldPermissions', '01k', true, 'FieldPermissions'),
  { ...define('CustomField', '00N', true), tooling: true },
  { ...define('ValidationRule', '03d', false), tooling: true },
];

/** Names of objects are read without regard to case, as Salesforce does. */
export function objectInfo(written: string): ObjectInfo | undefined {
  return OBJECTS.find(({ name }) => name.toLowerCase() === written.toLowerCase());
}

export function objectOfId(id: string): ObjectInfo | undefined {
  return OBJECTS.find(({ prefix }) => id.startsWith(prefix));
}

/** @throws Error for an object that is not emulated. */
export function prefixOf(type: string): string {
  const info = OBJECTS.find(({ name }) => name === type);
  if (!info) throw new Error(`${type} is not emulated`);
  return info.prefix;
}
