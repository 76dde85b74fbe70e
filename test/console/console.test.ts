import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { meant } from '../../console/pages/people';
import { newChat, talk } from '../e2e/hubspot/world';
import { startConsole, type ConsoleWorld } from './kit';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'\u202e\u001b[2J`;
const VIEWS = ['/send', '/crm', '/live', '/parked', '/people', '/rules', '/health'];
const chat = newChat({ name: HOSTILE, email: 'eve@console.example', phone: '+14155550171' });
const parked = newChat({ name: 'Parked', email: 'parked@console.example' });

let page: ConsoleWorld;
beforeAll(async () => {
  page = await startConsole();
  const { world } = page;
  await world.send(chat.accepted());
  await world.send(
    chat.finished([{ type: 'visitor', message: HOSTILE, timestamp: 1_795_428_000 }, ...talk(2)]),
  );
  world.hubspot.tokens.revoke(SANDBOX_TOKEN);
  await world.send(parked.accepted());
  world.hubspot.tokens.grant(SANDBOX_TOKEN);
});
afterAll(() => page.close());

const eventsOf = async (state: 'done' | 'parked') => {
  const { histories, queues } = page.world.deps().store;
  if (state === 'done') return (await histories.done({ limit: 50 })).map(({ key }) => key);
  return (await queues.parked({ account: 'hubspot', limit: 50 })).map(({ key }) => key);
};

it.each(VIEWS)('%s is drawn, with strict headers and no markup of strangers', async (path) => {
  const { status, html, headers } = await page.get(path);
  expect(status).toBe(200);
  expect(html).toMatch(/^<!doctype html>/);
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/);
  expect(html).not.toMatch(/<script>|<img|onerror=alert\(2\)>[^&]|style="/);
  expect(html.match(/aria-current="page"/g)).toHaveLength(1);
});

describe('hostile texts are shown as text', () => {
  it('of a visitor, in Live, CRM and the event', async () => {
    const [finished] = await eventsOf('done');
    for (const path of ['/live', '/crm', `/event/${finished}`]) {
      const { html } = await page.get(path);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img');
    }
    expect((await page.get('/live')).html).toContain('&lt;script&gt;');
  });

  it('of whoever types into People, Rules and the address', async () => {
    const { html } = await page.get(`/people?who=${encodeURIComponent(HOSTILE)}`);
    expect(html).not.toContain('<script>alert');
    const tried = await page.post('/rules', { account: 'hubspot', body: HOSTILE });
    expect(tried.html).not.toContain('<script>alert');
    expect((await page.get(`/event/${encodeURIComponent(HOSTILE)}`)).status).toBe(404);
  });
});

describe('who may ask', () => {
  const path = () => `${page.origin}/live`;

  it.each<[string, Record<string, string>]>([
    ['without the token', {}],
    ['with another token', { cookie: 'jivochat_console=guessed' }],
    [
      'by another page',
      { cookie: 'jivochat_console=the-token-of-the-terminal', origin: 'https://evil.example' },
    ],
  ])('nobody %s', async (_case, headers) => {
    expect((await fetch(path(), { headers })).status).toBe(403);
  });

  it('nothing is changed by GET', async () => {
    const [key] = await eventsOf('parked');
    for (const url of [`/parked/do?deed=drop&keys=${key}`, `/parked/plan?deed=drop&keys=${key}`]) {
      expect((await page.get(url)).status).toBe(404);
    }
    expect(await eventsOf('parked')).toEqual([key]);
  });
});

it('answers the three questions in three clicks: Live, the event, the record', async () => {
  const live = (await page.get('/live')).html;
  const [, event] = /href="(\/event\/[0-9a-f]{64})"[^>]*>chat_accepted<\/a>(?![^]*href="\/event)/.exec(live)!;
  const story = (await page.get(event!)).html;
  expect(story).toContain(`chat_accepted of chat ${chat.chatId}`);
  expect(story).toMatch(/The contact \d+ was made\./);
  expect(story).toMatch(/The owner is \d+: the agent of the chat\./);
  expect(story).toMatch(/POST contacts<\/code>/);
  const [, record] = /href="(\/people\?who=contact%2F\d+)"/.exec(live)!;
  expect((await page.get(record!)).html).toMatch(/2 events, newest first/);
});

it.each(['EVE@console.example', '+1 (415) 555-0171', `${chat.chatId}`])(
  'finds a person by %s',
  async (who) => {
    expect((await page.get(`/people?who=${encodeURIComponent(who)}`)).html).toMatch(/2 events, newest first/);
  },
);

it('shows the body while it is kept, and what the event wrote', async () => {
  const [waiting] = await eventsOf('parked');
  expect((await page.get(`/event/${waiting}`)).html).toMatch(/<pre[^>]*>{\n {2}&quot;event_name&quot;/);
  const [finished] = await eventsOf('done');
  const { html } = await page.get(`/event/${finished}`);
  expect(html).toContain('The body is kept until the event is done');
  expect(html).toMatch(/<h2>Note \d+<\/h2>/);
});

it('replays a cause after its plan, and drops what it is told to', async () => {
  const [key] = await eventsOf('parked');
  const { html } = await page.get('/parked');
  expect(html).toMatch(/hubspot: 1 event/);
  expect(html).toContain('401');
  const plan = await page.post('/parked/plan', { deed: 'replay', keys: key! });
  expect(plan.html).toMatch(/1 events are due at once/);
  expect(await eventsOf('parked')).toEqual([key]);
  const done = await page.post('/parked/do', { deed: 'replay', keys: key! });
  expect(done.html).toContain('1 events are due again.');
  await page.world.retry();
  expect(await eventsOf('parked')).toEqual([]);
  page.world.hubspot.tokens.revoke(SANDBOX_TOKEN);
  await page.world.send(newChat({ email: 'dropped@console.example' }).accepted());
  page.world.hubspot.tokens.grant(SANDBOX_TOKEN);
  const [second] = await eventsOf('parked');
  expect((await page.post('/parked/do', { deed: 'drop', keys: `${second} ${key}` })).html).toContain(
    '1 events were dropped.',
  );
  expect(await eventsOf('parked')).toEqual([]);
  expect((await page.post('/parked/do', { deed: 'explode', keys: '' })).status).toBe(400);
});

it('sends what comes as it comes', async () => {
  const aborted = new AbortController();
  const response = await fetch(`${page.origin}/live/stream`, {
    headers: { cookie: 'jivochat_console=the-token-of-the-terminal' },
    signal: aborted.signal,
  });
  const reader = response.body!.getReader();
  let said = '';
  const wait = async (words: RegExp) => {
    while (!words.test(said)) said += new TextDecoder().decode((await reader.read()).value as Uint8Array);
  };
  await wait(/chat_accepted/);
  const late = newChat({ email: 'live@console.example', name: 'Late Comer' });
  await page.world.send(late.accepted());
  await wait(/live@console\.example|Late Comer/);
  aborted.abort();
  expect(response.headers.get('content-type')).toContain('text/event-stream');
});

it.each([
  ['tom@example.com', { email: 'tom@example.com' }],
  ['+1 415 555', { phone: '+1 415 555' }],
  ['7507', { chat: '7507' }],
  ['contact/201', { record: 'contact/201' }],
  [
    'https://app.hubspot.com/contacts/1/record/0-1/2',
    { record: 'https://app.hubspot.com/contacts/1/record/0-1/2' },
  ],
])('%s is looked for as %j', (who, filters) => {
  expect(meant(who)).toEqual(filters);
});
