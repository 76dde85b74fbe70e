import type { handler as Handler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { EVENTS, sampleBody } from './events';
import { median } from './load';
import { TOKEN, startServers } from './start-servers';
import { Waiting } from './waiting';

export interface OwnTime {
  event: string;
  replyMs: number;
  waitingMs: number;
  ownMs: number;
}

const ROUNDS = 60;
const WARM_UP = 10;

/** Plays every documented event to the built bundle, each round a new visitor, and splits the reply time. */
export async function measureOwnTime(): Promise<OwnTime[]> {
  const { env, stop } = await startServers();
  Object.assign(process.env, env, {
    POWERTOOLS_LOG_LEVEL: 'CRITICAL',
    POWERTOOLS_METRICS_DISABLED: 'true',
    REPLY_DEADLINE_MS: '20000',
  });
  const waiting = new Waiting();
  waiting.watch();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundle is made after this file is checked
  const { handler } = require('../../dist/webhook.js') as { handler: typeof Handler };
  const samples = new Map(EVENTS.map((event) => [event, [] as { replyMs: number; waitingMs: number }[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const event of EVENTS) {
      waiting.take();
      const began = performance.now();
      const { statusCode } = await handler(
        toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, sampleBody(event, round)),
      );
      if (statusCode !== 200) throw new Error(`${event}: HTTP ${statusCode}`);
      const replyMs = performance.now() - began;
      if (round >= WARM_UP) samples.get(event)!.push({ replyMs, waitingMs: waiting.take() });
    }
  }
  stop();
  return [...samples].map(([event, all]) => ({
    event,
    replyMs: median(all.map(({ replyMs }) => replyMs)),
    waitingMs: median(all.map(({ waitingMs }) => waitingMs)),
    ownMs: median(all.map(({ replyMs, waitingMs }) => replyMs - waitingMs)),
  }));
}
