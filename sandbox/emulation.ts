import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { variableOf, type Account } from '../config/accounts';
import type { Env } from '../config/env';
import type { ConnectorDefinition } from '../connectors/define';
import type { SandboxCrm, StartSandbox } from '../emulators/sandbox-crm';
import { StartError } from './options';

const EMULATORS = join(__dirname, '../emulators');

/**
 * The emulation of a CRM, where somebody has written one: `emulators/<crm>/sandbox.ts`.
 * @param file keeps its records between two starts.
 * Its settings are those of the account, by the account's own names.
 * @throws StartError when there is none: the CRM can only be used for real then.
 */
export async function startEmulation(
  account: Account,
  { name, label, configuredBy, settings }: ConnectorDefinition,
  file: string,
  env: Env,
): Promise<SandboxCrm> {
  const path = join(EMULATORS, name, 'sandbox.ts');
  if (!existsSync(path)) {
    throw new StartError(
      `${label} has no emulation: set ${variableOf(account, configuredBy)} to use your account`,
    );
  }
  const { startSandbox } = (await import(path)) as { startSandbox: StartSandbox };
  const declared = Object.keys(settings.settings);
  const own = declared.map((variable) => [variable, env[variableOf(account, variable)]]);
  const crm = await startSandbox(file, { ...env, ...(Object.fromEntries(own) as Env) });
  return { ...crm, env: spelled(crm.env, account, declared) };
}

function spelled(
  env: Readonly<Record<string, string>>,
  account: Account,
  declared: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      declared.includes(name) ? variableOf(account, name) : name,
      value,
    ]),
  );
}
