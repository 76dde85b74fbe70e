import type { AdminDeps, CrmAdmin } from '../../admin';
import { inCrmErrors } from '../../shared/findings';
import { toCrmError } from '../api/to-crm-error';
import { definition } from '../definition';
import { createAdminApi } from './api';
import { checkAccount } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export function createAdmin(deps: AdminDeps): CrmAdmin {
  const settings = definition.settings.read(deps.env, deps.account.prefix);
  const api = createAdminApi(settings, deps);
  return {
    label: 'HubSpot',
    plan: () => inCrmErrors(toCrmError, planSetup(api, settings)),
    check: (question) => inCrmErrors(toCrmError, checkAccount(api, settings, question)),
  };
}
