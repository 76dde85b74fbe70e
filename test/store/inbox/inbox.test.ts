import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { LeaseLostError, PayloadLostError } from '../../../store/errors';
import type { NewEvent } from '../../../store/inbox/inbox';
import { startTable, type Table } from '../table';
import { TOLD } from '../told';

const LEASE = 1_000;
const failure = { message: 'HubSpot: HTTP 503' };
let table: Table;
let serial = 0;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

function newEvent(parts: Partial<NewEvent> = {}): NewEvent {
  return {
    key: `key-${++serial}`,
    account: `crm-${serial}`,
    thread: 'chat-1',
    payload: '{"event_name":"chat_accepted"}',
    receivedAt: 1_000,
    now: 1_000,
    owner: 'anna',
    leaseMs: LEASE,
    ...parts,
  };
}

const inbox = () => table.store.inbox;
const queues = () => table.store.queues;

describe('keep', () => {
  it('holds a new event', async () => {
    const event = newEvent();
    expect(await inbox().keep(event)).toEqual({
      state: 'claimed',
      attempts: 1,
      suspectFailures: 0,
      receivedAt: 1_000,
      takenOver: false,
    });
    expect(await inbox().keep({ ...event, owner: 'boris' })).toEqual({ state: 'busy' });
  });

  it('lets exactly one of 32 that come at once have it', async () => {
    const event = newEvent();
    const kept = await Promise.all(
      Array.from({ length: 32 }, (_, index) => inbox().keep({ ...event, owner: `owner-${index}` })),
    );
    expect(kept.filter(({ state }) => state === 'claimed')).toHaveLength(1);
  });

  it('gives the stored reply once it is done', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().finish({
      ...TOLD,
      key: event.key,
      owner: 'anna',
      reply: { result: 'ok', crm_link: 'x' },
      now: 1_500,
    });
    expect(await inbox().keep({ ...event, owner: 'boris', now: 999_999 })).toEqual({
      state: 'done',
      reply: { result: 'ok', crm_link: 'x' },
    });
  });

  it('takes over from a holder who vanished, and says so', async () => {
    const event = newEvent();
    await inbox().keep(event);
    expect(await inbox().keep({ ...event, owner: 'boris', now: 1_000 + LEASE })).toEqual({
      state: 'claimed',
      attempts: 2,
      suspectFailures: 1,
      receivedAt: 1_000,
      takenOver: true,
    });
  });

  it('takes an event that was put back, with nothing in doubt about it', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().postpone({ key: event.key, owner: 'anna', dueAt: 9_000, failure, suspectFailures: 0 });
    expect(await inbox().keep({ ...event, owner: 'boris' })).toMatchObject({
      state: 'claimed',
      takenOver: false,
    });
  });

  it('leaves a parked event to the person who looks at it', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().park({ key: event.key, owner: 'anna', failure, now: 2_000 });
    expect(await inbox().keep({ ...event, owner: 'boris' })).toEqual({ state: 'parked' });
  });

  it('counts an equal update as new after its time, and as a repeat before', async () => {
    const event = newEvent({ repeatAfterMs: 600_000 });
    await inbox().keep(event);
    await inbox().finish({ ...TOLD, key: event.key, owner: 'anna', reply: { result: 'ok' }, now: 2_000 });
    expect(await inbox().keep({ ...event, now: 602_000 })).toMatchObject({ state: 'done' });
    const again = await Promise.all(
      ['boris', 'clara'].map((owner) => inbox().keep({ ...event, owner, now: 602_001 })),
    );
    expect(again.map(({ state }) => state).toSorted()).toEqual(['busy', 'claimed']);
  });

  it('forgets a done event whose time has passed although DynamoDB has not deleted it yet', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().finish({ ...TOLD, key: event.key, owner: 'anna', reply: { result: 'ok' }, now: 2_000 });
    const later = 2_000 + 91 * 24 * 3_600_000;
    expect(await inbox().keep({ ...event, now: later })).toMatchObject({ state: 'claimed', attempts: 1 });
  });
});

