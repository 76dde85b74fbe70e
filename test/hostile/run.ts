/**
 * Hostile input against webhook and worker with both emulated CRMs: `npm run test:hostile`, 10,000 inputs, or
 * `SEED=7 INPUTS=500 npm run test:hostile` for some of another seed. Prints the seed, progress and every finding.
 */
import { randomInt } from 'node:crypto';
import { attack, type Crm } from './attack';

/** Each world begins anew: what an emulator and a table hold of a thousand strangers slows only this run. */
const PER_WORLD = 500;
const CRMS: readonly Crm[] = ['hubspot', 'pipedrive', 'salesforce'];

async function main(): Promise<void> {
  const seed = Number(process.env.SEED ?? randomInt(1, 2 ** 30));
  const inputs = Number(process.env.INPUTS ?? 10_000);
  const each = Math.ceil(inputs / CRMS.length);
  process.stdout.write(`seed ${seed}: ${each} inputs for each of ${CRMS.join(' and ')}\n`);
  let found = 0;
  // One after the other: what reaches the log is taken from the whole process.
  for (let from = 0; from < each; from += PER_WORLD) {
    for (const crm of CRMS) {
      const began = performance.now();
      const count = Math.min(PER_WORLD, each - from);
      const findings = await attack({ crm, seed, from, count });
      for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
      found += findings.length;
      const seconds = Math.round((performance.now() - began) / 1_000);
      process.stdout.write(
        `${crm}: inputs ${from} to ${from + count - 1} in ${seconds} s, ${findings.length} findings\n`,
      );
    }
  }
  process.stdout.write(`seed ${seed}: ${each * CRMS.length} inputs, ${found} findings\n`);
  process.exitCode = found > 0 ? 1 : 0;
}

void main();
