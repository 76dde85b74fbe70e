import { startTable, type Table } from '../../store/table';
import { run as runCli, type Ended } from '../cli';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.close());

function park(...keys: string[]): Promise<void> {
  return parkAt('hubspot', ...keys);
}

async function parkAt(connector: string, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    const event = {
      key,
      connector,
      chat: 'c',
      payload: '{}',
      receivedAt: 1,
      now: 1,
      owner: 'o',
      leaseMs: 1,
    };
    await table.store.inbox.keep(event);
    const failure = { message: 'HubSpot: POST contacts: HTTP 400', remedy: 'Make the property optional.' };
    await table.store.inbox.park({ key, owner: 'o', failure, now: 1_000 });
  }
}

function run(...args: string[]): Promise<Ended> {
  return runCli(['inbox', ...args], { env: table.env, now: () => 5_000 });
}

const due = () => table.store.queues.due({ connector: 'hubspot', now: 5_000, limit: 500 });

describe('inbox', () => {
  it('lists what waits, with the CRM’s words and the remedy', async () => {
    expect((await run('list')).out).toBe('No parked events.');
    await park('abc1');
    expect((await run('list')).out).toMatch(/abc1.*HTTP 400.*→ Make the property optional\./s);
    expect(JSON.parse((await run('list', '--json')).out)).toEqual([expect.objectContaining({ key: 'abc1' })]);
    expect((await run('show', 'ab')).out).toMatch(/the CRM said +HubSpot: POST contacts: HTTP 400/);
    expect((await run('list', '--connector', 'salesforce')).out).toBe('No parked events.');
  });

  it('covers every CRM unless one is named', async () => {
    await parkAt('hubspot', 'abc1');
    await parkAt('salesforce', 'sfc1');
    const keysOf = ({ out }: Ended) => (JSON.parse(out) as { key: string }[]).map(({ key }) => key);
    expect(keysOf(await run('list', '--json'))).toEqual(['abc1', 'sfc1']);
    expect(keysOf(await run('list', '--json', '--connector', 'salesforce'))).toEqual(['sfc1']);
    expect((await run('show', 'sfc')).out).toMatch(/CRM +salesforce/);
  });

  it('replays one, or all of more than a page', async () => {
    await park(...Array.from({ length: 130 }, (_, index) => `key-${index}-`));
    expect(JSON.parse((await run('replay', 'key-7-', '--json')).out)).toEqual({ replayed: ['key-7-'] });
    expect((await due()).map(({ key }) => key)).toEqual(['key-7-']);
    expect((await run('replay', '--all')).out).toMatch(/^129 event/);
    expect(await due()).toHaveLength(130);
  });

  it('drops one', async () => {
    await park('abc1', 'abd1');
    expect(JSON.parse((await run('drop', 'abc', '--json')).out)).toEqual({ dropped: 'abc1' });
    expect((await run('list', '--json')).out).not.toContain('abc1');
  });

  it.each([
    [['show'], /missing required argument 'key'/],
    [['show', 'x'], /no parked event/],
    [['show', 'ab'], /several/],
    [['replay'], /give the key of an event, or --all/],
    [['replay', 'abc', '--all'], /give the key of an event, or --all/],
    [['peel'], /unknown command 'peel'/],
    [['list', '--connector', 'pipedrive'], /Allowed choices are hubspot, salesforce/],
  ])('%j is refused in words', async (args, words) => {
    await park('abc1', 'abd1');
    const { code, error } = await run(...args);
    expect(error).toMatch(words);
    expect(code).toBe(2);
  });
});
