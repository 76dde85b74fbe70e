import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Env } from '../config/env';
import { UsageError } from './errors';

/** Read when it is there, as `npm start` does. */
const DEFAULT_ENV_FILE = '.env';

/**
 * The configuration: the process' own variables, and below them those of files, of which the last counts most.
 * @param files `undefined` means `.env`, which may be absent.
 * @throws UsageError when a file that was asked for cannot be read.
 */
export function readEnvironment(own: Env, files: readonly string[] | undefined): Env {
  const read = (files ?? [undefined]).map((file) => parseEnv(readText(file)));
  return Object.assign({}, ...read, own) as Env;
}

function readText(file: string | undefined): string {
  try {
    return readFileSync(file ?? DEFAULT_ENV_FILE, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (file === undefined && code === 'ENOENT') return '';
    throw new UsageError(`${file ?? DEFAULT_ENV_FILE} cannot be read (${code})`);
  }
}
