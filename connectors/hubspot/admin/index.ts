import { adminOf } from '../../shared/admin/admin';
import { definition } from '../definition';
import { createAdminApi } from './api';
import { checkAccount, readPipelines } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createAdmin = adminOf(definition, (settings, deps) => {
  const api = createAdminApi(settings, deps);
  return {
    plan: () => planSetup(api, settings),
    check: (question) => checkAccount(api, settings, question),
    pipelines: () => readPipelines(api),
  };
});
