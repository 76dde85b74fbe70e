import type { AdminDeps, CrmAdmin } from '../../admin';
import type { ConnectorDefinition } from '../../define';
import { toCrmError } from '../http/response-error';
import { withRejections } from '../http/session-errors';

/** A CRM's administration as the registry loads it: settings read once, refusals told in the CRM's words and with a remedy. */
export function adminOf<Settings>(
  { label, settings }: Pick<ConnectorDefinition<Settings>, 'label' | 'settings'>,
  open: (settings: Settings, deps: AdminDeps) => Omit<CrmAdmin, 'label'>,
): (deps: AdminDeps) => CrmAdmin {
  return (deps) => {
    const admin = { label, ...open(settings.read(deps.env, deps.account.prefix), deps) };
    return withRejections(admin, (error) => {
      throw toCrmError(error) ?? error;
    });
  };
}
