import { aboutOf, allParts, partOf } from '../../../store/history/place';
import { readHistory, toHistoryRow, type History } from '../../../store/history/shape';
import { startTable, type Table } from '../table';

const DAY = 86_400_000;
const NOW = Date.now();
let table: Table;
beforeAll(async () => (table = await startTable()));
afterAll(() => table.close());

const histories = () => table.store.histories;

/** A done event; `at` is its arrival. */
async function done(key: string, at: number, { account = 'hubspot', id = '', thread = key } = {}) {
  const record = id ? { type: 'contact', id } : undefined;
  const history: History = { event: 'chat_accepted', ...(record && { record }) };
  const about = aboutOf(account, record, thread);
  const { inbox } = table.store;
  await inbox.keep({
    key,
    account,
    thread,
    payload: '{}',
    receivedAt: at,
    now: at,
    owner: 'a',
    leaseMs: 1_000,
  });
  await inbox.finish({
    key,
    owner: 'a',
    reply: { result: 'ok' },
    history,
    about,
    keepMs: 90 * DAY,
    now: at + 40,
  });
}

describe('what is remembered of done events', () => {
  beforeAll(async () => {
    for (let n = 0; n < 60; n++)
      await done(`many${n}`, NOW - 60_000 + n, { id: `${n % 20}`, thread: `t${n}` });
    await done('early', NOW - 40 * DAY, { id: '7', thread: 'chat' });
    await done('between', NOW - 2 * DAY, { id: '8', thread: 'chat' });
    await done('nobody', NOW - 3 * DAY, { thread: 'chat' });
    await done('other', NOW - DAY, { account: 'eu', id: '7' });
  });

  it('is listed newest first, over all parts, as many as are asked for', async () => {
    const found = await histories().done({ limit: 55 });
    expect(found.map(({ key }) => key)).toEqual(Array.from({ length: 55 }, (_, n) => `many${59 - n}`));
    expect(found[0]).toMatchObject({ status: 'done', account: 'hubspot', doneAt: NOW - 60_000 + 59 + 40 });
    expect(
      new Set(found.map(({ history }) => partOf(aboutOf('hubspot', history?.record, 't')))).size,
    ).toBeGreaterThan(5);
  });

  it.each([
    ['a record', { about: aboutOf('hubspot', { id: '7' }, '') }, ['many47', 'many27', 'many7', 'early']],
    ['a record of another account', { about: aboutOf('eu', { id: '7' }, '') }, ['other']],
    ['a record, since a day', { about: aboutOf('hubspot', { id: '8' }, ''), until: NOW - DAY }, ['between']],
    ['a chat without a record', { about: aboutOf('hubspot', undefined, 'chat') }, ['nobody']],
    [
      'a chat among those of its record',
      { about: aboutOf('hubspot', { id: '8' }, ''), thread: 'chat' },
      ['between'],
    ],
    ['an account', { account: 'eu' }, ['other']],
    ['days', { since: NOW - 3 * DAY, until: NOW - DAY }, ['other', 'between', 'nobody']],
    ['the beginning of a key', { key: 'betw' }, ['between']],
  ])('is found by %s', async (_case, query, keys) => {
    expect((await histories().done({ ...query, limit: 50 })).map(({ key }) => key)).toEqual(keys);
  });

  it('is gone with its time', async () => {
    await done('old', NOW - 91 * DAY, { id: '99' });
    expect(await histories().done({ about: aboutOf('hubspot', { id: '99' }, ''), limit: 5 })).toEqual([]);
  });

  it('is spread evenly', () => {
    const counts = new Map(allParts().map((part) => [part, 0]));
    for (let n = 0; n < 16_000; n++) {
      const part = partOf(aboutOf('hubspot', { id: String(n) }, ''));
      counts.set(part, counts.get(part)! + 1);
    }
    expect(Math.max(...counts.values())).toBeLessThan(1_200);
    expect(Math.min(...counts.values())).toBeGreaterThan(800);
  });
});

describe('the shape of a history', () => {
  const whole: History = {
    event: 'chat_finished',
    channel: 'NRQ',
    chat: '7507',
    match: 'search-email',
    record: { type: 'contact', id: '201' },
    others: ['202'],
    did: 'updated',
    rules: ['sales'],
    owner: { id: '31', by: 'agent' },
    fields: ['phone', 'pageUrl'],
    dropped: ['City'],
    wrote: { note: ['9'] },
    requests: [
      { operation: 'POST contacts/search', status: 200, ms: 41 },
      { operation: 'POST notes', ms: 10_000 },
    ],
    attempts: [{ at: NOW, ms: 2_400, reason: 'HTTP 503' }],
    answeredIn: 812,
  };

  it('comes back as it was, requests in a third of the room', () => {
    expect(readHistory(toHistoryRow(whole))).toEqual(whole);
    expect(toHistoryRow(whole).requests).toEqual(['200 41 POST contacts/search', '- 10000 POST notes']);
  });

  it.each([
    ['nothing', undefined],
    ['a newer version’s', { ...toHistoryRow(whole), version: 2 }],
    ['something else', { version: 1, event: 7 }],
    ['a text', 'chat_accepted'],
  ])('%s is not read, and breaks nothing', (_case, row) => {
    expect(readHistory(row)).toBeUndefined();
  });
});
