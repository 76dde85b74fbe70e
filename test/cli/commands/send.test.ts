import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebhookHandler } from '../../../handlers/webhook';
import { startGateway } from '../../../sandbox/gateway';
import { newChat, startWorld, TOKEN, type World } from '../../e2e/hubspot/world';
import { run } from '../cli';

let world: World;
let gateway: Awaited<ReturnType<typeof startGateway>>;
let folder: string;
let url: string;
beforeAll(async () => {
  world = await startWorld();
  gateway = await startGateway(
    createWebhookHandler(() => world.deps()),
    0,
  );
  url = `${gateway.url}/webhooks/hubspot/${TOKEN}`;
  folder = mkdtempSync(join(tmpdir(), 'send-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.close();
  await world.close();
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('send', () => {
  it('lists the documented events', async () => {
    const { out } = await run(['send', '--list', '--json']);
    expect(JSON.parse(out)).toEqual(
      expect.arrayContaining(['chat_accepted', 'chat_finished', 'offline_message']),
    );
  });

  it('plays events one after the other and shows what the agent sees', async () => {
    const { code, out, error } = await run(['send', 'chat_accepted', 'chat_finished', '--url', url]);
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(
      /^chat_accepted answered with 200 in \d+ ms; the agent sees:\n {2}│ name +Tom Clifton/,
    );
    expect(out).toMatch(/\[ Open in CRM \] \[ Link to CRM \]\nchat_finished answered with 200/);
    expect(out).not.toContain(TOKEN);
  });

  it('sends a file as it is, with every digit of its numbers', async () => {
    const { chat_id: _, ...rest } = newChat({ email: 'file@example.com' }).accepted();
    const path = file('event.json', JSON.stringify(rest).replace('{', '{"chat_id":9007199254740993123,'));
    const args = ['send', path, '--base-url', gateway.url, '--json'];
    const { code, out } = await run(args, { env: { WEBHOOK_TOKENS: TOKEN } });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { event: path, status: 200, ms: expect.any(Number), reply: expect.objectContaining({ result: 'ok' }) },
    ]);
    expect(JSON.stringify(await world.table.all())).toContain('9007199254740993123');
  });

  it('plays a chat of a visitor who is described, and goes on with it', async () => {
    const ada = ['--name', 'Ada Lovelace', '--email', 'ada@example.com', '--chat', '4711'];
    const first = await run([
      'send',
      ...ada,
      '--message',
      'What does <b>it</b> cost?',
      '--url',
      url,
      '--json',
    ]);
    expect([first.code, first.error]).toEqual([0, '']);
    expect((JSON.parse(first.out) as { event: string }[]).map(({ event }) => event)).toEqual([
      'chat_accepted',
      'chat_finished',
    ]);
    const found = () =>
      world.hubspot.contacts().filter(({ properties }) => properties.email === 'ada@example.com');
    expect(found()).toMatchObject([{ properties: { firstname: 'Ada', lastname: 'Lovelace' } }]);
    expect(world.hubspot.notes().at(-1)?.properties.hs_note_body).toContain(
      'What does &lt;b&gt;it&lt;/b&gt; cost?',
    );
    const next = await run(['send', 'chat_updated', ...ada, '--phone', '+14155550123', '--url', url]);
    expect(next.out).toMatch(/name +Ada Lovelace[^]*HubSpot +Known /);
    expect(found()).toHaveLength(1);
  });

  it('ends with 1 when an answer is an error, and says what it means', async () => {
    const link = { ...newChat().assigned('https://example.com/nothing') };
    const refused = await run(['send', file('link.json', JSON.stringify(link)), '--url', url]);
    expect(refused.out).toMatch(/this is not a link to HubSpot/);
    expect(refused.code).toBe(1);
    const wrong = await run(['send', 'chat_accepted', '--url', `${gateway.url}/webhooks/hubspot/wrong`]);
    expect(wrong.out).toMatch(/answered with 404.*secret is none of the adapter/s);
    expect(wrong.code).toBe(1);
  });

  it('says that nobody answers, without the secret', async () => {
    const closed = await startGateway(() => Promise.reject(new Error('never asked')), 0);
    await closed.close();
    const { code, error } = await run(['send', 'chat_accepted', '--url', `${closed.url}/${TOKEN}`]);
    expect(error).toBe(`${closed.url} does not answer (ECONNREFUSED)`);
    expect(code).toBe(1);
  });

  it.each([
    [['send'], /name an event or a file/],
    [
      ['send', 'nonsense', '--url', 'http://localhost'],
      /no documented event \(--list shows them\) and no such file/,
    ],
    [['send', 'README.md', '--url', 'http://localhost'], /README\.md: holds no JSON/],
    [['send', 'chat_accepted'], /say where to/],
    [['send', 'chat_assigned', '--name', 'Ada'], /is not made from --name.*chat_accepted/],
    [['send', '--chat', 'x'], /--chat must be the number/],
    [['show'], /name the file npm start wrote/],
    [['send', 'chat_accepted', '--url', 'localhost'], /--url must be/],
  ])('%j is refused in words', async (args, words) => {
    const ended = await run(args);
    expect(ended.error).toMatch(words);
    expect(ended.code).toBe(2);
  });
});
