import type { SetupPlan } from '../../admin';
import { planOf } from '../../shared/admin/wanted';
import { wrong } from '../../shared/findings';
import { unlessRefused } from '../../shared/http/response-error';
import type { SalesforceResponseError } from '../api/errors';
import type { PersonType } from '../records/fields';
import type { SalesforceSettings } from '../definition';
import { soql } from '../api/soql';
import type { AdminApi } from './api';
import { ASSIGNMENT, permissionSetId, visibleFields, wantedOf, type ExistingFields } from './plan';
import { wantedFields, type WantedField } from './wanted';

const PEOPLE: readonly PersonType[] = ['Lead', 'Contact'];

const PERMISSIONS =
  'Give the integration user, for the set-up, a permission set with "View Setup and Configuration", "Customize Application" and "Manage Profiles and Permission Sets"; it may be taken away afterwards';

/** @throws SalesforceResponseError when the sign-in is refused. */
export async function planSetup(api: AdminApi, settings: SalesforceSettings): Promise<SetupPlan> {
  const { orgId, userId } = await api.me();
  const wanted = wantedFields(settings);
  const has = await readExisting(api, wanted, userId);
  const { steps, present, problems } = planOf(wantedOf(api, userId, wanted, has), remedyFor);
  const mayNotLook =
    has.made || steps.length === 0
      ? []
      : [wrong('The integration user may not see or change the set-up of the org', PERMISSIONS)];
  return {
    account: `org ${orgId}`,
    steps,
    present,
    problems: [...mayNotLook, ...problems],
    settings: (refused) => settingsFor(wanted, refused),
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
  const names = wanted.map(({ name }) => name.replace(/__c$/, ''));
  const asked = api.toolingQuery(
    soql`SELECT DeveloperName, TableEnumOrId FROM CustomField WHERE TableEnumOrId IN ${PEOPLE} AND DeveloperName IN ${names}`,
  );
  const rows = await unlessRefused(asked, isForbidden);
  return (
    rows &&
    new Set(rows.map((row) => `${String(row.TableEnumOrId)}.${String(row.DeveloperName)}__c`.toLowerCase()))
  );
}

async function readPermissionSet(api: AdminApi, userId: string): Promise<ExistingFields['permissionSet']> {
  const id = await permissionSetId(api);
  if (!id) return undefined;
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

function remedyFor(error: SalesforceResponseError): string {
  if (isForbidden(error)) return PERMISSIONS;
  return 'Mend what Salesforce names, such as the limit of custom fields, and run setup again';
}

/** INVALID_TYPE: set-up objects do not exist for a user who may not see the set-up. */
function isForbidden(error: SalesforceResponseError): boolean {
  return (
    error.status === 403 ||
    error.has('INVALID_TYPE', 'INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS_OR_READONLY')
  );
}

function settingsFor(wanted: readonly WantedField[], refused: ReadonlySet<string>): Record<string, string> {
  const isRefused = ({ object, name }: WantedField) =>
    [...refused].some((id) => id === ASSIGNMENT || id.endsWith(` ${object}.${name}`));
  const usable = wanted.filter((field) => field.object === 'Lead' && !isRefused(field));
  const keyField = usable.find(({ leadField }) => leadField === 'visitorKey');
  const leadFields = usable.filter((field) => field !== keyField);
  return {
    ...(keyField && { SALESFORCE_EXTERNAL_ID_FIELD: keyField.name }),
    ...(leadFields.length > 0 && {
      SALESFORCE_FACT_FIELDS: leadFields.map(({ leadField, name }) => `${leadField}=${name}`).join(','),
    }),
  };
}
