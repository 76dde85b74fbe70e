import { runProgram } from './program';
import { processTerminal } from './terminal';

void runProgram(process.argv.slice(2), {
  terminal: processTerminal(),
  env: process.env,
  fetch,
  now: Date.now,
}).then((code) => (process.exitCode = code));
