import { execFileSync } from 'node:child_process';

const RUNS = 15;
const CHILD = `
const began = process.hrtime.bigint();
for (const file of process.argv.slice(1)) require(file);
process.stdout.write(String(Number(process.hrtime.bigint() - began) / 1e6));
`;

/**
 * Measures the candidates in turn, round after round, so that a busy machine is busy for all of them alike.
 * @returns milliseconds to load in a fresh process, the median.
 */
export function measureLoads(candidates: Record<string, string[]>): Record<string, number> {
  const times = new Map(Object.keys(candidates).map((name) => [name, [] as number[]]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, files] of Object.entries(candidates)) {
      const out = execFileSync(process.execPath, ['-e', CHILD, ...files], {
        env: CHILD_ENV,
        encoding: 'utf8',
      });
      times.get(name)!.push(Number(out));
    }
  }
  return Object.fromEntries([...times].map(([name, samples]) => [name, median(samples)]));
}

/** Enough for the handler to load; nothing is called. */
const CHILD_ENV = { PATH: process.env.PATH, AWS_REGION: 'local', TABLE_NAME: 'bench' };

export function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)]!;
}

/** Figure by figure. @param all at least one. */
export function medians<Sample extends object>(all: readonly Sample[]): Sample {
  const names = Object.keys(all[0]!) as (keyof Sample)[];
  return Object.fromEntries(
    names.map((name) => [name, median(all.map((one) => Number(one[name])))]),
  ) as Sample;
}
