import { EnvReader } from '../../../config/env';
import type { AdminDeps, CrmAdmin } from '../../admin';
import { SalesforceResponseError, toCrmError } from '../api/errors';
import { definition } from '../definition';
import { createAdminApi } from './api';
import { checkOrg } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a SALESFORCE_ variable is missing or wrong. */
export function createAdmin(deps: AdminDeps): CrmAdmin {
  const settings = definition.settings.read(deps.env);
  const api = createAdminApi(settings, deps);
  const { leadSource } = deps;
  const closedStatuses = new EnvReader(deps.env).list('SALESFORCE_CLOSED_STATUSES');
  return {
    label: 'Salesforce',
    plan: () => inCrmErrors(planSetup(api, settings)),
    check: (question) => inCrmErrors(checkOrg(api, settings, question, { leadSource, closedStatuses })),
  };
}

/** With Salesforce's words and the remedy. */
function inCrmErrors<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof SalesforceResponseError ? toCrmError(error) : error;
  });
}
