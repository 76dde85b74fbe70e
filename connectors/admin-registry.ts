import type { AdminDeps, CrmAdmin } from './admin';
import { createHubSpotAdmin } from './hubspot/admin';
import { createSalesforceAdmin } from './salesforce/admin';

/** A CRM that can be set up and checked from the command line. */
export interface AdminModule {
  create(deps: AdminDeps): CrmAdmin;
  /** Any of these in the environment means that the CRM is meant to be used. */
  variables: readonly string[];
  /** The variable that says where the CRM is, and where it is without it. */
  address: readonly [variable: string, usual: string];
}

/** Every CRM, by its connector's name. Beside the connectors' registry, so that no handler bundles this. */
export const ADMINS: Readonly<Record<string, AdminModule>> = {
  hubspot: {
    create: createHubSpotAdmin,
    variables: ['HUBSPOT_ACCESS_TOKEN', 'HUBSPOT_ACCESS_TOKEN_SSM'],
    address: ['HUBSPOT_BASE_URL', 'https://api.hubapi.com'],
  },
  salesforce: {
    create: createSalesforceAdmin,
    variables: ['SALESFORCE_CLIENT_ID'],
    address: ['SALESFORCE_LOGIN_URL', 'https://login.salesforce.com'],
  },
};
