import type { Env } from '../../config/env';
import { leadSourceOf } from '../../config/settings';
import type { CrmAdmin } from '../../connectors/admin';
import { CONNECTOR_NAMES, loadAdmin, loadDefinitions } from '../../connectors/registry';
import type { Cli } from '../cli';

/** A command line waits longer than an agent does, but not for ever. */
const TIMEOUT_MS = 120_000;

export const CRM_NAMES: readonly string[] = CONNECTOR_NAMES;

/** @throws ConfigError when its settings are missing or wrong. */
export function createAdmin(name: string, env: Env, { fetch, now }: Cli): Promise<CrmAdmin> {
  const leadSource = leadSourceOf(env);
  return loadAdmin(name, { env, fetch, now, leadSource, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** The CRMs the environment has something for. */
export async function configuredCrms(env: Env): Promise<string[]> {
  const definitions = await loadDefinitions();
  const isGiven = (variable: string) => Boolean(env[variable]?.trim() || env[`${variable}_SSM`]?.trim());
  return definitions.filter(({ configuredBy }) => isGiven(configuredBy)).map(({ name }) => name);
}
