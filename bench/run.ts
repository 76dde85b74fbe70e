import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { measureLoads } from './load';
import { measureOwnTime } from './own-time';

const ROOT = resolve(__dirname, '..');
const OURS = loadedFor('hubspot');

/** What an event of this CRM loads. */
function loadedFor(crm: string): string[] {
  return ['webhook.js', `${crm}.js`].map((file) => join(ROOT, 'dist', file));
}

async function bundleBareSdk(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'bench-')), 'bare-sdk.js');
  await build({
    entryPoints: [join(ROOT, 'bench/bare-sdk.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outfile;
}

async function run(): Promise<void> {
  const bareSdk = await bundleBareSdk();
  const candidates = {
    'an empty file': [join(ROOT, 'bench/empty.cjs')],
    'the bare AWS SDK, bundled': [bareSdk],
    'jivochat-crm, all a HubSpot event loads': OURS,
    'jivochat-crm, all a Salesforce event loads': loadedFor('salesforce'),
    'a naive handler (client whole, nothing bundled)': [join(ROOT, 'bench/naive-handler.cjs')],
  };
  const loads = measureLoads(candidates);
  const ours = loads['jivochat-crm, all a HubSpot event loads']!.ms;
  console.log('\nLoad time, fresh process each, median; all measured in turn in this run\n');
  for (const [name, { ms }] of Object.entries(loads)) {
    console.log(`  ${name.padEnd(50)} ${ms.toFixed(0).padStart(5)} ms   ${(ms / ours).toFixed(2)} of ours`);
  }
  console.log('\nSize\n');
  for (const [name, files] of Object.entries(candidates).slice(1, -1)) {
    console.log(`  ${name.padEnd(50)} ${kilobytes(files.map((file) => statSync(file).size))} KB`);
  }

  console.log(
    '\nReply time of the built bundle, median, against a local table and an emulated CRM in another process\n',
  );
  console.log(`  ${'event'.padEnd(18)} ${'reply'.padStart(9)} ${'waiting'.padStart(9)} ${'own'.padStart(9)}`);
  for (const { event, replyMs, waitingMs, ownMs } of await measureOwnTime()) {
    console.log(
      `  ${event.padEnd(18)} ${[replyMs, waitingMs, ownMs].map((ms) => `${ms.toFixed(1)} ms`.padStart(9)).join(' ')}`,
    );
  }
  process.exit(0);
}

function kilobytes(sizes: readonly number[]): number {
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
