import type { ConnectorDefinition } from '../../connectors/define';

/** Where the settings of an emulated CRM belong in a deployment. */
interface DeployedSettings {
  /** Names in Parameter Store and what they hold. */
  parameters: Record<string, string>;
  /** For `.env.<stage>`. */
  settings: Record<string, string>;
  /** The CRM's own host, which leads to the emulation. */
  host: string;
}

/** @param env the CRM's variables, as its emulation has them. */
export function deployedSettings(
  { settings: { settings: declared }, address }: ConnectorDefinition,
  env: Readonly<Record<string, string>>,
  stage: string,
): DeployedSettings {
  const given = Object.entries(env).filter(([name]) => declared[name]);
  const of = (reach: string) => given.filter(([name]) => declared[name]!.reach === reach);
  const parameter = (name: string) => `/jivochat-crm/${stage}/${name.toLowerCase().replaceAll('_', '-')}`;
  return {
    parameters: Object.fromEntries(of('secret').map(([name, value]) => [parameter(name), value])),
    settings: Object.fromEntries(of('deployed')),
    host: declared[address]!.shown,
  };
}
