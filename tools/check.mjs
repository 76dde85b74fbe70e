/** What `npm test` does before the tests, side by side: lint, types, build. Each says its part when it has ended. */
import { spawn } from 'node:child_process';

const run = (script) =>
  new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: npm run ${script}\n${output}`);
      done(code === 0);
    });
  });

const ended = await Promise.all(['lint', 'typecheck', 'build'].map(run));
process.exitCode = ended.every(Boolean) ? 0 : 1;
