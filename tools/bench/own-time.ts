import type { handler as Handler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { CRM } from './crm';
import { CASES, longChat } from './events';
import { inTurn, medians } from './load';
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
const LONG = {
  '10,000 messages': (round: number) => longChat(round),
  'one message more': (round: number) => longChat(round, 1),
};

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
  const play = async (bodyOf: (round: number) => Buffer, round: number, name: string): Promise<Sample> => {
    const body = bodyOf(round);
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
  const all = [
    ...(await inTurn(CASES, { rounds: ROUNDS, warmUp: WARM_UP }, play)),
    ...(await inTurn(LONG, { rounds: LONG_ROUNDS }, play)),
  ];
  stop();
  return all.map(({ name, samples }) => ({ event: name, ...medians(samples) }));
}
