import type { AdminDeps, CrmAdmin } from '../../admin';
import type { ConnectorDefinition } from '../../define';
import { toCrmError } from '../http/response-error';

/** A CRM's administration as the registry loads it: settings read once, refusals told in the CRM's words and with a remedy. */
export function adminOf<Settings>(
  { label, settings }: Pick<ConnectorDefinition<Settings>, 'label' | 'settings'>,
  open: (settings: Settings, deps: AdminDeps) => Omit<CrmAdmin, 'label'>,
): (deps: AdminDeps) => CrmAdmin {
  const told = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw toCrmError(error) ?? error;
    });
  return (deps) => {
    const admin = open(settings.read(deps.env, deps.account.prefix), deps);
    return {
      label,
      plan: () => told(admin.plan()),
      check: (question) => told(admin.check(question)),
      ...(admin.pipelines && { pipelines: () => told(admin.pipelines!()) }),
    };
  };
}
