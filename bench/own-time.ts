import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { handler as Handler } from '../handlers/webhook';
import { toGatewayEvent } from '../sandbox/gateway';
import { median } from './load';
import { Waiting } from './waiting';

export interface OwnTime {
  event: string;
  replyMs: number;
  waitingMs: number;
  ownMs: number;
}

const ROUNDS = 60;
const WARM_UP = 10;
const TOKEN = 'the-token-of-the-bench';
const EVENTS = ['chat_accepted', 'chat_updated', 'chat_finished', 'offline_message', 'call_event'];

/** Plays every documented event to the built bundle, each round a new visitor, and splits the reply time. */
export async function measureOwnTime(): Promise<OwnTime[]> {
  const servers = fork(join(__dirname, 'servers.ts'), { execArgv: ['--import', 'tsx'] });
  const [env] = (await once(servers, 'message')) as [Record<string, string>];
  Object.assign(process.env, env, {
    WEBHOOK_TOKENS: TOKEN,
    POWERTOOLS_LOG_LEVEL: 'CRITICAL',
    REPLY_DEADLINE_MS: '20000',
  });
  const waiting = new Waiting();
  waiting.watch();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundle is made after this file is checked
  const { handler } = require('../dist/webhook.js') as { handler: typeof Handler };
  const samples = new Map(EVENTS.map((event) => [event, [] as { replyMs: number; waitingMs: number }[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const event of EVENTS) {
      waiting.take();
      const began = performance.now();
      const { statusCode } = await handler(
        toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, body(event, round)),
      );
      if (statusCode !== 200) throw new Error(`${event}: HTTP ${statusCode}`);
      const replyMs = performance.now() - began;
      if (round >= WARM_UP) samples.get(event)!.push({ replyMs, waitingMs: waiting.take() });
    }
  }
  servers.kill();
  return [...samples].map(([event, all]) => ({
    event,
    replyMs: median(all.map(({ replyMs }) => replyMs)),
    waitingMs: median(all.map(({ waitingMs }) => waitingMs)),
    ownMs: median(all.map(({ replyMs, waitingMs }) => replyMs - waitingMs)),
  }));
}

function body(event: string, round: number): Buffer {
  const sample = readFileSync(join(__dirname, `../sandbox/events/${event}.json`), 'utf8');
  const other = sample
    .replaceAll('tom.clifton@example.com', `tom${round}@example.com`)
    .replaceAll('4155552671', `415${5_550_000 + round}`)
    .replaceAll('"18"', `"${round + 18}"`)
    .replaceAll(
      /"chat_id": \d+/g,
      `"chat_id": ${7_507 + round * 10 + EVENTS.indexOf(event === 'call_event' ? event : 'chat_accepted')}`,
    )
    .replaceAll(/"offline_message_id": "?[^,]*/g, `"offline_message_id": ${round + 1}`);
  return Buffer.from(other);
}
