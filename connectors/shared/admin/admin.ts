import type { AdminDeps, CrmAdmin } from '../../admin';
import type { ConnectorDefinition } from '../../define';
import type { CrmError } from '../../errors';

/**
 * A CRM's administration as the registry loads it: settings read once, refusals told in the CRM's words and with a remedy.
 * @param toCrmError what a refusal of this CRM means; undefined for what is none.
 */
export function adminOf<Settings>(
  { label, settings }: Pick<ConnectorDefinition<Settings>, 'label' | 'settings'>,
  toCrmError: (error: unknown) => CrmError | undefined,
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
