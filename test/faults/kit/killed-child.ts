import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Env } from '../../../config/env';

const DIST = resolve(__dirname, '../../../dist');

/**
 * The built handler in a process that kills itself at the nth moment at which a request begins or an answer has come.
 * SIGKILL: nothing is written, nothing is cleaned up, as when Lambda ends an instance.
 */
const CHILD = `
const http = require('node:http');
const killAt = Number(process.env.KILL_AT);
const { now } = Date;
Date.now = () => now() + Number(process.env.CLOCK_OFFSET_MS);
let moments = 0;
const moment = () => { if (++moments === killAt) process.kill(process.pid, 'SIGKILL'); };
const request = http.request;
http.request = (...args) => {
  moment();
  return request.apply(http, args).once('close', moment);
};
const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const context = { getRemainingTimeInMillis: () => 60_000 };
require(process.argv[1]).handler(event, context).then(() => process.stdout.write('MOMENTS' + moments));
`;

/** @returns how many moments there were; undefined when the process was killed. */
export function runAndKill(
  env: Env,
  event: unknown,
  killAt: number,
  { bundle = 'webhook', clockOffsetMs = 0 }: { bundle?: 'webhook' | 'retry'; clockOffsetMs?: number } = {},
): Promise<number | undefined> {
  const clock = { CLOCK_OFFSET_MS: String(clockOffsetMs) };
  const child = spawn(process.execPath, ['-e', CHILD, resolve(DIST, `${bundle}.js`)], {
    env: { ...env, ...clock, KILL_AT: String(killAt), POWERTOOLS_LOG_LEVEL: 'CRITICAL' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(event));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => {
    child.once('close', () => {
      const moments = /MOMENTS(\d+)/.exec(output)?.[1];
      done(moments === undefined ? undefined : Number(moments));
    });
  });
}
