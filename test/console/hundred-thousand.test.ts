import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { searchEvents } from '../../console/events/search';
import { toItem } from '../../store/dynamodb/marshalling';
import { createClient } from '../../store/dynamodb/client';
import { aboutOf, partOf } from '../../store/history/place';
import { toHistoryRow } from '../../store/history/shape';
import { linkKey } from '../../store/links';
import { newChat } from '../e2e/hubspot/world';
import { startConsole } from './kit';

/** `ALL_HISTORY=1 npx jest test/console/hundred-thousand` fills the table and measures; a few minutes. */
const measured = process.env.ALL_HISTORY ? it : it.skip;
const EVENTS = 100_000;
const PEOPLE = 20_000;
const BATCH = 25;

function rows(at: number, now: number): WriteRequest[] {
  return Array.from({ length: BATCH }, (_, index) => {
    const n = at + index;
    const record = { type: 'contact', id: String(1_000_000 + (n % PEOPLE)) };
    const thread = linkKey('hubspot', 'thread', `NRQ4JbEW7J:${n >> 2}`);
    const about = aboutOf('hubspot', record, thread);
    const history = toHistoryRow({
      event: 'chat_accepted',
      channel: 'NRQ4JbEW7J',
      chat: String(n >> 2),
      record,
      did: 'updated',
      fields: ['name', 'email', 'phone', 'page', 'utm', 'place'],
      owner: { id: '41629779', by: 'kept' },
      requests: [
        { operation: 'POST contacts/search', status: 200, ms: 41 },
        { operation: 'PATCH contacts', status: 200, ms: 63 },
      ],
      answeredIn: 812,
    });
    const receivedAt = now - n * 60_000;
    const Item = toItem({
      pk: `inbox#${createHash('sha256').update(String(n)).digest('hex')}`,
      account: 'hubspot',
      thread,
      receivedAt,
      status: 'done',
      attempts: 1,
      doneAt: receivedAt + 812,
      reply: { result: 'ok', contact_info: { name: `Person ${n % PEOPLE}` } },
      history,
      about,
      part: partOf(about),
      expiresAt: Math.ceil(now / 1_000) + 90 * 86_400,
    });
    return { PutRequest: { Item } };
  });
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: Math.round(performance.now() - began), result };
}

measured(
  '100,000 events: a person in under a second, the first page in under 200 ms',
  async () => {
    const site = await startConsole();
    const { world } = site;
    const client = createClient({ env: world.env });
    const now = Date.now();
    for (let at = 0; at < EVENTS; at += BATCH) {
      await client.send(
        new BatchWriteItemCommand({ RequestItems: { [world.table.tableName]: rows(at, now) } }),
      );
    }
    await world.send(newChat({ email: 'tom@many.example', phone: '+14155550181' }).accepted());
    const { store } = world.deps();
    const page = { limit: 50, now };
    const figures: Record<string, number> = {};
    for (const [name, filters] of Object.entries({
      email: { email: 'TOM@many.example' },
      record: { record: 'contact/1000777' },
      day: { since: now - 86_400_000 },
      chat: { chat: '20000' },
    })) {
      const { ms } = await timed(() => searchEvents(store, ['hubspot'], filters, page));
      figures[name] = ms;
    }
    const first = await timed(() => site.get('/live'));
    figures.firstPaint = first.ms;
    const again = await timed(() => site.get('/live'));
    figures.secondPaint = again.ms;
    figures.memory = Math.round(process.memoryUsage().rss / 1e6);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(first.result.html).toContain('Person 0');
    expect(figures.email).toBeLessThan(1_000);
    expect(figures.record).toBeLessThan(1_000);
    expect(figures.day).toBeLessThan(1_000);
    expect(again.ms).toBeLessThan(200);
    client.destroy();
    await site.close();
  },
  900_000,
);
