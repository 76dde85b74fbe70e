import type { Finding } from '../../admin';
import { key } from '../records/fields';
import type { DescribedField } from './api';
import { PERMISSION_SET, type WantedField } from './wanted';

export interface ExistingFields {
  /** `Lead.JivoChat_UTM__c`: made, whoever may see them, in lower case; undefined: we may not ask. */
  made?: ReadonlySet<string>;
  /** Those the integration user sees, by the same name. */
  visible: ReadonlyMap<string, Pick<DescribedField, 'externalId' | 'unique' | 'updateable'>>;
  /** Our permission set, when it is there. */
  permissionSet?: { assigned: boolean; grants: ReadonlySet<string> };
}

export type SalesforceStep =
  | { kind: 'field'; field: WantedField }
  | { kind: 'permission-set' }
  | { kind: 'grant'; field: WantedField }
  | { kind: 'assignment' };

export interface SalesforcePlan {
  steps: SalesforceStep[];
  present: string[];
  problems: Finding[];
}

/** What is missing, in the order it must be made: a field is nobody's until a permission set grants it. */
export function planFields(wanted: readonly WantedField[], has: ExistingFields): SalesforcePlan {
  const usable = wanted.filter((field) => has.visible.get(fieldKey(field))?.updateable);
  const rest = wanted.filter((field) => !usable.includes(field));
  const exists = (field: WantedField) =>
    has.visible.has(fieldKey(field)) || (has.made?.has(fieldKey(field)) ?? false);
  const problems = usable.flatMap((field) => mismatch(field, has.visible.get(fieldKey(field))!) ?? []);
  const steps: SalesforceStep[] = rest
    .filter((field) => !exists(field))
    .map((field) => ({ kind: 'field', field }));
  const { permissionSet } = has;
  if (rest.length > 0 && !permissionSet) steps.push({ kind: 'permission-set' });
  steps.push(
    ...rest
      .filter((field) => !permissionSet?.grants.has(fieldKey(field)))
      .map((field) => ({ kind: 'grant' as const, field })),
  );
  if (rest.length > 0 && !permissionSet?.assigned) steps.push({ kind: 'assignment' });
  return { steps, present: usable.map((field) => `field ${field.object}.${field.name}`), problems };
}

function mismatch(
  { object, name, metadata }: WantedField,
  { externalId, unique }: Pick<DescribedField, 'externalId' | 'unique'>,
): Finding | undefined {
  if (!metadata.unique || (externalId && unique)) return undefined;
  return {
    level: 'wrong',
    what: `The field ${object}.${name} is not ${externalId ? '' : 'an External ID'}${externalId || unique ? '' : ' and '}${unique ? '' : 'Unique'}`,
    remedy: `Setup → Object Manager → ${object} → Fields: edit ${name}, tick External ID and Unique; values that stand there twice must go first`,
  };
}

export function fieldKey({ object, name }: Pick<WantedField, 'object' | 'name'>): string {
  return `${object}.${name}`.toLowerCase();
}

/** Names of fields the integration user sees, by {@link fieldKey}. */
export function visibleFields(
  described: Readonly<Record<string, readonly DescribedField[]>>,
): Map<string, DescribedField> {
  return new Map(
    Object.entries(described).flatMap(([object, fields]) =>
      fields.map((field): [string, DescribedField] => [`${key(object)}.${key(field.name)}`, field]),
    ),
  );
}

export function stepWords(step: SalesforceStep): string {
  switch (step.kind) {
    case 'field':
      return `field ${step.field.object}.${step.field.name}${step.field.metadata.unique ? ' (External ID, Unique)' : ''}`;
    case 'permission-set':
      return `permission set ${PERMISSION_SET.name}`;
    case 'grant':
      return `access to ${step.field.object}.${step.field.name}`;
    case 'assignment':
      return `permission set ${PERMISSION_SET.name} for the integration user`;
  }
}

export function stepPurpose(step: SalesforceStep): string {
  switch (step.kind) {
    case 'field':
      return step.field.metadata.description;
    case 'permission-set':
      return 'holds the access to these fields';
    case 'grant':
      return 'read and edit';
    case 'assignment':
      return 'who else works with the fields gets it from you';
  }
}