describe('fencing', () => {
  it('keeps a holder whose lease was taken over from settling anything', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().keep({ ...event, owner: 'boris', now: 5_000 });
    const { key } = event;
    const late = { key, owner: 'anna', now: 5_001 };
    await expect(inbox().finish({ ...TOLD, ...late, reply: {} })).rejects.toThrow(LeaseLostError);
    await expect(inbox().postpone({ ...late, dueAt: 0, failure, suspectFailures: 0 })).rejects.toThrow(
      LeaseLostError,
    );
    await expect(inbox().park({ ...late, failure })).rejects.toThrow(LeaseLostError);
    await inbox().finish({ ...TOLD, key, owner: 'boris', reply: { by: 'boris' }, now: 5_002 });
    expect(await inbox().keep(event)).toEqual({ state: 'done', reply: { by: 'boris' } });
  });
});

describe('what is due', () => {
  it('is listed oldest first, and only when its time has come', async () => {
    const account = 'due-crm';
    for (const dueAt of [3_000, 1_000, 9_000]) {
      const event = newEvent({ account });
      await inbox().keep(event);
      await inbox().postpone({ key: event.key, owner: 'anna', dueAt, failure, suspectFailures: 0 });
    }
    const due = await queues().due({ account, now: 5_000, limit: 10 });
    expect(due.map(({ dueAt }) => dueAt)).toEqual([1_000, 3_000]);
    expect(due[0]).toMatchObject({ thread: 'chat-1', receivedAt: 1_000, failure });
    expect(await queues().countPending(account)).toBe(3);
  });

  it('an event in work falls due by itself when its holder vanishes', async () => {
    const event = newEvent();
    await inbox().keep(event);
    expect(await queues().due({ account: event.account, now: 1_000 + LEASE - 1, limit: 10 })).toEqual([]);
    expect(await queues().due({ account: event.account, now: 1_000 + LEASE, limit: 10 })).toHaveLength(1);
  });

  it('is claimed by one worker only, with its body', async () => {
    const event = newEvent();
    await inbox().keep(event);
    const claims = await Promise.all(
      ['w1', 'w2', 'w3'].map((owner) => inbox().claim({ key: event.key, owner, now: 2_000, leaseMs: LEASE })),
    );
    expect(claims.filter(Boolean)).toEqual([
      {
        key: event.key,
        payload: event.payload,
        attempts: 2,
        suspectFailures: 1,
        receivedAt: 1_000,
        takenOver: true,
      },
    ]);
  });

  it('remembers over attempts and holders how often its work ended unclearly, until it is replayed', async () => {
    const event = newEvent();
    await inbox().keep(event);
    const claim = { key: event.key, leaseMs: LEASE };
    await inbox().postpone({ key: event.key, owner: 'anna', dueAt: 2_000, failure, suspectFailures: 1 });
    expect(await inbox().claim({ ...claim, owner: 'w1', now: 2_000 })).toMatchObject({ suspectFailures: 1 });
    const later = 2_000 + LEASE;
    expect(await inbox().claim({ ...claim, owner: 'w2', now: later })).toMatchObject({ suspectFailures: 2 });
    await inbox().park({ key: event.key, owner: 'w2', failure, now: later });
    await queues().replay({ key: event.key, now: later });
    expect(await inbox().claim({ ...claim, owner: 'w3', now: later })).toMatchObject({ suspectFailures: 0 });
  });

  it('is not claimed before its time by a worker with an old list', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().postpone({ key: event.key, owner: 'anna', dueAt: 9_000, failure, suspectFailures: 0 });
    const claim = { key: event.key, owner: 'w1', leaseMs: LEASE };
    expect(await inbox().claim({ ...claim, now: 8_999 })).toBeUndefined();
    expect(await inbox().claim({ ...claim, now: 9_000 })).toMatchObject({ attempts: 2, takenOver: false });
  });

  it('is nothing that is done', async () => {
    const event = newEvent();
    await inbox().keep(event);
    await inbox().finish({ ...TOLD, key: event.key, owner: 'anna', reply: {}, now: 1_001 });
    expect(await inbox().claim({ key: event.key, owner: 'w1', now: 99_000, leaseMs: LEASE })).toBeUndefined();
    expect(await queues().countPending(event.account)).toBe(0);
  });
});

