import { execFileSync } from 'node:child_process';

const RUNS = 15;
const CHILD = `
const began = process.hrtime.bigint();
for (const file of process.argv.slice(1)) require(file);
process.stdout.write(String(Number(process.hrtime.bigint() - began) / 1e6));
`;

/** @returns milliseconds to load in a fresh process, the median. */
export async function measureLoads(candidates: Record<string, string[]>): Promise<Record<string, number>> {
  const times = await inTurn(candidates, { rounds: RUNS }, (files) =>
    Number(execFileSync(process.execPath, ['-e', CHILD, ...files], { env: CHILD_ENV, encoding: 'utf8' })),
  );
  return Object.fromEntries(times.map(({ name, samples }) => [name, median(samples)]));
}

/** Enough for the handler to load; nothing is called. */
const CHILD_ENV = { PATH: process.env.PATH, AWS_REGION: 'local', TABLE_NAME: 'bench' };

/**
 * Takes a sample of each candidate in turn, round after round, so that a busy machine is busy for all of them alike.
 * @param warmUp the first rounds, which do not count.
 */
export async function inTurn<Candidate, Sample>(
  candidates: Readonly<Record<string, Candidate>>,
  { rounds, warmUp = 0 }: { rounds: number; warmUp?: number },
  take: (candidate: Candidate, round: number, name: string) => Sample | Promise<Sample>,
): Promise<{ name: string; samples: Sample[] }[]> {
  const taken = Object.entries(candidates).map(([name, candidate]) => ({
    name,
    candidate,
    samples: [] as Sample[],
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { name, candidate, samples } of taken) {
      const sample = await take(candidate, round, name);
      if (round >= warmUp) samples.push(sample);
    }
  }
  return taken;
}

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
