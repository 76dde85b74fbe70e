/**
 * What `npm test` does before the tests: lint, types, build, as many at a time as there are processors, the longest first.
 * Each says its part when it has ended.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const run = (script) =>
  new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: npm run ${script}\n${output}`);
      if (code !== 0) process.exitCode = 1;
      done();
    });
  });

const waiting = ['lint:rules', 'typecheck', 'lint:format', 'lint:circles', 'build'];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await run(next);
};
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
