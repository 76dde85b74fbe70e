import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { MetricName } from '../../sync/metrics';
import { newChat, startWorld, talk, type World } from '../e2e/hubspot/world';

const ROOT = resolve(__dirname, '../..');

/** What CloudWatch would take from the log lines of one flush. */
function linesOf(adds: [string, MetricName, number?][]): Record<string, unknown>[] {
  const script = `
    const { createMetrics } = require(${JSON.stringify(join(ROOT, 'handlers/metrics.ts'))});
    const metrics = createMetrics({});
    for (const [connector, name, value] of ${JSON.stringify(adds)}) metrics.add(connector, name, value ?? undefined);
    metrics.flush();
    metrics.flush();
  `;
  const out = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, POWERTOOLS_METRICS_DISABLED: 'false' },
  });
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('are one line an account in CloudWatch’s embedded format, written once', () => {
  const lines = linesOf([
    ['hubspot', 'EventsReceived'],
    ['hubspot', 'CrmRequests'],
    ['hubspot', 'CrmRequests'],
    ['hubspot', 'ReplyLatency', 120],
    ['salesforce', 'DueEvents', 7],
  ]);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    service: 'jivochat-crm',
    account: 'hubspot',
    EventsReceived: 1,
    CrmRequests: 2,
    ReplyLatency: 120,
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'jivochat-crm',
          Dimensions: [['service', 'account']],
          Metrics: expect.arrayContaining([
            { Name: 'EventsReceived', Unit: 'Count' },
            { Name: 'ReplyLatency', Unit: 'Milliseconds' },
          ]) as unknown,
        },
      ],
    },
  });
  expect(lines[1]).toMatchObject({ account: 'salesforce', DueEvents: 7 });
});

describe('what is counted', () => {
  let world: World;
  afterEach(() => world.close());
  const sums = () => {
    const total: Partial<Record<MetricName, number>> = {};
    for (const { name, value } of world.counted) total[name] = (total[name] ?? 0) + value;
    world.counted.length = 0;
    return total;
  };

  it('of a chat that goes well: events, replies and every request to the CRM', async () => {
    world = await startWorld({ env: { HUBSPOT_PORTAL_ID: '12345678' } });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(3)));
    const { ReplyLatency, ...counts } = sums();
    expect(counts).toEqual({
      EventsReceived: 2,
      Replies: 2,
      EventsDone: 2,
      CrmRequests: world.hubspot.requests.length,
    });
    expect(ReplyLatency).toBeGreaterThan(0);
  });

  it('of an event that is put back, worked off and parked', async () => {
    world = await startWorld({ env: { HUBSPOT_PORTAL_ID: '12345678', REPLY_DEADLINE_MS: '1500' } });
    world.hubspot.faults.add({ kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING' });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(sums()).toMatchObject({ EventsReceived: 1, EventsRetried: 1, CrmRateLimited: 1, CrmRequests: 1 });

    world.clock.offsetMs += 3_600_000;
    world.hubspot.faults.add({ kind: 'answer', status: 403, body: { category: 'MISSING_SCOPES' } });
    await world.retry();
    expect(sums()).toMatchObject({ EventsParked: 1, ParkedEvents: 1, DueEvents: 0, OldestDueAge: 0 });
  });

  it('how long the oldest has waited', async () => {
    world = await startWorld({ env: { HUBSPOT_PORTAL_ID: '12345678', REPLY_DEADLINE_MS: '1500' } });
    world.hubspot.faults.add({ kind: 'locked', times: Infinity });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    world.clock.offsetMs += 7_200_000;
    sums();
    await world.retry();
    const { OldestDueAge, DueEvents } = sums();
    expect(DueEvents).toBe(1);
    expect(OldestDueAge).toBeGreaterThanOrEqual(7_200);
    expect(OldestDueAge).toBeLessThan(7_300);
  });

  it('nothing of a CRM that nobody uses', async () => {
    world = await startWorld();
    await world.retry();
    expect(world.counted).toEqual([]);
  });
});
