import type { Refusal } from '../../../../leads/conversation/remarks';
import type { MappedValue } from '../../../../leads/rules/field-values';
import type { FieldKind } from '../../../../connectors/shared/fields/field-kinds';
import { fieldMaps } from '../../../../connectors/shared/fields/mapped-values';
import type { MemoryContext } from '../context';

const CHOICES = [
  ['red', 'Red'],
  ['green', 'Green'],
] as const;

const { learn, values } = fieldMaps<MemoryContext, string>({
  crm: 'Memory CRM',
  paths: { person: '/fields' },
  async ask(context, path) {
    const { body } = await context.send<Pick<FieldKind, 'name' | 'kind'>[]>('fields', 'GET', path);
    return body.map((field) => ({ ...field, writable: true, choices: CHOICES }));
  },
  typed: (value) => value,
});

export const learnFields = learn;

export async function ownValues(
  context: MemoryContext,
  mapped: readonly MappedValue[] = [],
): Promise<{ own: Record<string, string>; dropped: Refusal[] }> {
  const { fields, dropped } = await values(context, 'person', mapped);
  return { own: fields, dropped };
}
