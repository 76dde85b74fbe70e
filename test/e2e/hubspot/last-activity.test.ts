import { newChat, startWorld, type World } from './world';

const ANNA = '41629779';
const EMAIL = 'buyer@gmail.com';
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

let world: World;
afterEach(() => world.close());

/** Sets up the contact's past, and lets the names be known before the card. */
async function lastActivityOf(past: (contact: string) => void, properties: Record<string, string> = {}) {
  world = await startWorld({ env: { CARD_ACTIVITY: 'on' } });
  const contact = world.hubspot.seedContact({ email: EMAIL, hubspot_owner_id: ANNA, ...properties });
  past(contact);
  await world.send(newChat({ email: EMAIL }).accepted());
  world.requests();
  const { reply } = await world.send(newChat({ email: EMAIL }).accepted());
  return reply.custom_data!.find(({ title }) => title === 'Last activity')?.content;
}

function add(type: 'calls' | 'meetings', contact: string, properties: Record<string, string>) {
  const id = world.hubspot.seed(type, { hubspot_owner_id: ANNA, ...properties });
  world.hubspot.associate(type, id, 'contacts', contact);
}

it('a meeting is told with who it was with, and one to come is none', async () => {
  const told = await lastActivityOf((contact) => {
    add('calls', contact, { hs_timestamp: daysAgo(9), hs_call_title: 'Old' });
    add('meetings', contact, { hs_timestamp: daysAgo(2), hs_meeting_title: 'Demo' });
    add('meetings', contact, { hs_timestamp: daysAgo(-7), hs_meeting_title: 'To come' });
  });
  expect(told).toBe('met 2 days ago by Anna Schmidt · Demo');
  expect(world.requests().filter((line) => /calls|meetings/.test(line))).toEqual(['POST meetings/search']);
});

it('what was neither called nor met was written, by nobody knows whom', async () => {
  const written = { notes_last_contacted: daysAgo(3) };
  expect(await lastActivityOf(() => undefined, written)).toBe('wrote 3 days ago');
  expect(world.requests()).toContain('POST calls/search');
});

it('of whom nobody was in touch with nothing is asked', async () => {
  expect(await lastActivityOf(() => undefined)).toBeUndefined();
  expect(world.requests().filter((line) => /calls|meetings/.test(line))).toEqual([]);
});

it('a key that may not read them costs the line and is not asked again for an hour', async () => {
  const told = await lastActivityOf((contact) => {
    add('calls', contact, { hs_timestamp: daysAgo(1), hs_call_title: 'Prices' });
    const body = { status: 'error', category: 'MISSING_SCOPES', message: 'missing' };
    world.hubspot.faults.add({ kind: 'answer', status: 403, body, path: /calls\/search$/, times: Infinity });
  });
  // When, which the contact itself tells.
  expect(told).toBe('yesterday');
  expect(world.requests().filter((line) => /calls/.test(line))).toEqual([]);
});
