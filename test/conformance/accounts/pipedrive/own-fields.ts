import type { PipedriveEmulator } from '../../../../emulators/pipedrive';
import type { OwnFields, OwnKind } from '../own-fields';

/** The type of a field of a kind. */
export const PIPEDRIVE_TYPES = {
  text: 'varchar',
  number: 'double',
  date: 'date',
  choice: 'enum',
  choices: 'set',
} as const;

export const redOrGreen = () => ['Red', 'Green'].map((label, at) => ({ id: 501 + at, label }));

export function pipedriveOwnFields(emulator: PipedriveEmulator): OwnFields {
  return {
    object: 'person',
    kinds: Object.keys(PIPEDRIVE_TYPES) as OwnKind[],
    define(kind) {
      const field = emulator.defineField(
        `Own ${kind}`,
        PIPEDRIVE_TYPES[kind as keyof typeof PIPEDRIVE_TYPES],
      );
      if (field.options) field.options = redOrGreen();
      return field.field_code;
    },
    held: ({ id }, field) =>
      emulator.persons().find((person) => String(person.id) === id)?.custom_fields[field],
  };
}
