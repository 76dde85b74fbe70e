import type { AdminDeps, CrmAdmin } from '../../admin';
import { inCrmErrors } from '../../shared/findings';
import { createApi } from '../api/client';
import { Credential } from '../api/credential';
import { toCrmError } from '../api/to-crm-error';
import { definition } from '../definition';
import { checkCompany } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export function createAdmin({ account, env, fetch, now, signal }: AdminDeps): CrmAdmin {
  const settings = definition.settings.read(env, account.prefix);
  const api = createApi(settings.baseUrl, {
    fetch,
    signal,
    credential: new Credential({ settings, fetch, now }),
  });
  return {
    label: 'Pipedrive',
    plan: () => inCrmErrors(toCrmError, planSetup(api, settings)),
    check: (question) => inCrmErrors(toCrmError, checkCompany(api, settings, question)),
  };
}
