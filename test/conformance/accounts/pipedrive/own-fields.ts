import type { PipedriveEmulator } from '../../../../emulators/pipedrive';
import type { OwnFields, OwnKind } from '../own-fields';

const TYPES = { text: 'varchar', number: 'double', date: 'date', choice: 'enum', choices: 'set' } as const;

export function pipedriveOwnFields(emulator: PipedriveEmulator): OwnFields {
  return {
    object: 'person',
    kinds: Object.keys(TYPES) as OwnKind[],
    define(kind) {
      const field = emulator.defineField(`Own ${kind}`, TYPES[kind as keyof typeof TYPES]);
      if (field.options) field.options = ['Red', 'Green'].map((label, at) => ({ id: 501 + at, label }));
      return field.field_code;
    },
    held: ({ id }, field) =>
      emulator.persons().find((person) => String(person.id) === id)?.custom_fields[field],
  };
}
