import { UnreadableRowError } from '../../store/errors';
import { readThread } from '../../store/link-state';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LeaseLostError } from '../../store/errors';
import { linkKey } from '../../store/links';
import { createStore } from '../../store/store';
import { startTable, type Table } from './table';

const LEASE = 1_000;
const DAY_MS = 24 * 3_600_000;
const record = { type: 'contact', id: '51' };
let table: Table;
let serial = 0;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

const links = () => table.store.links;
const newKey = () => `link#${++serial}`;
const hold = (keys: string[], owner = 'anna', now = 1_000) =>
  links().acquire({ keys, owner, now, leaseMs: LEASE });

describe('linkKey', () => {
  it('shows no e-mail address and no number', () => {
    expect(linkKey('hubspot', 'email', 'tom@example.com')).not.toContain('tom');
    expect(linkKey('hubspot', 'phone', '+14155552671')).not.toContain('4155552671');
    expect(linkKey('hubspot', 'thread', 'w:1')).not.toBe(linkKey('salesforce', 'thread', 'w:1'));
  });
});

describe('acquire', () => {
  it('holds rows that were never there, and says what others say', async () => {
    const [blank, known] = [newKey(), newKey()];
    await hold([known]);
    await links().write({ key: known, owner: 'anna', record, data: { n: 1 }, now: 1_000 });
    const acquired = await hold([blank, known], 'boris');
    const replaceable = { replaceableUntil: 1_000 + LEASE };
    expect(acquired).toEqual({
      ok: true,
      links: new Map<string, unknown>([
        [blank, { key: blank, ...replaceable }],
        [
          known,
          {
            key: known,
            record,
            data: { n: 1 },
            lastOwner: 'anna',
            expiresAt: expect.any(Number) as unknown,
            ...replaceable,
          },
        ],
      ]),
    });
  });

  it('is all or nothing', async () => {
    const [free, taken] = [newKey(), newKey()];
    await hold([taken], 'boris');
    expect(await hold([free, taken])).toEqual({ ok: false, busy: [taken] });
    expect(await hold([free], 'clara')).toMatchObject({ ok: true });
  });

  it('lets one of 32 that come at once have it', async () => {
    const key = newKey();
    const tries = await Promise.all(Array.from({ length: 32 }, (_, index) => hold([key], `owner-${index}`)));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('takes over when the lease has run out, and is in doubt then', async () => {
    const key = newKey();
    await hold([key]);
    expect(await hold([key], 'boris', 1_999)).toMatchObject({ ok: false });
    const acquired = await hold([key], 'boris', 2_000);
    expect(acquired.ok && acquired.links.get(key)).toMatchObject({ inDoubt: { since: expect.any(Number) } });
  });

  it('stays in doubt until somebody has cleared it up', async () => {
    const key = newKey();
    await hold([key]);
    await links().write({ key, owner: 'anna', record, now: 1_000, inDoubt: { since: 1_000 } });
    const second = await hold([key], 'boris');
    expect(second.ok && second.links.get(key)).toMatchObject({ record, inDoubt: { since: 1_000 } });
    await links().write({ key, owner: 'boris', record, now: 1_000 });
    const third = await hold([key], 'clara');
    expect(third.ok && third.links.get(key)).toMatchObject({ inDoubt: undefined });
  });

  it('stays in doubt when a failed try lets go again', async () => {
    const [unsure, taken] = [newKey(), newKey()];
    await hold([unsure]);
    await links().release({ key: unsure, owner: 'anna', inDoubt: { since: 1_000 } });
    await hold([taken], 'boris');
    expect(await hold([unsure, taken], 'clara')).toMatchObject({ ok: false });
    const acquired = await hold([unsure], 'dora');
    expect(acquired.ok && acquired.links.get(unsure)).toMatchObject({
      inDoubt: { since: expect.any(Number) },
    });
  });

  it('forgets a link whose time has passed although DynamoDB has not deleted it yet', async () => {
    const key = newKey();
    await hold([key]);
    await links().write({ key, owner: 'anna', record, now: 1_000 });
    const later = 1_000 + 401 * 24 * 3_600_000;
    expect((await links().read([key], later)).size).toBe(0);
    const acquired = await hold([key], 'boris', later);
    expect(acquired.ok && acquired.links.get(key)).toEqual({ key, replaceableUntil: later + LEASE });
    await links().write({ key, owner: 'boris', data: { n: 2 }, now: later });
    expect((await links().read([key], later)).get(key)).toMatchObject({ key, data: { n: 2 } });
  });

  it.each([
    { case: 'a row never written', written: false, later: DAY_MS - LEASE / 2 },
    { case: 'a link whose time has passed', written: true, later: 401 * DAY_MS },
    { case: 'a link whose time is nearly over', written: true, later: 400 * DAY_MS - LEASE / 2 },
  ])('keeps DynamoDB from deleting $case while it is held', async ({ written, later }) => {
    const key = newKey();
    await hold([key], 'anna', 0);
    if (written) await links().write({ key, owner: 'anna', record, now: 0 });
    await links().release({ key, owner: 'anna' });
    expect(await hold([key], 'boris', later)).toMatchObject({ ok: true });
    const row = await table.rows.get('look', key);
    expect(row!.expiresAt as number).toBeGreaterThan((later + LEASE) / 1_000);
  });

  it('lets a row that was only ever held vanish within days', async () => {
    const key = newKey();
    await hold([key], 'anna', 0);
    const row = await table.rows.get('look', key);
    expect(row!.expiresAt).toBe(DAY_MS / 1_000);
  });
});

describe('long data', () => {
  const data = { version: 1, noteHeader: Array.from({ length: 20 }, (_, at) => ({ label: 'Page', at })) };
  const write = async (key: string, said: Record<string, unknown> | undefined) => {
    await hold([key], 'anna', 0);
    await links().write({ key, owner: 'anna', record, data: said, now: 0 });
    return (await links().read([key], 0)).get(key)!.data;
  };

  it('is packed, and read as it was; what takes its place is no longer', async () => {
    const key = newKey();
    expect(await write(key, data)).toEqual(data);
    const acquired = await hold([key], 'boris', 0);
    expect(acquired.ok && acquired.links.get(key)!.data).toEqual(data);
    await links().release({ key, owner: 'boris' });
    expect(await table.rows.get('look', key)).toMatchObject({ packed: expect.any(Uint8Array) as unknown });
    for (const short of [{ version: 1, newestAt: 5 }, undefined]) {
      expect(await write(key, short)).toEqual(short);
      expect(await table.rows.get('look', key)).not.toHaveProperty('packed');
    }
  });

  it('is of a version that programs before it refuse, and refused where it is damaged', async () => {
    const key = newKey();
    await write(key, data);
    const row = (await table.rows.get('look', key))!;
    expect(row.data).toEqual({ version: 2 });
    await table.rows.put('damage', { ...row, packed: Buffer.from('x') });
    const link = (await links().read([key], 0)).get(key)!;
    expect(() => readThread(link)).toThrow(UnreadableRowError);
  });
});

describe('read', () => {
  it('of nothing asks nobody', async () => {
    expect(await links().read([], 0)).toEqual(new Map());
  });

  it('does not take a row that DynamoDB left out for one that is not there', async () => {
    const { tableName } = table;
    const throttled = {
      send: () =>
        Promise.resolve({ Responses: {}, UnprocessedKeys: { [tableName]: { Keys: [{ pk: 'a' }] } } }),
    } as unknown as DynamoDBClient;
    const read = createStore({ client: throttled, tableName }).links.read(['a'], 0);
    await expect(read).rejects.toMatchObject({ name: 'StoreError', retryable: true });
  });
});

describe('fencing', () => {
  it('keeps a holder whose lease was taken over from writing', async () => {
    const key = newKey();
    await hold([key]);
    await hold([key], 'boris', 5_000);
    await expect(links().write({ key, owner: 'anna', record, now: 5_000 })).rejects.toThrow(LeaseLostError);
    await links().release({ key, owner: 'anna' });
    expect(await hold([key], 'clara', 5_001)).toMatchObject({ ok: false });
    expect((await links().read([key], 5_001)).get(key)?.record).toBeUndefined();
  });
});
