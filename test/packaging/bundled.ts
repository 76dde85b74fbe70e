import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Env } from '../../config/env';

export const DIST = resolve(__dirname, '../../dist');
const run = promisify(execFile);

/** Loads a bundle as Lambda does, far from any node_modules, and calls it with each event in turn. */
const CHILD = `
const { handler } = require(process.argv[1]);
(async () => {
  const results = [];
  for (const event of JSON.parse(process.argv[2])) results.push(await handler(event, { getRemainingTimeInMillis: () => 60000 }));
  const loaded = Object.keys(require.cache).map((file) => require('node:path').basename(file));
  // What fetch is made of: its first use takes 60 ms of processor.
  if (process.moduleLoadList.some((name) => name.includes('undici'))) loaded.push('undici');
  process.stdout.write('\\nRESULT' + JSON.stringify({ results, loaded }));
})();
`;

/** A copy of `dist/` where nothing else is. @throws TypeError when there is none. */
export function unpackBundles() {
  if (!existsSync(join(DIST, 'webhook.js'))) throw new TypeError('Run `npm run build` first');
  const task = mkdtempSync(join(tmpdir(), 'task-'));
  cpSync(DIST, task, { recursive: true });
  return {
    /** What one process answers to the events, and which files it loaded. */
    async invoke<Result>(bundle: string, events: unknown[], env: Env) {
      const args = ['-e', CHILD, join(task, bundle), JSON.stringify(events)];
      const { stdout } = await run(process.execPath, args, { cwd: task, env });
      return JSON.parse(stdout.split('RESULT')[1]!) as { results: Result[]; loaded: string[] };
    },
    remove: () => rmSync(task, { recursive: true }),
  };
}
