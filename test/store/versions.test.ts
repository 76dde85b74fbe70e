import { HEALTHY } from '../../store/health';
import { startTable, type Table } from './table';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

const put = (row: Record<string, unknown>) => table.rows.put('write as it was', row);
const claim = { key: 'e', now: 9, owner: 'o', leaseMs: 1 };
const event = { status: 'due', account: 'a', attempts: 2, receivedAt: 1, dueAt: 1, text: '{}' };

/** Every kind of row, as the release before there were versions wrote it, and how it is read. */
const ROWS: [string, Record<string, unknown>, () => Promise<unknown>, unknown][] = [
  [
    'an event',
    { pk: 'inbox#e', ...event },
    () => table.store.inbox.claim(claim),
    { payload: '{}', attempts: 3 },
  ],
  [
    'a transcript',
    { pk: 'transcript#c', text: '{"messages":[]}' },
    () => table.store.transcripts.get('c', 0),
    { messages: [] },
  ],
  ['a turn', { pk: 'turns#a#l', taken: 4 }, () => table.store.turns.next('a', 'l', 'who'), 5],
  ['what is remembered', { pk: 'memory#m', text: '[1]' }, () => table.store.memory.get('m', 0), [1]],
  [
    'health',
    { pk: 'health#a', failures: 2, 'paused#general': 7, 'limit#search': { requests: 1, windowMs: 2 } },
    () => table.store.health.read('a'),
    { failures: 2, pausedUntil: { general: 7 }, limits: { search: { requests: 1, windowMs: 2 } } },
  ],
];

describe.each(ROWS)('%s', (name, row, read, expected) => {
  it('of a former release is read', async () => {
    await put(row);
    const found = await read();
    if (typeof expected === 'object' && !Array.isArray(expected))
      expect(found).toMatchObject(expected as object);
    else expect(found).toEqual(expected);
  });

  it('of a newer one is not taken for what it is not', async () => {
    await put({ ...row, version: 2 });
    if (name === 'what is remembered') expect(await read()).toBeUndefined();
    else if (name === 'health') expect(await read()).toEqual(HEALTHY);
    else
      await expect(read()).rejects.toMatchObject({
        name: 'UnreadableRowError',
        key: row.pk,
        retryable: false,
      });
  });
});

it.each([
  ['an event without a state', { pk: 'inbox#e', receivedAt: 1, attempts: 1 }, ROWS[0]![2]],
  ['a transcript of another kind', { pk: 'transcript#c', text: 7 }, ROWS[1]![2]],
])('%s is told with its row', async (_case, row, read) => {
  await put(row);
  await expect(read()).rejects.toMatchObject({ name: 'UnreadableRowError', key: row.pk });
});

it('what is no number in a row of health is learned again', async () => {
  await put({
    pk: 'health#b',
    failures: 'x',
    openUntil: [],
    'paused#general': 'soon',
    'limit#search': { requests: 1 },
  });
  expect(await table.store.health.read('b')).toEqual(HEALTHY);
  await put({ pk: 'limiter#b#general', nextAt: 'x' });
  const turn = { account: 'b', scope: 'general', takesMs: 1, now: 5 };
  expect(await table.store.health.reserve(turn)).toBe(6);
});
