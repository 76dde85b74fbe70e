import type { Refusal } from '../../../../leads/conversation/remarks';
import type { MappedValue } from '../../../../leads/rules/field-values';
import type { FieldKind } from '../../../../connectors/shared/fields/field-kinds';
import { learnKinds, mappedFields } from '../../../../connectors/shared/fields/mapped-values';
import type { MemoryContext } from '../context';

const CHOICES = [
  ['red', 'Red'],
  ['green', 'Green'],
] as const;

export function learnFields(context: MemoryContext): Promise<void> {
  return learnKinds(context, { person: '/fields' }, async (path) => {
    const { body } = await context.send<Pick<FieldKind, 'name' | 'kind'>[]>('fields', 'GET', path);
    return body.map((field) => ({
      ...field,
      writable: true,
      ...(field.kind === 'choice' && { choices: CHOICES }),
    }));
  });
}

export async function ownValues(
  { memory }: MemoryContext,
  mapped: readonly MappedValue[] = [],
): Promise<{ own: Record<string, string>; dropped: Refusal[] }> {
  const crm = 'Memory CRM';
  const { fields, dropped } = await mappedFields({ memory, crm }, 'person', mapped, (value) => value);
  return { own: fields, dropped };
}