describe('parked events', () => {
  it('are listed with the CRM’s words, replayed and dropped', async () => {
    const account = 'parked-crm';
    const [first, second] = [newEvent({ account }), newEvent({ account })];
    for (const { key, owner } of [first, second]) {
      await inbox().keep({ ...first, key });
      await inbox().park({ key, owner, failure: { message: 'm', remedy: 'r' }, now: 2_000 });
    }
    expect((await queues().parked({ account, limit: 10 })).map(({ failure: words }) => words)).toEqual([
      { message: 'm', remedy: 'r' },
      { message: 'm', remedy: 'r' },
    ]);
    expect(await queues().countPending(account)).toBe(0);
    await queues().replay({ key: first.key, now: 3_000 });
    expect(await queues().due({ account, now: 3_000, limit: 10 })).toHaveLength(1);
    await queues().drop(second.key);
    expect(await queues().parked({ account, limit: 10 })).toEqual([]);
    await expect(queues().drop(first.key)).rejects.toThrow('not parked');
    await expect(queues().replay({ key: second.key, now: 4_000 })).rejects.toThrow('not parked');
  });

  it('are listed page by page, also when one is replayed in between', async () => {
    const account = 'paged-crm';
    const keys: string[] = [];
    // Two of them at the same moment: the page must not end between equals.
    for (const now of [2_000, 3_000, 3_000, 4_000, 5_000]) {
      const event = newEvent({ account });
      keys.push(event.key);
      await inbox().keep(event);
      await inbox().park({ key: event.key, owner: 'anna', failure, now });
    }
    const first = await queues().parked({ account, limit: 2 });
    await queues().replay({ key: first[1]!.key, now: 9_000 });
    const second = await queues().parked({ account, limit: 2, after: first[1] });
    const third = await queues().parked({ account, limit: 2, after: second[1] });
    const listed = [...first, ...second, ...third];
    expect(listed.map(({ dueAt }) => dueAt)).toEqual([2_000, 3_000, 3_000, 4_000, 5_000]);
    expect(new Set(listed.map(({ key }) => key))).toEqual(new Set(keys));
  });
});

describe('bodies', () => {
  it('of any text come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 3_000 }),
        fc.integer({ min: 1, max: 40 }),
        async (text, times) => {
          const event = newEvent({ payload: text.repeat(times) });
          await inbox().keep(event);
          const claimed = await inbox().claim({ key: event.key, owner: 'w', now: 9_000, leaseMs: LEASE });
          expect(claimed?.payload).toBe(event.payload);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('that are damaged are parked, so that they do not stand in the way of the others for ever', async () => {
    const event = newEvent({ payload: randomBytes(600_000).toString('base64') });
    await inbox().keep(event);
    const part = (await table.all()).find(({ pk }) => (pk as string).includes(`${event.key}#`))!;
    await table.rows.delete('damage', part.pk as string);
    const claim = { key: event.key, now: 9_000, owner: 'w', leaseMs: LEASE };
    await expect(inbox().claim(claim)).rejects.toThrow(PayloadLostError);
    expect(await queues().parked({ account: event.account, limit: 1 })).toMatchObject([
      { key: event.key, failure: { message: expect.stringContaining('missing') } },
    ]);
    expect(await inbox().claim({ ...claim, now: 99_000 })).toBeUndefined();
  });

  it('of a megabyte that cannot be packed are split, put together, and removed when done', async () => {
    const payload = randomBytes(700_000).toString('base64');
    const event = newEvent({ payload });
    await inbox().keep(event);
    const claimed = await inbox().claim({ key: event.key, owner: 'w', now: 9_000, leaseMs: LEASE });
    expect(claimed?.payload === payload).toBe(true);
    await inbox().finish({ ...TOLD, key: event.key, owner: 'w', reply: {}, now: 9_001 });
    expect((await table.all()).filter(({ pk }) => (pk as string).includes(event.key))).toEqual([
      expect.not.objectContaining({ generation: expect.anything() }),
    ]);
  });
});
