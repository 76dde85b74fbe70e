import type { Finding } from '../../admin';
import { idOf, type Wanted } from '../../shared/admin/wanted';
import { wrong } from '../../shared/findings';
import { key } from '../records/fields';
import { soql } from '../api/soql';
import type { AdminApi, DescribedField } from './api';
import { PERMISSION_SET, type WantedField } from './wanted';

export interface ExistingFields {
  /** `Lead.JivoChat_UTM__c`: made, whoever may see them, in lower case; undefined: we may not ask. */
  made?: ReadonlySet<string>;
  /** Those the integration user sees, by the same name. */
  visible: ReadonlyMap<string, Pick<DescribedField, 'externalId' | 'unique' | 'updateable'>>;
  /** Our permission set, when it is there. */
  permissionSet?: { assigned: boolean; grants: ReadonlySet<string> };
}

const SET = 'permission set';
const FOR_US = `${PERMISSION_SET.name} for the integration user`;
export const ASSIGNMENT = idOf({ kind: SET, name: FOR_US });

/**
 * What is there, and what is missing in the order it must be made: a field is nobody's until a permission set grants it.
 * @param userId whom it is granted to.
 */
export function wantedOf(
  api: Pick<AdminApi, 'create' | 'query'>,
  userId: string,
  wanted: readonly WantedField[],
  has: ExistingFields,
): Wanted[] {
  const { made, visible, permissionSet } = has;
  const usable = wanted.filter((field) => visible.get(fieldKey(field))?.updateable);
  const rest = wanted.filter((field) => !usable.includes(field));
  const ungranted = rest.filter((field) => !permissionSet?.grants.has(fieldKey(field)));
  const exists = (field: WantedField) => visible.has(fieldKey(field)) || made?.has(fieldKey(field));
  return [
    ...usable.map((field) => ({
      ...toMake(api, field),
      there: true,
      problem: mismatch(field, visible.get(fieldKey(field))!),
    })),
    ...rest.filter((field) => !exists(field)).map((field) => toMake(api, field)),
    ...(rest.length > 0 && !permissionSet ? [permissionSetToMake(api)] : []),
    ...ungranted.map((field) => toGrant(api, field)),
    ...(rest.length > 0 && !permissionSet?.assigned ? [toAssign(api, userId)] : []),
  ];
}

function toMake({ create }: Pick<AdminApi, 'create'>, field: WantedField): Wanted {
  const { metadata } = field;
  return {
    kind: 'field',
    name: nameOf(field),
    ...(metadata.unique && { note: '(External ID, Unique)' }),
    purpose: metadata.description,
    make: () => create('/tooling/sobjects/CustomField', { FullName: nameOf(field), Metadata: metadata }),
  };
}

function permissionSetToMake({ create }: Pick<AdminApi, 'create'>): Wanted {
  const { name, label } = PERMISSION_SET;
  const Description = 'Fields the JivoChat connector fills; made by jivochat-crm setup';
  const make = () => create('/sobjects/PermissionSet', { Name: name, Label: label, Description });
  return { kind: SET, name, purpose: 'holds the access to these fields', make };
}

function toGrant(api: Pick<AdminApi, 'create' | 'query'>, field: WantedField): Wanted {
  const make = async () =>
    api.create('/sobjects/FieldPermissions', {
      ParentId: await permissionSetId(api),
      SobjectType: field.object,
      Field: nameOf(field),
      PermissionsRead: true,
      PermissionsEdit: true,
    });
  return { kind: 'access to', name: nameOf(field), purpose: 'read and edit', make };
}

function toAssign(api: Pick<AdminApi, 'create' | 'query'>, AssigneeId: string): Wanted {
  const make = async () => {
    const PermissionSetId = await permissionSetId(api);
    return api.create('/sobjects/PermissionSetAssignment', { PermissionSetId, AssigneeId });
  };
  return { kind: SET, name: FOR_US, purpose: 'who else works with the fields gets it from you', make };
}

/** Empty where there is none. */
export async function permissionSetId({ query }: Pick<AdminApi, 'query'>): Promise<string> {
  const [set] = await query(soql`SELECT Id FROM PermissionSet WHERE Name = ${PERMISSION_SET.name}`);
  // Made a step before; were it refused, so is what asks for it, in Salesforce's own words.
  return typeof set?.Id === 'string' ? set.Id : '';
}

function mismatch(
  { object, name, metadata }: WantedField,
  { externalId, unique }: Pick<DescribedField, 'externalId' | 'unique'>,
): Finding | undefined {
  if (!metadata.unique || (externalId && unique)) return undefined;
  const lacks = [...(externalId ? [] : ['an External ID']), ...(unique ? [] : ['Unique'])];
  return wrong(
    `The field ${object}.${name} is not ${lacks.join(' and ')}`,
    `Setup → Object Manager → ${object} → Fields: edit ${name}, tick External ID and Unique; values that stand there twice must go first`,
  );
}

function nameOf({ object, name }: Pick<WantedField, 'object' | 'name'>): string {
  return `${object}.${name}`;
}

function fieldKey(field: Pick<WantedField, 'object' | 'name'>): string {
  return key(nameOf(field));
}

/** Names of fields the integration user sees, by {@link fieldKey}. */
export function visibleFields(
  described: Readonly<Record<string, readonly DescribedField[]>>,
): Map<string, DescribedField> {
  return new Map(
    Object.entries(described).flatMap(([object, fields]) =>
      fields.map((field): [string, DescribedField] => [key(`${object}.${field.name}`), field]),
    ),
  );
}
