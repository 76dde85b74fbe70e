import { ACCOUNT_FIELDS, CONTACT_FIELDS, LEAD_FIELDS, USER_FIELDS } from './fields/people';
import { CONTACT_ROLE_FIELDS, OPPORTUNITY_FIELDS } from './fields/opportunity';
import { SETUP_FIELDS } from './fields/setup';
import { TASK_FIELDS } from './fields/task';
import { Records } from './records/records';
import type { FieldDefinition, SalesforceState, Values } from './records/state';
import { fullName } from './schema/names';

export const SANDBOX_CLIENT_ID = '3MVG9sandboxClientIdOfTheEmulatedSalesforce';
export const SANDBOX_CLIENT_SECRET = 'sandbox-client-secret';
export const INTEGRATION_USERNAME = 'integration@example.com.jivochat';

const MADE = Date.parse('2024-01-15T09:00:00Z');

/**
 * An org as Salesforce hands it out, with a few people in it: the integration user, Anna, Boris (whose e-mail has
 * capitals and whose username is another), Carla who has left, a queue for leads, an account with a contact. No custom
 * fields, no rules. A fresh copy each time.
 */
export function defaultState(): SalesforceState {
  const fields: Record<string, readonly FieldDefinition[]> = {
    Lead: LEAD_FIELDS,
    Contact: CONTACT_FIELDS,
    Account: ACCOUNT_FIELDS,
    Task: TASK_FIELDS,
    Opportunity: OPPORTUNITY_FIELDS,
    OpportunityContactRole: CONTACT_ROLE_FIELDS,
    User: USER_FIELDS,
    ...SETUP_FIELDS,
  };
  const state: SalesforceState = {
    apps: [],
    fields: structuredClone(fields) as SalesforceState['fields'],
    records: [],
    validationRules: [],
    duplicateRules: [],
    ids: {},
  };
  const records = new Records(
    state,
    () => MADE,
    () => 0,
  );
  const add = (type: string, values: Values, by: string) => records.create(type, values, by, true).id;
  const user = (FirstName: string, LastName: string, values: Values) =>
    add('User', { ...USER, FirstName, LastName, Name: fullName(FirstName, LastName), ...values }, '');

  add('Organization', ORGANIZATION, '');
  const me = user('JivoChat', 'Integration', {
    Username: INTEGRATION_USERNAME,
    Email: 'crm-admin@example.com',
  });
  const anna = user('Anna', 'Schmidt', { Username: 'anna@example.com', Email: 'anna@example.com' });
  user('Boris', 'Ivanov', {
    Username: 'bivanov@example.com.sales',
    Email: 'Boris@Example.com',
    FederationIdentifier: 'E-1042',
  });
  user('Carla', 'Gone', { Username: 'carla@example.com', Email: 'carla@example.com', IsActive: false });

  const queue = { Name: 'Inbound Leads', DeveloperName: 'Inbound_Leads', Type: 'Queue', OwnerId: me };
  add('QueueSobject', { QueueId: add('Group', queue, me), SobjectType: 'Lead' }, me);
  const profile = { Name: 'X00ex00000018ozkAAA', Label: 'Minimum Access - API Only', IsOwnedByProfile: true };
  const PermissionSetId = add('PermissionSet', profile, me);
  add('PermissionSetAssignment', { PermissionSetId, AssigneeId: me }, me);

  const AccountId = add('Account', { Name: 'Acme GmbH', Phone: '+49 30 901820', OwnerId: anna }, anna);
  add(
    'Contact',
    {
      AccountId,
      FirstName: 'Clara',
      LastName: 'Weber',
      Name: 'Clara Weber',
      Email: 'clara.weber@acme.example',
      Phone: '(030) 90 18 20-22',
      OwnerId: anna,
    },
    anna,
  );
  state.apps.push({
    clientId: SANDBOX_CLIENT_ID,
    clientSecret: SANDBOX_CLIENT_SECRET,
    runAsUserId: me,
    publicKeys: [],
    authorizedUserIds: [me],
  });
  return state;
}

const USER: Values = { Alias: 'user', IsActive: true, UserType: 'Standard' };

const ORGANIZATION: Values = {
  Name: 'Example Sales',
  InstanceName: 'DEU42',
  IsSandbox: false,
  OrganizationType: 'Enterprise Edition',
};
