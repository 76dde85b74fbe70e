import type { HubSpotEmulator } from '../../../../emulators/hubspot';
import type { OwnFields, OwnKind } from '../own-fields';

const options = ['Red', 'Green'].map((label) => ({ label, value: label.toLowerCase() }));
/** How an administrator makes a field of a kind. */
export const HUBSPOT_SHAPES = {
  text: {},
  number: { type: 'number', fieldType: 'number' },
  boolean: { type: 'bool', fieldType: 'booleancheckbox' },
  date: { type: 'date', fieldType: 'date' },
  datetime: { type: 'datetime', fieldType: 'date' },
  choice: { type: 'enumeration', fieldType: 'select', options },
  choices: { type: 'enumeration', fieldType: 'checkbox', options },
} as const;

export function hubspotOwnFields(emulator: HubSpotEmulator): OwnFields {
  return {
    object: 'contact',
    kinds: Object.keys(HUBSPOT_SHAPES) as OwnKind[],
    define(kind) {
      const name = `own_${kind}`;
      emulator.defineProperty('contacts', {
        name,
        ...HUBSPOT_SHAPES[kind as keyof typeof HUBSPOT_SHAPES],
      } as never);
      return name;
    },
    held: ({ id }, field) => emulator.get('contacts', id)?.properties[field],
  };
}
