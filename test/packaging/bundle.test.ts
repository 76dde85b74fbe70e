import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { toGatewayEvent } from '../../sandbox/gateway';
import { TOKEN, newChat, startWorld, talk, type World } from '../world/world';

const DIST = resolve(__dirname, '../../dist');
const run = promisify(execFile);

/** Loads a bundle as Lambda does, far from any node_modules, and calls it with each event in turn. */
const CHILD = `
const { handler } = require(process.argv[1]);
(async () => {
  const results = [];
  for (const event of JSON.parse(process.argv[2])) results.push(await handler(event, { getRemainingTimeInMillis: () => 60000 }));
  const loaded = Object.keys(require.cache).map((file) => require('node:path').basename(file));
  process.stdout.write('\\nRESULT' + JSON.stringify({ results, loaded }));
})();
`;

let world: World;
let task: string;

beforeAll(async () => {
  if (!existsSync(join(DIST, 'webhook.js'))) throw new Error('Run `npm run build` first');
  world = await startWorld();
  task = mkdtempSync(join(tmpdir(), 'task-'));
  cpSync(DIST, task, { recursive: true });
});
afterAll(async () => {
  await world.close();
  rmSync(task, { recursive: true });
});

async function invoke(bundle: string, events: unknown[]) {
  const args = ['-e', CHILD, join(task, bundle), JSON.stringify(events)];
  const { stdout } = await run(process.execPath, args, { cwd: task, env: world.env });
  return JSON.parse(stdout.split('RESULT')[1]!) as {
    results: { statusCode?: number; body?: string }[];
    loaded: string[];
  };
}

const post = (body: unknown) =>
  toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, Buffer.from(JSON.stringify(body)));

describe('the built bundle', () => {
  it('takes a whole chat, with nothing but the files of dist/', async () => {
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    const { results } = await invoke('webhook.js', [post(chat.accepted()), post(chat.finished(talk(40)))]);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(JSON.parse(results[0]!.body!)).toMatchObject({
      result: 'ok',
      contact_info: { name: 'Tom Clifton' },
      enable_assign: true,
    });
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.notes()[0]!.properties.hs_note_body).toContain('Message 39.');
  });

  it('loads no other CRM for a HubSpot event, and less than 900 KB', async () => {
    const { loaded } = await invoke('webhook.js', [post(newChat({ email: 'tim@example.com' }).accepted())]);
    expect(loaded.toSorted()).toEqual(['hubspot.js', 'webhook.js']);
    const bytes = loaded.map((file) => statSync(join(DIST, file)).size).reduce((sum, size) => sum + size);
    expect(bytes).toBeLessThan(900 * 1024);
  });

  it('loads no CRM at all for a request that is turned away at the gate', async () => {
    const { results, loaded } = await invoke('webhook.js', [
      toGatewayEvent('POST', '/webhooks/hubspot/wrong', Buffer.from('{}')),
    ]);
    expect(results[0]!.statusCode).toBe(404);
    expect(loaded).toEqual(['webhook.js']);
  });

  it('has nothing of the command line or of a CRM’s administration in it', () => {
    const meta = JSON.parse(readFileSync(join(DIST, 'meta.json'), 'utf8')) as {
      outputs: Record<string, { inputs: Record<string, unknown> }>;
    };
    const files = Object.values(meta.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    expect(files).toContain('handlers/webhook.ts');
    expect(files.filter((file) => /^cli\/|\/admin|commander/.test(file))).toEqual([]);
  });

  it('works off what is due on the schedule', async () => {
    world.hubspot.faults.add({ kind: 'server-error', status: 503, times: 3 });
    await world.send(newChat({ email: 'late@example.com' }).accepted());
    await new Promise((resume) => setTimeout(resume, 10));
    const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    const { results } = await invoke('retry.js', [scheduled]);
    expect(results).toEqual([{ done: 0, failed: 0, parked: 0, left: 1 }]);
  });
});
