import type { Env } from '../config/env';
import type { CrmAdmin } from '../connectors/admin';
import { ADMINS } from '../connectors/admin-registry';
import type { Cli } from './cli';

/** A command line waits longer than an agent does, but not for ever. */
const TIMEOUT_MS = 120_000;

export const CRM_NAMES: readonly string[] = Object.keys(ADMINS);

/** @throws ConfigError when its settings are missing or wrong. */
export function createAdmin(name: string, env: Env, { fetch, now }: Cli): CrmAdmin {
  return ADMINS[name]!.create({ env, fetch, now, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** The CRMs the environment has something for. */
export function configuredCrms(env: Env): string[] {
  return CRM_NAMES.filter((name) => ADMINS[name]?.variables.some((variable) => env[variable]?.trim()));
}
