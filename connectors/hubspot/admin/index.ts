import type { AdminDeps, CrmAdmin } from '../../admin';
import { HubSpotResponseError, toCrmError } from '../api/errors';
import { definition } from '../definition';
import { createAdminApi } from './api';
import { checkAccount } from './check';
import { planSetup } from './setup';

/** @throws ConfigError when a HUBSPOT_ variable is missing or wrong. */
export function createAdmin(deps: AdminDeps): CrmAdmin {
  const settings = definition.settings.read(deps.env);
  const api = createAdminApi(settings, deps);
  return {
    label: 'HubSpot',
    plan: () => inCrmErrors(planSetup(api, settings)),
    check: (question) => inCrmErrors(checkAccount(api, settings, question)),
  };
}

/** With HubSpot's words and the remedy. */
function inCrmErrors<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof HubSpotResponseError ? toCrmError(error) : error;
  });
}
