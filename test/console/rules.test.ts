import { createConsole } from '../../console/app';
import { parseCompanyFile } from '../../config/file/read-file';
import type { ConsoleSources } from '../../console/sources';

const FILE = `
mask: [cards]
rules:
  - name: price
    when: { words: [price] }
    then: { owner: anna@example.com, note: skip }
  - name: a card number
    when: { words: ['4111 1111 1111 1111'] }
    then: { create: never }
`;
const ACCOUNTS = [{ name: 'hubspot', label: 'HubSpot', objects: ['contact'], people: ['contact'] }] as const;

async function tried(body: unknown): Promise<string> {
  const company = parseCompanyFile(FILE, 'own.yml', ACCOUNTS);
  const rules = {
    name: 'own.yml',
    text: FILE,
    company,
    problems: [],
    timeZone: 'UTC',
    language: 'de',
  } as const;
  const sources = { stage: 'test', accounts: ['hubspot'], rules: () => Promise.resolve(rules), now: () => 0 };
  const app = createConsole(sources as unknown as ConsoleSources, 'the-token');
  const headers = { host: 'localhost', origin: 'http://localhost', cookie: 'jivochat_console=the-token' };
  const form = new URLSearchParams({ account: 'hubspot', body: JSON.stringify(body) });
  return (await app.request('/rules', { method: 'POST', headers, body: form })).text();
}

it('an event is tried as it would be processed: numbers are masked before a rule looks for them', async () => {
  const message = 'Your price? I pay with 4111 1111 1111 1111';
  const chat = { messages: [{ type: 'visitor', message, timestamp: 1 }] };
  const html = await tried({ event_name: 'chat_finished', chat_id: 1, visitor: { name: 'Tom' }, chat });
  const facts = Object.fromEntries(
    [...html.matchAll(/<dt>([^<]*)<\/dt><dd dir="auto">([^<]*)<\/dd>/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  expect(facts).toMatchObject({
    'Rules that match': 'price',
    Owner: 'anna@example.com (rule: price)',
    Note: 'skipped',
    Language: 'de',
  });
});

it('says what is no event', async () => {
  expect(await tried({ event_name: 'chat_rated' })).toContain('no event this adapter does something for');
});
