import type { Refusal } from '../../../../leads/conversation/remarks';
import type { MappedValue } from '../../../../leads/rules/field-values';
import type { FieldKind } from '../../../../connectors/shared/fields/field-kinds';
import { fieldValues, knownKinds, learnKinds } from '../../../../connectors/shared/fields/mapped-values';
import type { MemoryContext } from '../context';

const CHOICES = [
  ['red', 'Red'],
  ['green', 'Green'],
] as const;

export function learnFields({ memory, rules, send }: MemoryContext): Promise<void> {
  return learnKinds(memory, rules, async () => {
    const { body } = await send<Pick<FieldKind, 'name' | 'kind'>[]>('fields', 'GET', '/fields');
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
  const kinds = await knownKinds(memory, 'person');
  const { values, dropped } = fieldValues(mapped, 'person', kinds, 'Memory CRM');
  return { own: Object.fromEntries(values.map(([{ name }, value]) => [name, value])), dropped };
}
