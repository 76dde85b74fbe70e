import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A small one; `npm run soak` is the whole. */
const SMALL = ['--events', '40', '--outage', '1', '--rate', '14'];

it('with failing requests and an outage nothing is lost and nothing doubled', async () => {
  const soak = resolve(__dirname, 'soak.ts');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', soak, 'hubspot', ...SMALL]);
  process.stdout.write(stdout);
  expect(stdout).toMatch(/^events in +40$/m);
  expect(stdout).toMatch(/^lost +0$/m);
  expect(stdout).toMatch(/^doubled +0$/m);
}, 120_000);
