import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { loadDefinitions } from '../../connectors/registry';
import { measureStarts } from './artefact';
import { NAIVE_HANDLER } from './crm';
import { measureLoads } from './load';
import { measureOwnTime } from './own-time';
import { measureRules } from './rules';
import { TOKEN, startServers } from './servers/start-servers';
import { measureUsage } from './costs/usage';

const ROOT = resolve(__dirname, '../..');

/** What an event of this CRM loads. */
function loadedFor(crm: string): string[] {
  return ['webhook.js', `${crm}.js`].map((file) => join(ROOT, 'dist', file));
}

function titleOf(label: string): string {
  return `jivochat-crm, all a ${label} event loads`;
}

async function bundleBareSdk(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'bench-')), 'bare-sdk.js');
  await build({
    entryPoints: [join(ROOT, 'tools/bench/baselines/bare-sdk.ts')],
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
  const definitions = await loadDefinitions();
  const candidates = {
    'an empty file': [join(ROOT, 'tools/bench/baselines/empty.cjs')],
    'the bare AWS SDK, bundled': [bareSdk],
    ...Object.fromEntries(definitions.map(({ name, label }) => [titleOf(label), loadedFor(name)])),
    'a naive handler (client whole, nothing bundled)': [NAIVE_HANDLER],
  };
  const loads = await measureLoads(candidates);
  const ours = loads[titleOf(definitions[0]!.label)]!;
  console.log('\nLoad time, fresh process each, median; all measured in turn in this run\n');
  for (const [name, ms] of Object.entries(loads)) {
    console.log(`  ${name.padEnd(50)} ${ms.toFixed(0).padStart(5)} ms   ${(ms / ours).toFixed(2)} of ours`);
  }
  console.log('\nSize\n');
  for (const [name, files] of Object.entries(candidates).slice(1, -1)) {
    console.log(`  ${name.padEnd(50)} ${kilobytes(files.map((file) => statSync(file).size))} KB`);
  }

  console.log(
    '\nReply time of the built bundle, median, against a local table and an emulated CRM in another process\n',
  );
  printRow('event', ['reply', 'waiting', 'own', 'processor']);
  for (const { event, replyMs, waitingMs, ownMs, cpuMs } of await measureOwnTime())
    printRow(event, [replyMs, waitingMs, ownMs, cpuMs].map(inMs));
  console.log(
    `\nA company's file of sixty lines adds ${(await measureRules()).toFixed(2)} ms to a chat_finished`,
  );
  await printUsage();
  await printStarts();
  process.exit(0);
}

async function printUsage(): Promise<void> {
  console.log('\nWhat one event asks of table and CRM, medians\n');
  printRow('event', ['requests', 'rounds', 'write units', 'read units', 'CRM requests']);
  for (const { event, ...used } of await measureUsage()) {
    const { tableRequests, tableRounds, writeUnits, readUnits, crmRequests } = used;
    printRow(event, [tableRequests, tableRounds, writeUnits, readUnits, crmRequests]);
  }
}

function printRow(name: string, cells: readonly (string | number)[]): void {
  console.log(`  ${name.padEnd(28)} ${cells.map((cell) => String(cell).padStart(13)).join('')}`);
}

function inMs(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}

/** Lambda gives 1,769 MB one whole processor, less memory a part of it (Lambda Developer Guide: memory). */
const MB_PER_PROCESSOR = 1_769;
const MEMORY_MB = [256, 512, 1_024, 1_769];

async function printStarts(): Promise<void> {
  const { env, stop } = await startServers();
  const starts = await measureStarts({ ...env, POWERTOOLS_LOG_LEVEL: 'CRITICAL' }, TOKEN);
  stop();
  console.log("\nThe unzipped artefact on AWS' runtime client, new process each time, median\n");
  printRow('handler', ['init', 'first reply', 'later reply', 'memory']);
  for (const { name, initMs, firstReplyMs, laterReplyMs, peakMb } of starts)
    printRow(name, [...[initMs, firstReplyMs, laterReplyMs].map(inMs), `${peakMb.toFixed(0)} MB`]);
  const { startCpuMs, eventCpuMs } = starts.at(-1)!;
  console.log(
    `\n  Processor time: ${startCpuMs.toFixed(0)} ms for start and first reply, ${eventCpuMs.toFixed(1)} ms for a later event. At Lambda's share of a processor:\n`,
  );
  for (const memoryMb of MEMORY_MB) {
    const slower = MB_PER_PROCESSOR / memoryMb;
    console.log(
      `  ${`${memoryMb} MB`.padStart(8)}   start and first reply ${(startCpuMs * slower).toFixed(0).padStart(5)} ms   event ${(eventCpuMs * slower).toFixed(0).padStart(4)} ms, and the waiting for table and CRM`,
    );
  }
}

function kilobytes(sizes: readonly number[]): number {
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
}

void run();
