import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../config/env';
import type { ConnectorDefinition } from '../connectors/define';
import type { SandboxCrm, StartSandbox } from '../emulators/sandbox-crm';
import { StartError } from './options';

const EMULATORS = join(__dirname, '../emulators');

/**
 * The emulation of a CRM, where somebody has written one: `emulators/<crm>/sandbox.ts`.
 * @param file keeps its records between two starts.
 * @throws StartError when there is none: the CRM can only be used for real then.
 */
export async function startEmulation(
  { name, label, configuredBy }: ConnectorDefinition,
  file: string,
  env: Env,
): Promise<SandboxCrm> {
  const path = join(EMULATORS, name, 'sandbox.ts');
  if (!existsSync(path)) {
    throw new StartError(`${label} has no emulation: set ${configuredBy} to use your account`);
  }
  const { startSandbox } = (await import(path)) as { startSandbox: StartSandbox };
  return startSandbox(file, env);
}
