import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toItem } from '../../store/dynamodb/marshalling';
import { createClient } from '../../store/dynamodb/client';
import { aboutOf, partOf } from '../../store/history/place';
import { toHistoryRow } from '../../store/history/shape';
import { linkKey } from '../../store/links';
import { run } from '../cli/cli';
import { newChat, startWorld } from '../e2e/hubspot/world';

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

/** The command as a person starts it, in a process of its own. */
async function startCommand(env: Readonly<Record<string, string | undefined>>) {
  const { PATH, HOME } = process.env;
  const args = ['--import', 'tsx', 'cli/main.ts', '--env-file', '/dev/null', '--json', 'console'];
  const child = spawn(process.execPath, args, {
    cwd: resolve(__dirname, '../..'),
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  while (!said.includes('}')) said += String((await once(child.stdout, 'data'))[0]);
  const entrance = new URL((JSON.parse(said) as { url: string }).url);
  const entered = await fetch(entrance, { redirect: 'manual' });
  const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!;
  return {
    get: async (path: string) => (await fetch(entrance.origin + path, { headers: { cookie } })).text(),
    /** Megabytes at its highest (Linux: proc(5), VmHWM). */
    memory: () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1_024,
    stop: () => child.kill(),
  };
}

const VIEWS = [
  '/parked',
  '/people?who=TOM%40many.example',
  '/people?who=contact%2F1000777',
  '/rules',
  '/health',
];

measured(
  '100,000 events: a person in under a second, the first page in under 200 ms, the console in under 200 MB',
  async () => {
    const world = await startWorld();
    const client = createClient({ env: world.env });
    const now = Date.now();
    for (let at = 0; at < EVENTS; at += BATCH) {
      await client.send(
        new BatchWriteItemCommand({ RequestItems: { [world.table.tableName]: rows(at, now) } }),
      );
    }
    client.destroy();
    const tom = newChat({ email: 'tom@many.example', phone: '+14155550181' });
    await world.send(tom.accepted());
    const figures: Record<string, number> = {};
    for (const args of [
      ['--email', 'TOM@many.example'],
      ['--phone', '+1 (415) 555-0181'],
      ['--record', 'contact/1000777'],
      ['--since', '24h'],
      ['--chat', String(tom.chatId)],
    ]) {
      const { ms, result } = await timed(() => run(['history', ...args], { env: world.env }));
      figures[args[0]!] = ms;
      expect([args[0], result]).toEqual([
        args[0],
        expect.objectContaining({ code: 0, out: expect.stringContaining('chat_accepted') as string }),
      ]);
    }
    const command = await startCommand(world.env);
    const first = await timed(() => command.get('/live'));
    figures.firstPaint = first.ms;
    figures.secondPaint = (await timed(() => command.get('/live'))).ms;
    for (const path of VIEWS) figures[path] = (await timed(() => command.get(path))).ms;
    for (let round = 0; round < 100; round++) await command.get('/live');
    figures.memory = Math.round(command.memory());
    command.stop();
    await world.close();
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(first.result).toContain('Person 0');
    expect(figures['--email']).toBeLessThan(1_000);
    expect(figures['--phone']).toBeLessThan(1_000);
    expect(figures['--record']).toBeLessThan(1_000);
    expect(figures['--since']).toBeLessThan(1_000);
    expect(figures.secondPaint).toBeLessThan(200);
    expect(figures.memory).toBeLessThan(200);
  },
  900_000,
);
