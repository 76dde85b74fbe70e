import { adminOf } from '../../shared/admin/admin';
import { createJsonApi } from '../api/json-api';
import { definition } from '../definition';
import { checkAccount, readPipelines } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createAdmin = adminOf(definition, (settings, { fetch, signal }) => {
  const api = createJsonApi(settings, { fetch, signal });
  return {
    plan: () => planSetup(api, settings),
    check: (question) => checkAccount(api, settings, question),
    pipelines: () => readPipelines(api),
  };
});
