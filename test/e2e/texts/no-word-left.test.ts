import type { Words } from '../../../text/languages/words';
import { words as DE } from '../../../text/languages/de';
import { newChat, startWorld, type WorldOptions } from '../hubspot/world';
import { SANDBOX_TOKEN } from '../../../emulators/pipedrive';
import { startPipedriveWorld, type PipedriveWorld } from '../pipedrive/world';
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
  /JivoChat (offline message|missed chat|chat|visitor|call_event) \w+|JivoChat( #\S+| Integration)?|Anna( Schmidt)?|Uhr|HubSpot|Salesforce|Pipedrive|Appointment Scheduled|Contact made|Zq\w*|https?:\/\/\S+|shop\.example\.com\S*|[\w.+-]+@[\w.-]+|\+?\d[\d\s.:/–-]*|\b(Mo|Di|Mi|Do|Fr|Sa|So)\b|\b(Nov|Jan)\b|UTC|Min\.|Sek\./g;

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

const env: WorldOptions['env'] = {
  ...{
    LANGUAGE: 'de',
    HUBSPOT_REPLY_FIELDS: 'Zqstage=lifecyclestage',
    CARD_DEALS: 'on',
    CARD_ACTIVITY: 'on',
  },
  CARD_LINES: 'deal,activity,owner,stage,company,matches,campaign,page',
};
const BUYER = 'zqbuyer@example.com';
const THREE_DAYS_AGO = new Date(Date.now() - 3 * 86_400_000).toISOString();

/** The card of a customer who has deals, and whom Anna called: twice, as names and stages are learned meanwhile. */
async function cardOfBuyer(send: Send, retry: () => Promise<unknown>) {
  await send({ ...newChat({ email: BUYER }).accepted(), ...about });
  await retry();
  const told = shown((await send({ ...newChat({ email: BUYER }).accepted(), ...about })).reply);
  const said = told.join('\n');
  expect(said).toMatch(/⟦Offener Deal⟧\n.*Zq(deal|other).*\(\+ ⟦/);
  expect(said).toMatch(/⟦Letzter Kontakt⟧\n⟦⟦vor 3 Tagen angerufen⟧ von .*Anna Schmidt.*⟧ · .*Zqcall/);
  return told;
}

it('every word people read of HubSpot is in the catalogue', async () => {
  const hubspot = await startWorld({ env });
  world = hubspot;
  const { hubspot: crm } = hubspot;
  const buyer = crm.seedContact({ email: BUYER, lastname: 'Zqbuyer', lifecyclestage: 'customer' });
  for (const dealname of ['Zqdeal', 'Zqother'])
    crm.seedDeal(buyer, { dealname, amount: '1200', deal_currency_code: 'EUR' });
  const call = { hs_timestamp: THREE_DAYS_AGO, hubspot_owner_id: '41629779', hs_call_title: 'Zqcall' };
  crm.associate('calls', crm.seed('calls', call), 'contacts', buyer);
  const card = await cardOfBuyer(
    (body) => hubspot.send(body),
    () => hubspot.retry(),
  );
  expect(card).toContain('⟦Kunde⟧');
  const seeded = new Set(crm.calls().map(({ id }) => id));
  const told = [...card, ...(await play((body) => hubspot.send(body), newChat(VISITOR)))];
  const bodies = [
    ...crm.notes().map(({ properties }) => properties.hs_note_body ?? ''),
    ...crm
      .tasks()
      .flatMap(({ properties }) => [properties.hs_task_body ?? '', properties.hs_task_subject ?? '']),
    ...crm
      .calls()
      .filter(({ id }) => !seeded.has(id))
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
  const { salesforce: crm } = salesforce;
  const WhoId = crm.seed('Contact', { LastName: 'Zqbuyer', Email: BUYER });
  for (const Name of ['Zqother', 'Zqdeal']) {
    const deal = { Name, StageName: 'Zqstage', CloseDate: '2030-01-31', Amount: 1_200, IsClosed: false };
    const OpportunityId = crm.seed('Opportunity', deal);
    crm.seed('OpportunityContactRole', { OpportunityId, ContactId: WhoId, IsPrimary: true });
  }
  const call = { Subject: 'Zqcall', TaskSubtype: 'Call', Status: 'Completed', IsClosed: true };
  const OwnerId = crm.userId('anna@example.com');
  crm.seed('Task', { ...call, WhoId, OwnerId, ActivityDate: THREE_DAYS_AGO.slice(0, 10) });
  const card = await cardOfBuyer(
    (body) => salesforce.send(body),
    () => salesforce.retry(),
  );
  const told = [...card, ...(await play((body) => salesforce.send(body), newChat(VISITOR)))];
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
  const { pipedrive: crm } = pipedrive;
  await seedBuyer(pipedrive);
  const card = await cardOfBuyer(
    (body) => pipedrive.send(body),
    () => pipedrive.retry(),
  );
  const told = [...card, ...(await play((body) => pipedrive.send(body), newChat(VISITOR)))];
  const texts = [
    ...crm.notes().map(({ content }) => content),
    ...crm.activities().flatMap(({ subject, note }) => (subject === 'Zqcall' ? [] : [subject, note])),
  ];
  expect(texts.length).toBeGreaterThan(4);
  for (const text of [...told, ...texts].map(String)) expect([text, unmarked(text)]).toEqual([text, '']);
});

async function seedBuyer({ env: { PIPEDRIVE_BASE_URL }, pipedrive }: PipedriveWorld) {
  const post = async (path: string, body: object) => {
    const headers = { 'x-api-token': SANDBOX_TOKEN, 'content-type': 'application/json' };
    const url = `${PIPEDRIVE_BASE_URL}/api/v2/${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await answer.json()) as { data: { id: number } }).data.id;
  };
  const person_id = await post('persons', { name: 'Zqbuyer', emails: [{ value: BUYER, primary: true }] });
  for (const title of ['Zqother', 'Zqdeal'])
    await post('deals', { title, person_id, stage_id: 2, value: 1_200, currency: 'EUR' });
  await post('activities', {
    ...{ subject: 'Zqcall', type: 'call', done: true, due_date: THREE_DAYS_AGO.slice(0, 10) },
    ...{ owner_id: pipedrive.state.users[0]!.id, participants: [{ person_id, primary: true }] },
  });
}
