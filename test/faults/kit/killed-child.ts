import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Env } from '../../../config/env';

const DIST = resolve(__dirname, '../../../dist');

/**
 * The built handler in a process that kills itself at the nth moment at which a request begins or an answer has come, or
 * when only some of the rows of one request were written. SIGKILL: nothing is written, nothing is cleaned up, as when Lambda ends an instance.
 */
const CHILD = `
const http = require('node:http');
const killAt = Number(process.env.KILL_AT);
const { now } = Date;
Date.now = () => now() + Number(process.env.CLOCK_OFFSET_MS);
const written = process.env.WRITTEN && JSON.parse(process.env.WRITTEN);
let moments = 0, rows = 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const moment = () => { if (++moments === killAt) die(); };
const request = http.request;
http.request = (...args) => {
  moment();
  const outgoing = request.apply(http, args).once('close', moment);
  if (!/BatchWriteItem/.test(args[0].headers?.['x-amz-target'])) return outgoing;
  const { end } = outgoing;
  outgoing.end = (body) => {
    const { RequestItems } = JSON.parse(body);
    const [[table, all]] = Object.entries(RequestItems);
    rows = all.length;
    if (!written) return end.call(outgoing, body);
    outgoing.once('response', die);
    return end.call(outgoing, JSON.stringify({ RequestItems: { [table]: written.map((at) => all[at]) } }));
  };
  return outgoing;
};
const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const context = { getRemainingTimeInMillis: () => 60_000 };
require(process.argv[1]).handler(event, context).then(() => process.stdout.write('MOMENTS' + moments + 'ROWS' + rows));
`;

interface Kill {
  bundle?: 'webhook' | 'retry';
  clockOffsetMs?: number;
  /** Which rows of one request are written before the process is killed, by their places. */
  written?: readonly number[];
}

/** @returns how many moments there were, and rows in one request; undefined when the process was killed. */
export function runAndKill(
  env: Env,
  event: unknown,
  killAt: number,
  { bundle = 'webhook', clockOffsetMs = 0, written }: Kill = {},
): Promise<{ moments: number; rows: number } | undefined> {
  const clock = { CLOCK_OFFSET_MS: String(clockOffsetMs), WRITTEN: JSON.stringify(written) };
  const child = spawn(process.execPath, ['-e', CHILD, resolve(DIST, `${bundle}.js`)], {
    env: { ...env, ...clock, KILL_AT: String(killAt), POWERTOOLS_LOG_LEVEL: 'CRITICAL' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(event));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => {
    child.once('close', () => {
      const [, moments, rows] = /MOMENTS(\d+)ROWS(\d+)/.exec(output) ?? [];
      done(moments === undefined ? undefined : { moments: Number(moments), rows: Number(rows) });
    });
  });
}
