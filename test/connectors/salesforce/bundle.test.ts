import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { toGatewayEvent } from '../../../sandbox/gateway';
import { TOKEN, newChat, talk } from '../../world/world';
import { startSalesforceWorld, type SalesforceWorld } from './world';

const DIST = resolve(__dirname, '../../../dist');
const run = promisify(execFile);

/** Loads the bundle as Lambda does, far from any node_modules, and calls it with each event in turn. */
const CHILD = `
const { handler } = require(process.argv[1]);
(async () => {
  const results = [];
  for (const event of JSON.parse(process.argv[2])) results.push(await handler(event, { getRemainingTimeInMillis: () => 60000 }));
  const loaded = Object.keys(require.cache).map((file) => require('node:path').basename(file));
  process.stdout.write('\\nRESULT' + JSON.stringify({ results, loaded }));
})();
`;

let world: SalesforceWorld;
let task: string;
beforeAll(async () => {
  if (!existsSync(join(DIST, 'salesforce.js'))) throw new Error('Run `npm run build` first');
  world = await startSalesforceWorld();
  task = mkdtempSync(join(tmpdir(), 'task-'));
  cpSync(DIST, task, { recursive: true });
});
afterAll(async () => {
  await world.close();
  rmSync(task, { recursive: true });
});

describe('the built bundle', () => {
  it('takes a whole chat to Salesforce, without undici, XML, CSV and the other CRM, in less than 200 KB', async () => {
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    const post = (body: unknown) =>
      toGatewayEvent('POST', `/webhooks/salesforce/${TOKEN}`, Buffer.from(JSON.stringify(body)));
    const events = [post(chat.accepted()), post(chat.finished(talk(40)))];
    const args = ['-e', CHILD, join(task, 'webhook.js'), JSON.stringify(events)];
    const { stdout } = await run(process.execPath, args, { cwd: task, env: world.env });
    const { results, loaded } = JSON.parse(stdout.split('RESULT')[1]!) as {
      results: { statusCode: number; body: string }[];
      loaded: string[];
    };
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(JSON.parse(results[0]!.body)).toMatchObject({ contact_info: { name: 'Tom Clifton' } });
    expect(world.salesforce.leads()).toHaveLength(1);
    expect(world.salesforce.tasks()[0]!.fields.Description).toContain('Message 39.');
    expect(loaded.toSorted()).toEqual(['salesforce.js', 'webhook.js']);
    expect(statSync(join(DIST, 'salesforce.js')).size).toBeLessThan(200 * 1024);
  });
});
