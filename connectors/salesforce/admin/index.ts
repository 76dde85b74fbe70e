import { EnvReader } from '../../../config/env';
import type { AdminDeps, CrmAdmin } from '../../admin';
import { inCrmErrors } from '../../shared/findings';
import { toCrmError } from '../api/to-crm-error';
import { definition } from '../definition';
import { createAdminApi } from './api';
import { checkOrg } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export function createAdmin(deps: AdminDeps): CrmAdmin {
  const settings = definition.settings.read(deps.env, deps.account.prefix);
  const api = createAdminApi(settings, deps);
  const { leadSource } = deps;
  const closedStatuses = new EnvReader(deps.env).list(`${deps.account.prefix}CLOSED_STATUSES`);
  return {
    label: 'Salesforce',
    plan: () => inCrmErrors(toCrmError, planSetup(api, settings)),
    check: (question) =>
      inCrmErrors(toCrmError, checkOrg(api, settings, question, { leadSource, closedStatuses })),
  };
}
