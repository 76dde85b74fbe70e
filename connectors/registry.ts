import type { Connector, ConnectorDeps } from './connector';

export interface ConnectorModule {
  createConnector(deps: ConnectorDeps): Connector;
}

/**
 * Every CRM we can write to, by its name in the webhook URL. Loaded only when an event asks for it, so that one CRM's
 * code never costs the other's cold start. A new CRM is a folder and a line here.
 */
const MODULES: Record<string, () => Promise<ConnectorModule>> = {
  hubspot: () => import('./hubspot/index'),
  salesforce: () => import('./salesforce/index'),
};

export const CONNECTOR_NAMES: readonly string[] = Object.keys(MODULES);

/** @returns undefined for a name no connector has. */
export async function loadConnector(name: string, deps: ConnectorDeps): Promise<Connector | undefined> {
  if (!Object.hasOwn(MODULES, name)) return undefined;
  const module = await MODULES[name]!();
  return module.createConnector(deps);
}
