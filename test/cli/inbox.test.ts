import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { startTable, type Table } from '../store/table';
import { inbox } from '../../cli/inbox';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.close());

async function park(...keys: string[]): Promise<void> {
  for (const key of keys) {
    const event = {
      key,
      connector: 'hubspot',
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

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await inbox(args, table.store.queues, { out: (text) => lines.push(text) }, () => 5_000);
  return lines.join('\n');
}

const due = () => table.store.queues.due({ connector: 'hubspot', now: 5_000, limit: 500 });

describe('inbox', () => {
  it('lists what waits, with the CRM’s words and the remedy', async () => {
    expect(await run('list')).toBe('No parked events.');
    await park('abc1');
    expect(await run('list')).toMatch(/abc1.*HTTP 400.*→ Make the property optional\./s);
    expect(JSON.parse(await run('list', '--json'))).toEqual([expect.objectContaining({ key: 'abc1' })]);
    expect(await run('show', 'ab')).toMatch(/the CRM said +HubSpot: POST contacts: HTTP 400/);
  });

  it('replays one, or all of more than a page', async () => {
    await park(...Array.from({ length: 130 }, (_, index) => `key-${index}-`));
    await run('replay', 'key-7-');
    expect((await due()).map(({ key }) => key)).toEqual(['key-7-']);
    expect(await run('replay', '--all')).toMatch(/^129 event/);
    expect(await due()).toHaveLength(130);
  });

  it('drops one', async () => {
    await park('abc1', 'abd1');
    await run('drop', 'abc');
    expect(await run('list', '--json')).not.toContain('abc1');
  });

  it.each([
    [['show'], /give the key/],
    [['show', 'x'], /no parked event/],
    [['show', 'ab'], /several/],
    [['peel'], /unknown command/],
  ])('%j is refused in words', async (args, words) => {
    await park('abc1', 'abd1');
    await expect(run(...args)).rejects.toThrow(words);
  });
});

describe('the command', () => {
  /** Not in this process: the table it talks to is served from here. */
  function cli(args: string[], env = {}): Promise<{ code: unknown; output: string }> {
    const command = ['--import', 'tsx', resolve(__dirname, '../../cli/main.ts'), ...args];
    return new Promise((done) => {
      execFile(
        process.execPath,
        command,
        { env: { PATH: process.env.PATH, ...env } },
        (error, stdout, stderr) => {
          done({ code: error ? error.code : 0, output: stdout + stderr });
        },
      );
    });
  }

  it.each([
    [['--help'], 0, /Usage/],
    [['inbox', '--help'], 0, /replay/],
    [['nonsense'], 2, /unknown command/],
    [['inbox', 'list', '--nonsense'], 2, /nonsense/],
    [['inbox', 'list'], 1, /TABLE_NAME/],
  ])('%j exits with %i', async (args, code, words) => {
    const env = args.includes('--nonsense') ? { TABLE_NAME: 'events', AWS_REGION: 'local' } : {};
    const ended = await cli(args, env);
    expect(ended.code).toBe(code);
    expect(ended.output).toMatch(words);
  });

  it('works on a real table', async () => {
    await park('abc1');
    const { code, output } = await cli(['inbox', 'list', '--json'], table.env);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toHaveLength(1);
  });
});
