import { EnvReader } from '../../../config/env';
import { adminOf } from '../../shared/admin/admin';
import { toCrmError } from '../api/to-crm-error';
import { definition } from '../definition';
import { createAdminApi } from './api';
import { checkOrg, readStages } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createAdmin = adminOf(definition, toCrmError, (settings, deps) => {
  const api = createAdminApi(settings, deps);
  const { leadSource, env, account } = deps;
  const closedStatuses = new EnvReader(env).list(`${account.prefix}CLOSED_STATUSES`);
  return {
    plan: () => planSetup(api, settings),
    check: (question) => checkOrg(api, settings, question, { leadSource, closedStatuses }),
    pipelines: () => readStages(api),
  };
});
