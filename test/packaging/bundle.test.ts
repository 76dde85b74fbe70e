import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LANGUAGES } from '../../text/languages/words';
import type { Reply } from '../../jivochat/reply';
import { toGatewayEvent } from '../../sandbox/gateway';
import { TOKEN, newChat, startWorld, talk, type World } from '../e2e/hubspot/world';
import { DIST, unpackBundles } from './bundled';
import { startFlakyTable } from './proxies/flaky-table';

let world: World;
let bundles: ReturnType<typeof unpackBundles>;

beforeAll(async () => {
  bundles = unpackBundles();
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  bundles.remove();
});

const invoke = (bundle: string, events: unknown[], env = {}) =>
  bundles.invoke<{ statusCode?: number; body?: string }>(bundle, events, { ...world.env, ...env });

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

  it('holds no way to credentials but the function’s own variables', () => {
    for (const file of ['webhook.js', 'retry.js']) {
      expect(readFileSync(join(DIST, file), 'utf8')).not.toMatch(/credential_process|sso_start_url/);
    }
    expect(readFileSync(join(DIST, 'cli.js'), 'utf8')).toMatch(/credential_process/);
  });

  it('reads numbers by a file that is loaded with the first of them', async () => {
    const { accepted } = newChat({ email: 'ann@example.com', phone: '(415) 555-2671' });
    const { loaded } = await invoke('webhook.js', [post(accepted())]);
    expect(loaded).toContain('phone-numbers.js');
    const ann = world.hubspot.contacts().find(({ properties }) => properties.email === 'ann@example.com');
    expect(ann?.properties.phone).toMatch(/^\+?1?\D*415\D*555\D*2671$/);
  });

  it.each(['ThrottlingException', 'InternalServerError', 'connection'] as const)(
    'asks the table once more where it fails: %s',
    async (fault) => {
      const table = await startFlakyTable(world.env.AWS_ENDPOINT_URL_DYNAMODB!, fault);
      const { accepted } = newChat({ email: `${fault.toLowerCase()}@example.com` });
      const env = { AWS_ENDPOINT_URL_DYNAMODB: table.url, REPLY_DEADLINE_MS: '20000' };
      const { results } = await invoke('webhook.js', [post(accepted())], env);
      await table.close();
      expect(JSON.parse(results[0]!.body!)).toMatchObject({ result: 'ok', enable_assign: true });
      // Get, put, update, batch get; and the batch of writes, in whose place the rows are written one by one.
      expect(table.failed()).toBe(5);
    },
  );

  it('loads no other CRM for a HubSpot event, and less than 480 KB', async () => {
    const { loaded } = await invoke('webhook.js', [post(newChat({ email: 'tim@example.com' }).accepted())]);
    expect(loaded.toSorted()).toEqual(['hubspot.js', 'webhook.js', 'words-en.js']);
    const bytes = loaded.map((file) => statSync(join(DIST, file)).size).reduce((sum, size) => sum + size);
    expect(bytes).toBeLessThan(480 * 1024);
  });

  it('loads the chosen language, and no other', async () => {
    const event = post(newChat({ email: 'ana@example.com' }).accepted());
    const { loaded, results } = await invoke('webhook.js', [event], { LANGUAGE: 'pt-BR' });
    expect(loaded.toSorted()).toEqual(['hubspot.js', 'webhook.js', 'words-pt-br.js']);
    const { custom_data } = JSON.parse(results[0]!.body!) as Reply;
    expect(custom_data!.slice(0, 2)).toMatchObject([{ content: 'Novo lead' }, { title: 'Responsável' }]);
    expect(statSync(join(DIST, 'words-pt-br.js')).size).toBeLessThan(10 * 1024);
  });

  it('has all languages in 20 KB of a zip', () => {
    const files = readdirSync(DIST).filter((name) => name.startsWith('words-'));
    const packed = files.map((name) => gzipSync(readFileSync(join(DIST, name))).length);
    expect(files).toHaveLength(LANGUAGES.length);
    expect(packed.reduce((sum, size) => sum + size)).toBeLessThan(20 * 1024);
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
