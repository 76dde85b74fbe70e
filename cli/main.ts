import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from '../connectors/shared/http/transport';
import { runProgram } from './program';
import { processTerminal } from './terminal/process-terminal';

// Whoever reads has read enough: `history | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
void runProgram(process.argv.slice(2), {
  terminal: processTerminal(),
  env: process.env,
  fetch: createTransport(),
  now: Date.now,
  sleep: (ms) => sleep(ms),
}).then((code) => (process.exitCode = code));
