import { parameterNames, withSecrets, type ParameterValues } from '../config/secrets';
import type { Env } from '../config/env';
import type { Log } from '../connectors/connector';
import type { ReadParameters } from './parameter-store';

/** A rotated secret is in use this long after the change, at the latest; no deploy is needed. */
export const SECRETS_TTL_MS = 5 * 60_000;
/** After a failed refresh the next event does not wait for another failure at once. */
const AFTER_FAILURE_MS = 30_000;

interface SecretsDeps {
  env: Env;
  read: ReadParameters;
  now: () => number;
  log: Log;
}

/**
 * The environment with its secrets, read once and again when they are older than `SECRETS_TTL_MS`. A failed refresh
 * keeps what there is. Without a `…_SSM` variable nothing is ever asked.
 * @returns the same object as long as nothing has changed.
 * @throws SecretsError when the first read fails; the next call tries again.
 */
export function createSecretEnv({ env, read, now, log }: SecretsDeps): () => Promise<Env> {
  const names = parameterNames(env);
  if (names.size === 0) return () => Promise.resolve(env);
  const parameters = [...new Set(names.values())];
  let values: ParameterValues = new Map();
  let current: Env | undefined;
  let freshUntil = 0;
  let reading: Promise<Env> | undefined;

  async function refresh(): Promise<Env> {
    try {
      const next = keepVanished(await read(parameters));
      if (!current || parameters.some((name) => next.get(name) !== values.get(name))) {
        current = withSecrets(env, names, next);
      }
      values = next;
      freshUntil = now() + SECRETS_TTL_MS;
      return current;
    } catch (error) {
      if (!current) throw error;
      log.error('The secrets cannot be read again; those read before stay in use', {
        error: error instanceof Error ? error.message : 'unknown',
      });
      freshUntil = now() + AFTER_FAILURE_MS;
      return current;
    }
  }

  /** A parameter deleted by mistake must not stop a running adapter. */
  function keepVanished(next: ParameterValues): ParameterValues {
    const gone = [...values].filter(([name]) => !next.has(name));
    if (gone.length === 0) return next;
    log.error('A parameter is gone from Parameter Store; its last value stays in use', {
      parameters: gone.map(([name]) => name),
    });
    return new Map([...next, ...gone]);
  }

  return () => {
    if (current && now() < freshUntil) return Promise.resolve(current);
    reading ??= refresh().finally(() => (reading = undefined));
    return reading;
  };
}
