import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command as Program, Option } from 'commander';
import type { Env } from '../../config/env';
import { createDeps } from '../../handlers/deps';
import { createRetryHandler } from '../../handlers/retry';
import { createWebhookHandler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { createClient } from '../../store/dynamodb/client';
import { createStore } from '../../store/store';
import type { SyncDeps } from '../../sync/context';
import type { Drained } from '../../sync/worker';
import { metricsRecorder, type Counted } from '../e2e/hubspot/world';
import { balance, type Holdings } from './account';
import type { CrmName } from './crms';
import { heapMb, Latencies } from './measures';
import type { Command } from './servers';
import { Story } from './story';

const TOKEN = 'the-token-of-the-soak';
const WORKERS = 2;
/** The local engine shares this machine: it is given more time than DynamoDB is. */
const TABLE_TIMEOUT_MS = 2_000;
/** In place of EventBridge's minute. */
const ROUND_EVERY_MS = 2_000;
const DRAIN_EVERY_MS = 500;
/** How far the handlers' clock goes on at once when nothing is due. */
const SKIP_MS = 60_000;
/** Within it everything must be worked off after the last event, three days of back-off included. */
const DRAIN_ROUNDS = 2_000;
/** Of the heap between the first tenth and the end: what one table row more of cache may cost, not what a leak does. */
const MAY_GROW_MB = 20;

interface Options {
  events: number;
  rate?: number;
  outage: number;
  faults: number;
}

/** Live events a second: HubSpot's limit is by the second, Salesforce's by the day. */
const RATE: Record<CrmName, number> = { hubspot: 14, pipedrive: 4, salesforce: 25 };

/** Plays the story to real handlers and says what became of it. @returns what is wrong; empty for a good end. */
async function soak(crm: CrmName, { events, rate = RATE[crm], outage, faults }: Options): Promise<string[]> {
  const servers = fork(join(__dirname, 'servers.ts'), [crm, String(events), String(faults / 100)], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const [{ env, limits }] = (await once(servers, 'message')) as [{ env: Env; limits: string }];
    const story = new Story(events, rate);
    print(`${events} events from ${story.chats} chats, ${story.repeats} of them repeats, ${rate} a second`);
    print(`${crm}: ${faults} % of its requests fail, nobody listens for ${outage} s in the middle`);
    print(`limits: ${limits}`);
    print(`${WORKERS} workers; a round every ${ROUND_EVERY_MS / 1000} s in place of a minute`);
    print(`table requests are given ${TABLE_TIMEOUT_MS} ms: the local engine shares this machine`);

    const house = new House(crm, env);
    const stopWorkers = house.startWorkers();
    const sent = await house.play(story, () => tell(servers, { name: 'outage', ms: outage * 1000 }));
    await stopWorkers();
    const { skippedMs, left } = await house.drain();
    const heapAtEnd = heapMb();
    const heard = once(servers, 'message');
    tell(servers, { name: 'account' });
    const [traffic] = (await heard) as [Holdings & { requests: number; refusedForRate: number }];
    const { lost, doubled } = balance(story.expected(), traffic);
    const parked = await house.parked();

    const { replies, heapAtStart, heapInTheMiddle, refused } = sent;
    print('');
    print(`events in            ${sent.events}`);
    print(`done                 ${house.total('EventsDone')} (repeats need no work of their own)`);
    print(`put off and retried  ${house.total('EventsRetried')}`);
    print(`left                 ${left}`);
    print(`parked               ${parked.length}`);
    print(`failed rounds        ${house.failedRounds.length} of the workers`);
    print(`refused by us        ${refused}`);
    print(`lost                 ${lost.length}`);
    print(`doubled              ${doubled.length}`);
    print(
      `reply p50 / p99      ${replies.percentile(50)} / ${replies.percentile(99)} ms, slowest ${replies.percentile(100)} ms`,
    );
    print(`CRM requests         ${traffic.requests}, ${(traffic.requests / story.chats).toFixed(1)} a chat`);
    print(`limit refusals       ${traffic.refusedForRate}`);
    print(
      `heap of the handlers ${heapAtStart} / ${heapInTheMiddle} / ${heapAtEnd} MB (first tenth, middle, end)`,
    );
    print(
      `skipped              ${Math.round(skippedMs / 60_000)} min of back-off after the last event, while nothing was due`,
    );
    return [
      ...lost.slice(0, 10).map((what) => `lost: ${what}`),
      ...doubled.slice(0, 10).map((what) => `doubled: ${what}`),
      ...(left > 0 ? [`${left} events left`] : []),
      ...parked
        .slice(0, 10)
        .map(({ key, attempts, failure }) => `parked: ${key} at attempt ${attempts}: ${failure?.message}`),
      ...(refused > 0 ? [`${refused} events answered with an error`] : []),
      ...(heapAtEnd > heapAtStart + MAY_GROW_MB ? ['the memory grew'] : []),
    ];
  } finally {
    servers.kill();
  }
}

function tell(servers: ReturnType<typeof fork>, command: Command): void {
  servers.send(command);
}

/** One webhook instance and the workers, each with what an instance has, over one table. */
class House {
  readonly #crm: CrmName;
  readonly #counted = new Map<string, number>();
  readonly #webhook;
  readonly #workers;
  readonly #deps: SyncDeps;
  readonly failedRounds: string[] = [];
  #skippedMs = 0;

  constructor(crm: CrmName, env: Env) {
    this.#crm = crm;
    const instance = () => this.#instance({ ...env, WEBHOOK_TOKENS: TOKEN });
    this.#deps = instance();
    this.#webhook = createWebhookHandler(() => this.#deps);
    this.#workers = Array.from({ length: WORKERS }, () => {
      const deps = instance();
      return createRetryHandler(() => deps);
    });
  }

  #instance(env: Env): SyncDeps {
    const client = createClient({ env, requestTimeoutMs: TABLE_TIMEOUT_MS });
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const metrics = metricsRecorder([]);
    const now = () => Date.now() + this.#skippedMs;
    return {
      ...createDeps(env, { log: silent, now }),
      store: createStore({ client, tableName: env.TABLE_NAME! }),
      metrics: {
        ...metrics,
        add: (_connector, name, value = 1) => void this.#counted.set(name, this.total(name) + value),
      },
    };
  }

  total(name: Counted['name']): number {
    return this.#counted.get(name) ?? 0;
  }

  parked() {
    return this.#deps.store.queues.parked({ account: this.#crm, limit: 1_000 });
  }

  /** A round that ends with an error is an invocation that failed: the next one goes on. */
  async #round(worker: number): Promise<Drained | undefined> {
    try {
      return await this.#workers[worker]!({} as never, { getRemainingTimeInMillis: () => 60_000 });
    } catch (error) {
      this.failedRounds.push(error instanceof Error ? error.message : 'unknown');
      return undefined;
    }
  }

  /** @returns ends them after the round they are in. */
  startWorkers(): () => Promise<unknown> {
    const stop = new AbortController();
    const work = async (worker: number) => {
      while (!stop.signal.aborted) {
        await this.#round(worker);
        await sleep(ROUND_EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    };
    const working = Promise.all(this.#workers.map((_, worker) => work(worker)));
    return () => (stop.abort(), working);
  }

  /** Posts every event at its time. */
  async play(story: Story, breakDown: () => void) {
    const replies = new Latencies(story.events.length);
    const began = performance.now();
    const under = new Set<Promise<void>>();
    let refused = 0;
    const heap = new Map<number, number>();
    const marks = [Math.floor(story.events.length / 10), Math.floor(story.events.length / 2)];
    for (const [index, sent] of story.events.entries()) {
      await sleep(Math.max(0, sent.at - (performance.now() - began)));
      if (index === marks[1]) breakDown();
      if (marks.includes(index)) heap.set(index, heapMb());
      const post = this.#post(story.body(sent), replies).then((status) => {
        if (status !== 200) refused++;
        under.delete(post);
      });
      under.add(post);
      if (index % 1_000 === 999) print(`… ${index + 1} sent, ${this.total('EventsDone')} done`);
    }
    await Promise.all(under);
    return {
      events: story.events.length,
      replies,
      refused,
      heapAtStart: heap.get(marks[0]!)!,
      heapInTheMiddle: heap.get(marks[1]!)!,
    };
  }

  async #post(body: unknown, replies: Latencies): Promise<number> {
    const began = performance.now();
    const raw = Buffer.from(JSON.stringify(body));
    const { statusCode } = await this.#webhook(
      toGatewayEvent('POST', `/webhooks/${this.#crm}/${TOKEN}`, raw),
    );
    replies.add(performance.now() - began);
    return statusCode!;
  }

  /** Rounds until nothing is left. Where nothing is due the clock goes on: the back-off of hours is not sat out. */
  async drain(): Promise<{ skippedMs: number; left: number }> {
    let left = Infinity;
    for (let round = 0; round < DRAIN_ROUNDS; round++) {
      const rounds = await Promise.all(this.#workers.map((_, worker) => this.#round(worker)));
      left = Math.min(...rounds.map((result) => result?.left ?? Infinity));
      if (left === 0) break;
      const idle = rounds.every((result) => result && result.done + result.failed + result.parked === 0);
      if (idle) this.#skippedMs += SKIP_MS;
      else await sleep(DRAIN_EVERY_MS);
    }
    return { skippedMs: this.#skippedMs, left };
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const number = (text: string) => Number(text);
new Program('soak')
  .argument('[crm]', 'hubspot, pipedrive or salesforce', 'hubspot')
  .addOption(new Option('--events <count>', 'five a chat').default(10_000).argParser(number))
  .addOption(new Option('--rate <count>', 'events a second').argParser(number))
  .addOption(new Option('--outage <seconds>', 'nobody listens').default(60).argParser(number))
  .addOption(new Option('--faults <percent>', 'of the requests to the CRM').default(10).argParser(number))
  .action(async (crm: CrmName, options: Options) => {
    const problems = await soak(crm, options);
    print(problems.length === 0 ? '\nNothing lost, nothing doubled.' : `\n${problems.join('\n')}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  })
  .parse();
