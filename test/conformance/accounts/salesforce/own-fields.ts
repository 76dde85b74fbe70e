import type { SalesforceEmulator } from '../../../../emulators/salesforce';
import type { OwnFields, OwnKind } from '../own-fields';

const picklistValues = ['Red', 'Green'].map((value) => ({
  value,
  label: value,
  active: true,
  defaultValue: false,
}));
/** How an administrator makes a field of a kind. */
export const SALESFORCE_SHAPES = {
  text: { type: 'string', length: 255 },
  number: { type: 'double', length: 0 },
  integer: { type: 'int', length: 0 },
  boolean: { type: 'boolean', length: 0 },
  date: { type: 'date', length: 0 },
  datetime: { type: 'datetime', length: 0 },
  choice: { type: 'picklist', length: 255, restrictedPicklist: true, picklistValues },
  choices: { type: 'multipicklist', length: 4_099, restrictedPicklist: true, picklistValues },
} as const;

export function salesforceOwnFields(emulator: SalesforceEmulator): OwnFields {
  return {
    object: 'lead',
    kinds: Object.keys(SALESFORCE_SHAPES) as OwnKind[],
    define(kind) {
      const name = `Own_${kind}__c`;
      emulator.defineField('Lead', { name, label: name, custom: true, ...SALESFORCE_SHAPES[kind] } as never);
      return name;
    },
    held({ id }, field) {
      const value = emulator.leads().find((lead) => lead.id === id)?.fields[field];
      // A checkbox is never blank.
      return value === false ? undefined : value;
    },
  };
}
