import type { Words } from '../../../text/languages/words';
import { words as DE } from '../../../text/languages/de';
import { newChat, startWorld, type WorldOptions } from '../hubspot/world';
import { startPipedriveWorld } from '../pipedrive/world';
import { startSalesforceWorld } from '../salesforce/world';

/** A catalogue whose every text is told apart from what is written in the code: ⟦…⟧. */
function marked(value: unknown, name = ''): unknown {
  if (name === 'locale') return value;
  if (typeof value === 'string') return `⟦${value}⟧`;
  if (typeof value === 'function')
    return (...args: unknown[]) => `⟦${(value as (...args: unknown[]) => string)(...args)}⟧`;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, marked(inner, key)]));
}

jest.mock('../../../text/languages/load', () => ({
  loadWords: () => Promise.resolve(marked(DE) as Words),
}));

/** What people said and typed, names of sites and of the CRM's own values, dates: none of it is ours to say. */
const NOT_OURS =
  /JivoChat (offline message|missed chat|chat|visitor|call_event) \w+|JivoChat( #\S+)?|Anna( Schmidt)?|Uhr|HubSpot|Salesforce|Pipedrive|Zq\w*|https?:\/\/\S+|shop\.example\.com\S*|[\w.+-]+@[\w.-]+|\+?\d[\d\s.:/–-]*|\b(Mo|Di|Mi|Do|Fr|Sa|So)\b|\b(Nov|Jan)\b|UTC|Min\.|Sek\./g;

/** The letters that stand neither in a text of the catalogue nor in anything that is not ours to say. */
function unmarked(text: string): string {
  let open = 0;
  const outside: string[] = [];
  for (const character of text.replace(/<[^>]*>/g, ' ').replace(/&[a-z#0-9]+;/g, ' ')) {
    if (character === '⟧') open--;
    if (open === 0 && character !== '⟧' && character !== '⟦') outside.push(character);
    if (character === '⟦') open++;
  }
  return outside
    .join('')
    .replace(NOT_OURS, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

const VISITOR = {
  name: 'Zqtom Zqclifton',
  email: 'tom@example.con',
  phone: '+14155552671',
  description: 'Zqcomment',
};
const messages = [
  { type: 'visitor', message: 'Zqhello', timestamp: 1_795_428_000 },
  { type: 'agent', message: 'Zqhi', timestamp: 1_795_428_100, agent_id: 3146 },
  { type: 'agent', message: 'Zqyes', timestamp: 1_795_428_400, agent_id: 3147 },
  { type: 'system', message: 'Zqleft', timestamp: 1_795_428_401 },
];
const agents = [
  { id: 3146, name: 'Zqanna', email: 'anna@example.com' },
  { id: 3147, name: 'Zqtheo', email: 'theo@example.com' },
];
/** With names of the test's own in place of words. */
const about = {
  page: { url: 'https://shop.example.com/pricing', title: 'Zqpricing' },
  session: {
    geoip: { country: 'Zqland', city: 'Zqcity', country_code: 'DE' },
    utm: 'source=zqgoogle|medium=zqcpc|campaign=zqspring|term=zqcrm',
    ip_addr: '203.0.113.7',
  },
  tags: [{ id: 1, title: 'Zqtag' }],
  department: { id: 1, name: 'Zqsales' },
  topic: { topic_id: 1, title: 'Zqtopic' },
  organization: { id: 1, name: 'Zqacme' },
  status: { id: 1, title: 'Zqstatus' },
};

let world: { close: () => Promise<void> };
afterEach(() => world.close());

const shown = (reply: { custom_data?: { title?: string; content: string }[] }) =>
  (reply.custom_data ?? []).flatMap(({ title, content }) => [title ?? '', content]);

type Send = (body: object) => Promise<{ reply: Parameters<typeof shown>[0] & { result: string } }>;

/** Links of nothing, of another site and of another kind of record: what the agent who pasted them reads. */
const WRONG_LINKS = [
  '',
  'zq',
  'https://shop.example.com/1',
  'https://app.hubspot.com/contacts/1/record/0-3/5',
];

async function play(send: Send, chat: ReturnType<typeof newChat>) {
  const told: string[] = [];
  for (const body of [
    { ...chat.accepted(), ...about },
    { ...chat.finished(messages), ...about, agents, chat: { messages, rate: 'positive' } },
    { ...chat.offline('Zqmessage'), ...about },
    { ...newChat({ ...VISITOR, email: null, phone: null }).accepted(), ...about },
  ]) {
    const { reply } = await send(body);
    told.push(...shown(reply));
  }
  for (const link of WRONG_LINKS) {
    const { reply } = await send(chat.assigned(link));
    expect(reply.result).toMatch(/^error: /);
    told.push(reply.result.replace(/^error: /, ''));
  }
  for (const status of ['start', 'client_connected', 'end']) {
    await send({
      event_name: 'call_event',
      widget_id: 'w',
      visitor: { ...VISITOR, number: 18 },
      call: { type: 'incoming', status, phone: VISITOR.phone, record_url: 'https://shop.example.com/1.mp3' },
    });
  }
  return told;
}

const env: WorldOptions['env'] = { LANGUAGE: 'de', HUBSPOT_REPLY_FIELDS: 'Zqstage=lifecyclestage' };

it('every word people read of HubSpot is in the catalogue', async () => {
  const hubspot = await startWorld({ env });
  world = hubspot;
  const told = await play((body) => hubspot.send(body), newChat(VISITOR));
  const { hubspot: crm } = hubspot;
  const bodies = [
    ...crm.notes().map(({ properties }) => properties.hs_note_body ?? ''),
    ...crm
      .tasks()
      .flatMap(({ properties }) => [properties.hs_task_body ?? '', properties.hs_task_subject ?? '']),
    ...crm
      .calls()
      .flatMap(({ properties }) => [properties.hs_call_body ?? '', properties.hs_call_title ?? '']),
  ];
  expect(bodies).toHaveLength(5);
  expect(told.length).toBeGreaterThan(8);
  expect([...told, ...bodies].map((text) => [text, unmarked(text)]).filter(([, left]) => left)).toEqual([
    // HubSpot's own word, asked for by the configuration.
    ...told.filter((text) => text === 'lead').map((text) => [text, text]),
  ]);
});

it('every word people read of Salesforce is in the catalogue', async () => {
  const salesforce = await startSalesforceWorld({ env });
  world = salesforce;
  const told = await play((body) => salesforce.send(body), newChat(VISITOR));
  const texts = salesforce.salesforce
    .tasks()
    .flatMap(({ fields }) => [fields.Subject, fields.Description, fields.CallDisposition])
    .filter((text) => typeof text === 'string');
  const descriptions = salesforce.salesforce.leads().flatMap(({ fields }) => fields.Description ?? []);
  expect(texts.length).toBeGreaterThan(6);
  for (const text of [...told, ...texts, ...descriptions].map(String))
    expect([text, unmarked(text)]).toEqual([text, '']);
});

it('every word people read of Pipedrive is in the catalogue', async () => {
  const pipedrive = await startPipedriveWorld({ env });
  world = pipedrive;
  const told = await play((body) => pipedrive.send(body), newChat(VISITOR));
  const { pipedrive: crm } = pipedrive;
  const texts = [
    ...crm.notes().map(({ content }) => content),
    ...crm.activities().flatMap(({ subject, note }) => [subject, note]),
  ];
  expect(texts.length).toBeGreaterThan(4);
  for (const text of [...told, ...texts].map(String)) expect([text, unmarked(text)]).toEqual([text, '']);
});
