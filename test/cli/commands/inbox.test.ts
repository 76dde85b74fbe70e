import { StoreError } from '../../../store/errors';
import type { Failure } from '../../../store/inbox/inbox-row';
import { Queues } from '../../../store/inbox/queues';
import { startTable, type Table } from '../../store/table';
import { run as runCli, type Ended } from '../cli';
import { TOLD } from '../../store/told';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.close());

function park(...keys: string[]): Promise<void> {
  return parkAt('hubspot', FAILURE, ...keys);
}

const FAILURE: Failure = {
  message: 'HubSpot: POST contacts: HTTP 400',
  remedy: 'Make the property optional.',
};

async function parkAt(account: string, failure: Failure, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    const event = {
      key,
      account,
      thread: 'c',
      payload: '{}',
      receivedAt: 1,
      now: 1,
      owner: 'o',
      leaseMs: 1,
    };
    await table.store.inbox.keep(event);
    await table.store.inbox.park({ key, owner: 'o', failure, now: 1_000 });
  }
}

const clock = { now: 5_000 };
/** What the worker does while the command waits: two seconds pass each time. */
let meanwhile: () => Promise<unknown> = () => Promise.resolve();
const nothing = meanwhile;
beforeEach(() => {
  clock.now = 5_000;
  meanwhile = nothing;
});

function run(...args: string[]): Promise<Ended> {
  return answering(undefined, ...args);
}

function answering(answer: boolean | undefined, ...args: string[]): Promise<Ended> {
  const sleep = async (ms: number) => {
    clock.now += ms;
    await meanwhile();
  };
  return runCli(['inbox', ...args], { env: table.env, now: () => clock.now, sleep, answer });
}

/** The worker takes the event and it ends so. */
async function worked(key: string, end: 'finish' | 'park' | 'postpone', dueAt = 0): Promise<void> {
  const held = { key, owner: 'worker', now: clock.now };
  const failure = { message: `HubSpot: after the replay: ${end}`, remedy: 'Mend it better.' };
  await table.store.inbox.claim({ ...held, leaseMs: 30_000 });
  if (end === 'finish') await table.store.inbox.finish({ ...TOLD, ...held, reply: {} });
  if (end === 'park') await table.store.inbox.park({ ...held, failure });
  if (end === 'postpone') await table.store.inbox.postpone({ ...held, dueAt, failure, suspectFailures: 0 });
}

const due = () => table.store.queues.due({ account: 'hubspot', now: clock.now, limit: 500 });

