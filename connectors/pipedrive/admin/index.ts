import { adminOf } from '../../shared/admin/admin';
import { createApi } from '../api/client';
import { credentialOf } from '../api/credential';
import { definition } from '../definition';
import { checkCompany } from './check';
import { readPipelines } from './company';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createAdmin = adminOf(definition, (settings, { fetch, now, signal }) => {
  const api = createApi(settings.baseUrl, { fetch, signal }, credentialOf(settings, { fetch, now }));
  return {
    plan: () => planSetup(api, settings),
    check: (question) => checkCompany(api, settings, question),
    pipelines: () => readPipelines(api),
  };
});
