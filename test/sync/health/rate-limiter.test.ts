import { HealthCache } from '../../../sync/health/health-cache';
import { RateLimiter } from '../../../sync/health/rate-limiter';
import { startTable, type Table } from '../../store/table';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

const LIMITS = { general: { requests: 100, windowMs: 10_000 }, search: { requests: 5, windowMs: 1_000 } };
const never = new AbortController().signal;

/** A worker on a clock that only sleeping moves. */
function worker(account: string, clock: { now: number }) {
  const deps = {
    store: table.store,
    now: () => clock.now,
    sleep: (ms: number) => {
      clock.now += ms;
      return Promise.resolve();
    },
    log: { debug: noop, info: noop, warn: noop, error: noop },
    metrics: { add: noop, flush: noop },
  };
  const cache = new HealthCache(deps, account);
  const limiter = new RateLimiter(deps, cache, LIMITS);
  return { cache, limiter, pace: limiter.workerPace() };
}

const noop = () => undefined;

async function times(
  count: number,
  pace: { before: (scope: string, signal: AbortSignal) => Promise<void> },
  scope: string,
  clock: { now: number },
) {
  const sent: number[] = [];
  for (let n = 0; n < count; n++) {
    await pace.before(scope, never);
    sent.push(clock.now);
  }
  return sent;
}

/** The most requests in any window, as a CRM with a rolling window counts them. */
function most(sent: readonly number[], windowMs: number): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + windowMs).length));
}

it.each(['general', 'search'] as const)(
  '%s: no window holds more than the limit, and most of it is used',
  async (scope) => {
    const clock = { now: 1_000_000 };
    const { pace } = worker(`one-${scope}`, clock);
    const { requests, windowMs } = LIMITS[scope];
    const sent = await times(requests * 4, pace, scope, clock);
    expect(most(sent, windowMs)).toBeLessThanOrEqual(requests);
    const rate = (sent.length - 1) / ((sent.at(-1)! - sent[0]!) / windowMs);
    expect(rate).toBeGreaterThan(requests * 0.6);
  },
);

it('two workers share one allowance through the table', async () => {
  const clock = { now: 1_000_000 };
  const workers = [worker('shared', clock), worker('shared', clock)];
  const sent: number[] = [];
  for (let n = 0; n < 200; n++) {
    await workers[n % 2]!.pace.before('general', never);
    sent.push(clock.now);
  }
  expect(most(sent, 10_000)).toBeLessThanOrEqual(100);
});

it('a limit the CRM tells of counts more than the documented one, for the next worker as well', async () => {
  const clock = { now: 1_000_000 };
  const first = worker('learned', clock);
  first.pace.observe({ scope: 'general', limit: 20, windowMs: 10_000, remaining: 20 });
  await first.cache.written();
  const second = worker('learned', clock);
  await second.cache.look();
  const sent = await times(60, second.pace, 'general', clock);
  expect(most(sent, 10_000)).toBeLessThanOrEqual(20);
});

it('a pause the CRM asks for holds for every worker, a chat with an agent in it hears of it first', async () => {
  const clock = { now: 1_000_000 };
  const live = worker('paused', clock);
  live.limiter.livePace().observe({ scope: 'general', pauseMs: 8_000 });
  await live.cache.written();
  const other = worker('paused', clock);
  await other.cache.look();
  expect(other.limiter.pausedUntil).toBe(1_008_000);
  await other.pace.before('general', never);
  expect(clock.now).toBeGreaterThanOrEqual(1_008_000);
});

it('a shorter pause does not end a longer one', async () => {
  const clock = { now: 1_000_000 };
  const one = worker('longer', clock);
  const two = worker('longer', clock);
  one.pace.observe({ scope: 'general', pauseMs: 60_000 });
  two.pace.observe({ scope: 'general', pauseMs: 1_000 });
  await Promise.all([one.cache.written(), two.cache.written()]);
  const three = worker('longer', clock);
  await three.cache.look();
  expect(three.limiter.pausedUntil).toBe(1_060_000);
});

it('a warm worker forgets its own pauses too once a person has ended them, and heeds the next', async () => {
  const clock = { now: 1_000_000 };
  const account = 'resumed';
  const { limiter, pace, cache } = worker(account, clock);
  pace.observe({ scope: 'general', pauseMs: 60_000 });
  // Its own courtesy, which stands in no table: hardly anything is left of the window.
  pace.observe({ scope: 'general', limit: 100, remaining: 1, windowMs: 10_000_000 });
  await cache.written();
  expect(limiter.pausedUntil).toBe(3_500_000);
  clock.now += 5_000;
  await table.store.health.resume({ account, now: clock.now });
  await cache.look();
  expect(limiter.pausedUntil).toBe(0);
  clock.now += 1;
  pace.observe({ scope: 'general', pauseMs: 7_000 });
  expect(limiter.pausedUntil).toBe(clock.now + 7_000);
});

it('a pause of years in the table, as an older version wrote it, gives way to the next one', async () => {
  const clock = { now: 1_000_000 };
  const { limiter, pace, cache } = worker('far', clock);
  const until = clock.now + 1e12;
  await table.store.health.pause({ account: 'far', scope: 'general', until, now: until });
  await cache.look();
  expect(limiter.pausedUntil).toBe(0);
  pace.observe({ scope: 'general', pauseMs: 7_000 });
  await cache.written();
  const other = worker('far', clock);
  await other.cache.look();
  expect(other.limiter.pausedUntil).toBe(1_007_000);
});

it('chats in which an agent waits never wait for a turn', async () => {
  const clock = { now: 1_000_000 };
  const { limiter } = worker('live', clock);
  await times(500, limiter.livePace(), 'search', clock);
  expect(clock.now).toBe(1_000_000);
});

it('without the table the worker goes on at its own pace', async () => {
  const clock = { now: 1_000_000 };
  const { limiter, cache } = worker('broken', clock);
  const failing = {
    ...table.store,
    health: { ...table.store.health, reserve: () => Promise.reject(new Error('away')) },
  };
  const lines: string[] = [];
  const deps = {
    store: failing as typeof table.store,
    now: () => clock.now,
    sleep: (ms: number) => Promise.resolve(void (clock.now += ms)),
    log: { debug: noop, info: noop, warn: (line: string) => void lines.push(line), error: noop },
    metrics: { add: noop, flush: noop },
  };
  const alone = new RateLimiter(deps, new HealthCache(deps, 'broken'), LIMITS);
  const sent = await times(200, alone.workerPace(), 'general', clock);
  expect(most(sent, 10_000)).toBeLessThanOrEqual(100);
  expect(lines.length).toBeGreaterThan(0);
  expect([limiter.pausedUntil, cache.current.failures]).toEqual([0, 0]);
});
