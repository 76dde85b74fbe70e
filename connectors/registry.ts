import type { AdminDeps, CrmAdmin } from './admin';
import type { Connector, ConnectorDeps } from './connector';
import type { ConnectorDefinition } from './define';
import { adminInWordsOf, connectorInWordsOf } from './shared/account-words';

/** What a CRM's folder exports, each part loaded by itself: an event never loads what only an administrator needs. */
interface CrmModules {
  definition: () => Promise<{ definition: ConnectorDefinition }>;
  connector: () => Promise<{ createConnector: (deps: ConnectorDeps) => Connector }>;
  admin: () => Promise<{ createAdmin: (deps: AdminDeps) => CrmAdmin }>;
}

/**
 * Every CRM we can write to, by its name in the webhook URL. One CRM's code never costs the other's cold start.
 * A new CRM is a folder and a line here.
 */
// prettier-ignore
const CRMS: Readonly<Record<string, CrmModules>> = {
  hubspot: { definition: () => import('./hubspot/definition'), connector: () => import('./hubspot/index'), admin: () => import('./hubspot/admin/index') },
  pipedrive: { definition: () => import('./pipedrive/definition'), connector: () => import('./pipedrive/index'), admin: () => import('./pipedrive/admin/index') },
  salesforce: { definition: () => import('./salesforce/definition'), connector: () => import('./salesforce/index'), admin: () => import('./salesforce/admin/index') },
};

export const CONNECTOR_NAMES: readonly string[] = Object.keys(CRMS);

/**
 * The connector of an account.
 * @throws ConfigError when its variables are missing or wrong.
 */
export async function loadConnector(deps: ConnectorDeps): Promise<Connector> {
  const { createConnector } = await CRMS[deps.account.crm]!.connector();
  return connectorInWordsOf(deps.account, createConnector(deps));
}

/** What an administrator's commands ask of an account. @throws ConfigError as `loadConnector`. */
export async function loadAdmin(deps: AdminDeps): Promise<CrmAdmin> {
  const { createAdmin } = await CRMS[deps.account.crm]!.admin();
  return adminInWordsOf(deps.account, createAdmin(deps));
}

/** How the CRM is declared. @param name one of `CONNECTOR_NAMES`. */
export async function loadDefinition(name: string): Promise<ConnectorDefinition> {
  return (await CRMS[name]!.definition()).definition;
}

/** All declarations, in the order of the registry. */
export async function loadDefinitions(): Promise<ConnectorDefinition[]> {
  return Promise.all(CONNECTOR_NAMES.map(loadDefinition));
}