describe('inbox', () => {
  it('lists what waits, with the CRM’s words and the remedy', async () => {
    expect((await run('list')).out).toBe('No parked events.');
    await park('abc1');
    expect((await run('list')).out).toMatch(
      /^1 event, 1 cause\n.*HTTP 400.*→ Make the property optional\..*abc1/s,
    );
    expect(JSON.parse((await run('list', '--json')).out)).toEqual([expect.objectContaining({ key: 'abc1' })]);
    expect((await run('show', 'ab')).out).toMatch(/the CRM said +HubSpot: POST contacts: HTTP 400/);
    expect((await run('list', '--connector', 'salesforce')).out).toBe('No parked events.');
  });

  it('covers every CRM unless one is named', async () => {
    await parkAt('hubspot', FAILURE, 'abc1');
    await parkAt('salesforce', FAILURE, 'sfc1');
    const keysOf = ({ out }: Ended) => (JSON.parse(out) as { key: string }[]).map(({ key }) => key);
    expect(keysOf(await run('list', '--json'))).toEqual(['abc1', 'sfc1']);
    expect(keysOf(await run('list', '--json', '--connector', 'salesforce'))).toEqual(['sfc1']);
    expect((await run('show', 'sfc')).out).toMatch(/CRM +salesforce/);
  });

  it('groups what the same mending would help', async () => {
    const said = (message: string) => ({ message, code: 'VALIDATION_ERROR', remedy: 'Make it optional.' });
    await parkAt('hubspot', said('HubSpot: PATCH contact 12345: HTTP 400 Size is required'), 'abc1');
    await parkAt('hubspot', said('HubSpot: PATCH contact 67890: HTTP 400 Size is required'), 'abd1');
    await parkAt('hubspot', said('HubSpot: PATCH contact 67890: HTTP 403 Size is required'), 'abe1');
    const { out } = await run('list');
    expect(out).toMatch(
      /^3 events, 2 causes\n\nhubspot: 2 events: .*HTTP 400.*\n {2}→ Make.*\n {2}abc1.*\n {2}abd1/,
    );
    const causes = JSON.parse((await run('list', '--json')).out) as { key: string; cause: number }[];
    expect(causes.map(({ key, cause }) => `${key} ${cause}`)).toEqual(['abc1 1', 'abd1 1', 'abe1 2']);
  });

  it('counts what it does not list', async () => {
    await park(...Array.from({ length: 130 }, (_, index) => `key-${index}-`));
    expect((await run('list')).out).toMatch(/^130 events, 1 cause\n[^]*\n {2}and 110 more/);
  });

  it('replays one, and tells that it is done', async () => {
    await park('abc1', 'abd1');
    meanwhile = () => worked('abc1', 'finish');
    const { code, out } = await run('replay', 'abc', '--json');
    expect(JSON.parse(out)).toMatchObject({
      replayed: ['abc1'],
      done: 1,
      failed: 0,
      waiting: 0,
      events: [{ key: 'abc1', account: 'hubspot', end: 'done' }],
    });
    expect(code).toBe(0);
  });

  it('replays all, and tells how each ended in the CRM’s words of now', async () => {
    await park('done1', 'fail1', 'late1', 'soon1', 'idle1');
    await parkAt('salesforce', FAILURE, 'gone1');
    const minute = clock.now + 60_000;
    let round = 0;
    meanwhile = async () => {
      round++;
      if (round === 1) {
        await worked('done1', 'finish');
        await worked('fail1', 'park');
        await worked('late1', 'postpone', clock.now + 3_600_000);
        await worked('soon1', 'postpone', minute);
        await table.rows.delete('lose', 'inbox#gone1');
      }
      if (clock.now === minute) await worked('soon1', 'finish');
    };
    const { code, out } = await run('replay', '--all');
    const [counts, ...lines] = out.split('\n').toReversed();
    expect(counts).toBe('2 done, 1 failed again, 2 still waiting, 1 dropped meanwhile.');
    expect(lines.join('\n')).toContain('  → Mend it better.\nfail1  hubspot: failed again:');
    expect(lines.toSorted()).toEqual([
      '  → Mend it better.',
      'fail1  hubspot: failed again: HubSpot: after the replay: park',
      'gone1  salesforce: somebody dropped it',
      'idle1  hubspot: still waiting: the worker has not come to it yet',
      expect.stringMatching(
        /^late1 {2}hubspot: still waiting: HubSpot: after the replay: postpone; next attempt at 1970/,
      ),
    ]);
    expect(code).toBe(1);
    expect(clock.now).toBeGreaterThan(150_000);
  });

  it('replays more than a page without waiting', async () => {
    await park(...Array.from({ length: 130 }, (_, index) => `key-${index}-`));
    const { code, out } = await run('replay', '--all', '--wait', '0', '--json');
    expect(JSON.parse(out)).toMatchObject({ done: 0, waiting: 130 });
    expect(code).toBe(1);
    expect(clock.now).toBe(5_000);
    expect(await due()).toHaveLength(130);
  });

  it('goes on waiting when the table does not answer for a moment', async () => {
    await park('abc1');
    const failing = jest
      .spyOn(Queues.prototype, 'states')
      .mockRejectedValueOnce(new StoreError('look at events', 'TimeoutError', true));
    meanwhile = () => worked('abc1', 'finish');
    expect((await run('replay', 'abc1')).out).toBe('1 done, 0 failed again, 0 still waiting.');
    expect(failing).toHaveBeenCalledTimes(2);
    failing.mockRestore();
  });

  it('drops one after a question', async () => {
    await park('abc1', 'abd1');
    const no = await answering(false, 'drop', 'abc');
    expect(no.out).toMatch(
      /hubspot will never have the event abc1.*Drop it for good\?\nNothing was dropped\./,
    );
    expect((await run('list', '--json')).out).toContain('abc1');
    expect((await answering(true, 'drop', 'abc')).out).toMatch(/Dropped abc1\.$/);
    expect((await run('list', '--json')).out).not.toContain('abc1');
  });

  it('drops without a question for scripts, and not at all where nobody can be asked', async () => {
    await park('abc1');
    const { code, error } = await run('drop', 'abc1');
    expect([code, error]).toEqual([2, 'Nothing is done without being asked: add --yes']);
    expect((await answering(true, 'drop', 'abc1', '--json')).code).toBe(2);
    expect((await run('list', '--json')).out).toContain('abc1');
    expect(JSON.parse((await run('drop', 'abc1', '--yes', '--json')).out)).toEqual({ dropped: 'abc1' });
    expect((await run('list')).out).toBe('No parked events.');
  });

  it('resume ends the pauses and closes the circuit breaker, of all CRMs or of one', async () => {
    const { health } = table.store;
    for (const account of ['hubspot', 'salesforce']) {
      const limit = { requests: 190, windowMs: 10_000 };
      await health.learnLimit({ account, scope: 'general', limit });
      await health.pause({ account, scope: 'general', until: 60_000, now: 0 });
      await health.pause({ account, scope: 'search', until: 60_000, now: 0 });
      for (let n = 0; n < 5; n++) await health.countFailure({ account, startedAt: n, now: n });
      await health.open({ account, openUntil: 50_000, now: 5 });
    }
    const { code, out } = await run('resume', '--connector', 'hubspot', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { resumed: ['hubspot'] }]);
    const limits = { general: { requests: 190, windowMs: 10_000 } };
    const resumed = { failures: 0, pausedUntil: {}, limits, resumedAt: 5_000 };
    expect(await health.read('hubspot')).toEqual(resumed);
    expect(await health.read('salesforce')).toMatchObject({ failures: 5, openUntil: 50_000 });
    expect((await run('resume')).out).toBe('The worker asks again: hubspot, pipedrive, salesforce.');
    expect(await health.read('salesforce')).toEqual(resumed);
  });

  it.each([
    [['show'], /missing required argument 'key'/],
    [['show', 'x'], /no parked event/],
    [['show', 'ab'], /several/],
    [['replay'], /give the key of an event, or --all/],
    [['replay', 'abc', '--all'], /give the key of an event, or --all/],
    [['replay', 'abc', '--wait', 'long'], /Give seconds from 0 to 3600/],
    [['peel'], /unknown command 'peel'/],
    [['list', '--connector', 'zoho'], /there are hubspot, pipedrive, salesforce/],
  ])('%j is refused in words', async (args, words) => {
    await park('abc1', 'abd1');
    const { code, error } = await run(...args);
    expect(error).toMatch(words);
    expect(code).toBe(2);
  });
});
