import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const OWNER_ONLY = { folder: 0o700, file: 0o600, others: 0o077 };

/**
 * A folder only its owner can read, with all that is in it and all this process will write from now on: leads, tokens.
 * What older versions left open is closed. Links are not followed.
 */
export function makePrivate(folder: string): void {
  process.umask(OWNER_ONLY.others);
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
  chmodSync(folder, OWNER_ONLY.folder);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const entry = lstatSync(path);
    if (entry.isDirectory()) chmodSync(path, OWNER_ONLY.folder);
    else if (entry.isFile()) chmodSync(path, OWNER_ONLY.file);
  }
}
