import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = resolve(__dirname, '../..');
export const SERVERLESS = join(ROOT, 'node_modules/osls/bin/serverless.js');
/** Where the packager keeps its schema's validator, a second of work, from one run to the next; osls reads the variable. */
export const SCHEMA_CACHE = { SLS_SCHEMA_CACHE_BASE_DIR: join(ROOT, 'node_modules/.cache') };
/** What packaging reads. */
export const SERVICE = [
  'serverless.yml',
  'package.json',
  'deploy',
  'connectors',
  'store/dynamodb/table.json',
  'dist',
];

/** A folder of its own for a copy of the service: the packager keeps its work in it. */
export function copyService(): string {
  const folder = mkdtempSync(join(tmpdir(), 'service-'));
  for (const path of SERVICE) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  return folder;
}

const run = promisify(execFile);

/**
 * `serverless package`, offline and without credentials, in a copy of the service: the packager keeps its work in the
 * service's folder, and several may package at the same time.
 * @param output folder for the zips and the template.
 * @param env settings as `.env.<stage>` would hold them.
 */
export async function packageService(
  stage: string,
  output: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = copyService();
  try {
    const args = [SERVERLESS, 'package', '--stage', stage, '--package', output];
    await run(process.execPath, args, {
      cwd: folder,
      env: { HOME: folder, CI: 'true', ...SCHEMA_CACHE, ...env },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
