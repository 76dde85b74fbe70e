import type { handler as Handler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { CRM } from './crm';
import { CASES, longChat } from './events';
import { medians } from './load';
import { TOKEN, startServers } from './servers/start-servers';
import { Waiting } from './waiting';

interface OwnTime {
  event: string;
  replyMs: number;
  waitingMs: number;
  ownMs: number;
  /** Processor time of the whole process, milliseconds. */
  cpuMs: number;
}

type Sample = Omit<OwnTime, 'event'>;

const ROUNDS = 60;
const WARM_UP = 10;
/** The first is no warmer than the first of a day. */
const LONG_ROUNDS = 5;
const LONG = ['10,000 messages', 'one message more'];

/**
 * Plays every kind of event to the built bundle, each round a new visitor, and splits the reply time. Table and CRM are in
 * another process: the processor time is the handler's.
 */
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
  const samples = new Map(CASES.map(({ name }) => [name, [] as Sample[]]));
  const play = async (name: string, body: Buffer): Promise<Sample> => {
    waiting.take();
    const before = process.cpuUsage();
    const began = performance.now();
    const { statusCode } = await handler(toGatewayEvent('POST', `/webhooks/${CRM}/${TOKEN}`, body));
    const replyMs = performance.now() - began;
    const { user, system } = process.cpuUsage(before);
    if (statusCode !== 200) throw new Error(`${name}: HTTP ${statusCode}`);
    const waitingMs = waiting.take();
    return { replyMs, waitingMs, ownMs: replyMs - waitingMs, cpuMs: (user + system) / 1_000 };
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, body } of CASES) {
      const sample = await play(name, body(round));
      if (round >= WARM_UP) samples.get(name)!.push(sample);
    }
  }
  for (const name of LONG) samples.set(name, []);
  for (let round = 0; round < LONG_ROUNDS; round++) {
    for (const [more, name] of LONG.entries())
      samples.get(name)!.push(await play(name, longChat(round, more)));
  }
  stop();
  return [...samples].map(([event, all]) => ({ event, ...medians(all) }));
}
