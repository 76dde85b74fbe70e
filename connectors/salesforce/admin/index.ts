import { EnvReader } from '../../../config/env';
import { adminOf } from '../../shared/admin/admin';
import { forgetful } from '../../shared/forgetful';
import { loadWords } from '../../../text/languages/load';
import { SILENT } from '../../shared/silent';
import { definition } from '../definition';
import { createConnector } from '../index';
import { createAdminApi } from './api';
import { checkOrg, readStages } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createAdmin = adminOf(definition, (settings, deps) => {
  const api = createAdminApi(settings, deps);
  const { leadSource, env, account, signal } = deps;
  const connector = createConnector({ ...deps, memory: forgetful() });
  const owners = async () =>
    connector.open({ signal, inDoubt: false, log: SILENT, words: await loadWords('en') });
  const closedStatuses = new EnvReader(env).list(`${account.prefix}CLOSED_STATUSES`);
  return {
    plan: () => planSetup(api, settings),
    check: async (question) =>
      checkOrg(api, settings, question, { leadSource, closedStatuses, owners: await owners() }),
    pipelines: () => readStages(api),
  };
});
