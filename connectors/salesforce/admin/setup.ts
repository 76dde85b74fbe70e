import type { Finding, SetupPlan, StepOutcome } from '../../admin';
import { SalesforceResponseError } from '../api/errors';
import type { PersonType } from '../records/fields';
import type { SalesforceSettings } from '../definition';
import { soql } from '../api/soql';
import type { AdminApi } from './api';
import {
  fieldKey,
  planFields,
  stepPurpose,
  stepWords,
  visibleFields,
  type ExistingFields,
  type SalesforceStep,
} from './plan';
import { PERMISSION_SET, wantedFields, type WantedField } from './wanted';

const PEOPLE: readonly PersonType[] = ['Lead', 'Contact'];

const PERMISSIONS =
  'Give the integration user, for the set-up, a permission set with "View Setup and Configuration", "Customize Application" and "Manage Profiles and Permission Sets"; it may be taken away afterwards';

/** @throws SalesforceResponseError when the sign-in is refused. */
export async function planSetup(api: AdminApi, settings: SalesforceSettings): Promise<SetupPlan> {
  const { orgId, userId } = await api.me();
  const wanted = wantedFields(settings);
  const has = await readExisting(api, wanted, userId);
  const { steps, present, problems } = planFields(wanted, has);
  return {
    account: `org ${orgId}`,
    present,
    problems: [...(has.made || steps.length === 0 ? [] : [mayNotLook()]), ...problems],
    steps: steps.map((step) => ({
      id: stepId(step),
      what: stepWords(step),
      purpose: stepPurpose(step),
      make: () => make(api, step, userId),
    })),
    settings: (refused) => settingsFor(wanted, refused),
  };
}

function mayNotLook(): Finding {
  return {
    level: 'wrong',
    what: 'The integration user may not see or change the set-up of the org',
    remedy: PERMISSIONS,
  };
}

/** What there is of the fields, and who may use them. */
export async function readExisting(
  api: AdminApi,
  wanted: readonly WantedField[],
  userId: string,
): Promise<ExistingFields> {
  const described = Object.fromEntries(
    await Promise.all(PEOPLE.map(async (type) => [type, (await api.describe(type))?.fields ?? []] as const)),
  );
  const [made, permissionSet] = await Promise.all([readMade(api, wanted), readPermissionSet(api, userId)]);
  return { made, visible: visibleFields(described), permissionSet };
}

/** @returns undefined where the user may not look at the set-up: Salesforce then knows no such object. */
async function readMade(
  api: AdminApi,
  wanted: readonly WantedField[],
): Promise<ReadonlySet<string> | undefined> {
  const developerNames = wanted.map(({ name }) => name.replace(/__c$/, ''));
  try {
    const rows = await api.toolingQuery(
      soql`SELECT DeveloperName, TableEnumOrId FROM CustomField WHERE TableEnumOrId IN ${PEOPLE} AND DeveloperName IN ${developerNames}`,
    );
    return new Set(
      rows.map((row) => `${String(row.TableEnumOrId)}.${String(row.DeveloperName)}__c`.toLowerCase()),
    );
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

async function readPermissionSet(api: AdminApi, userId: string): Promise<ExistingFields['permissionSet']> {
  const [set] = await api.query(soql`SELECT Id FROM PermissionSet WHERE Name = ${PERMISSION_SET.name}`);
  if (!set) return undefined;
  const id = String(set.Id);
  const [grants, assignments] = await Promise.all([
    api.query(soql`SELECT Field, PermissionsEdit FROM FieldPermissions WHERE ParentId = ${id}`),
    api.query(
      soql`SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = ${id} AND AssigneeId = ${userId}`,
    ),
  ]);
  const editable = grants.filter(({ PermissionsEdit }) => PermissionsEdit === true);
  return {
    assigned: assignments.length > 0,
    grants: new Set(editable.map(({ Field }) => String(Field).toLowerCase())),
  };
}

async function make(api: AdminApi, step: SalesforceStep, userId: string): Promise<StepOutcome> {
  try {
    await makeOnce(api, step, userId);
    return { outcome: 'made' };
  } catch (error) {
    if (!(error instanceof SalesforceResponseError)) throw error;
    if (error.has('DUPLICATE_DEVELOPER_NAME', 'DUPLICATE_VALUE')) return { outcome: 'exists' };
    if (error.status >= 500 || error.status === 401) throw error;
    const words = error.errors.map(({ message }) => message).join('; ');
    const remedy = isForbidden(error)
      ? PERMISSIONS
      : 'Mend what Salesforce names, such as the limit of custom fields, and run setup again';
    return { outcome: 'refused', words, remedy };
  }
}

function makeOnce(api: AdminApi, step: SalesforceStep, userId: string): Promise<unknown> {
  switch (step.kind) {
    case 'field': {
      const { object, name, metadata } = step.field;
      return api.create('/tooling/sobjects/CustomField', {
        FullName: `${object}.${name}`,
        Metadata: metadata,
      });
    }
    case 'permission-set':
      return api.create('/sobjects/PermissionSet', {
        Name: PERMISSION_SET.name,
        Label: PERMISSION_SET.label,
        Description: 'Fields the JivoChat connector fills; made by jivochat-crm setup',
      });
    case 'grant':
      return grant(api, step.field);
    case 'assignment':
      return assign(api, userId);
  }
}

async function grant(api: AdminApi, { object, name }: WantedField): Promise<unknown> {
  return api.create('/sobjects/FieldPermissions', {
    ParentId: await permissionSetId(api),
    SobjectType: object,
    Field: `${object}.${name}`,
    PermissionsRead: true,
    PermissionsEdit: true,
  });
}

async function assign(api: AdminApi, userId: string): Promise<unknown> {
  const PermissionSetId = await permissionSetId(api);
  return api.create('/sobjects/PermissionSetAssignment', { PermissionSetId, AssigneeId: userId });
}

async function permissionSetId(api: AdminApi): Promise<string> {
  const [set] = await api.query(soql`SELECT Id FROM PermissionSet WHERE Name = ${PERMISSION_SET.name}`);
  // Made a step before; were it refused, so is what asks for it, in Salesforce's own words.
  return typeof set?.Id === 'string' ? set.Id : '';
}

/** INVALID_TYPE: set-up objects do not exist for a user who may not see the set-up. */
function isForbidden(error: unknown): boolean {
  if (!(error instanceof SalesforceResponseError)) return false;
  return (
    error.status === 403 ||
    error.has('INVALID_TYPE', 'INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS_OR_READONLY')
  );
}

function settingsFor(wanted: readonly WantedField[], refused: ReadonlySet<string>): Record<string, string> {
  const usable = wanted.filter(
    (field) =>
      field.object === 'Lead' &&
      ![...refused].some((id) => id === 'assignment' || id.endsWith(` ${fieldKey(field)}`)),
  );
  const keyField = usable.find(({ leadField }) => leadField === 'visitorKey');
  const leadFields = usable.filter(({ leadField }) => leadField !== 'visitorKey');
  return {
    ...(keyField && { SALESFORCE_EXTERNAL_ID_FIELD: keyField.name }),
    ...(leadFields.length > 0 && {
      SALESFORCE_FACT_FIELDS: leadFields.map(({ leadField, name }) => `${leadField}=${name}`).join(','),
    }),
  };
}

function stepId(step: SalesforceStep): string {
  return 'field' in step ? `${step.kind} ${fieldKey(step.field)}` : step.kind;
}
