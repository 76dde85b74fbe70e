/**
 * Takes one guard after the other out of a copy of the sources and runs the test that must notice. Slow, and needed only
 * when a guard or its test changes: `npm run test:guards`, or `npm run test:guards -- fencing` for one.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GUARDS, type Guard } from './guards';

const ROOT = resolve(__dirname, '../..');

function copyOfSources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'guards-'));
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of listed.split('\n').filter(Boolean)) {
    cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** @returns undefined when no test of that name was run. */
function passes(copy: string, { test }: Guard): boolean | undefined {
  const results = join(copy, 'results.json');
  const args = [test.file, '-t', test.name, '--json', `--outputFile=${results}`, '--maxWorkers=1'];
  spawnSync(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...args], {
    cwd: copy,
    stdio: 'ignore',
  });
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8')) as Record<
    string,
    number
  >;
  rmSync(results);
  return numPassedTests! + numFailedTests! === 0 ? undefined : numFailedTests === 0;
}

function verdict(copy: string, guard: Guard): string | undefined {
  const path = join(copy, guard.file);
  const source = readFileSync(path, 'utf8');
  const withGuard = passes(copy, guard);
  if (withGuard === undefined) return 'its test was not found';
  if (!withGuard) return 'its test fails with the guard in place';
  writeFileSync(
    path,
    source.replace(guard.text, () => guard.without),
  );
  try {
    return passes(copy, guard) ? `without it "${guard.test.name}" still passes` : undefined;
  } finally {
    writeFileSync(path, source);
  }
}

const wanted = process.argv.slice(2);
const copy = copyOfSources();
let unneeded = 0;
for (const guard of GUARDS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const problem = verdict(copy, guard);
  if (problem) unneeded++;
  process.stdout.write(
    `${problem ? 'NOT SHOWN' : 'needed   '}  ${guard.name.padEnd(42)} ${problem ?? guard.test.file}\n`,
  );
}
rmSync(copy, { recursive: true });
process.stdout.write(`${unneeded} of the guards not shown to be needed\n`);
process.exitCode = unneeded > 0 ? 1 : 0;
