import { createHubSpotEmulator } from '../../emulators/hubspot';
import { createSalesforceEmulator, to18 } from '../../emulators/salesforce';
import { startSalesforceWorld, type SalesforceWorld } from './salesforce/world';
import { newChat, startWorld, talk, type World } from './hubspot/world';

const TOM = { name: 'Tom Clifton', email: 'tom@example.com' };
const STRANGER = { Email: 'sue@example.com' };
/** As a chat of the sandbox would look in the account that is used after it. */
const NOTHING_OF_TOM = /Tom|tom@|Message \d/;

let close: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(close.map((each) => each()));
  close = [];
});

/** Another portal, in which a stranger has every id up to that of Tom's contact. */
async function otherPortal(world: World, { portalId = 87_654_321, urls = true } = {}) {
  const other = createHubSpotEmulator();
  other.state.account.portalId = portalId;
  other.state.recordUrls = urls;
  const wanted = Number(world.hubspot.contacts().at(-1)!.id);
  for (let id = 0; id < wanted;) {
    id = Number(other.seedContact({ email: `sue${id}@example.com`, firstname: 'Sue', lastname: 'Other' }));
  }
  other.clearRequests();
  const server = await other.listen();
  close.push(() => server.close());
  return { other, url: server.url };
}

function strangersOf(portal: ReturnType<typeof createHubSpotEmulator>) {
  const contacts = portal.contacts().filter(({ properties }) => properties.firstname === 'Sue');
  return JSON.stringify({
    contacts: contacts.map(({ id, properties }) => ({ id, ...properties })),
    notes: portal
      .notes()
      .filter(({ associations }) => contacts.some(({ id }) => associations.contacts?.includes(id))),
  });
}

describe.each([
  ['which HubSpot tells', {}, true],
  [
    'which HubSpot tells, while HUBSPOT_PORTAL_ID is still the old one',
    { HUBSPOT_PORTAL_ID: '12345678' },
    true,
  ],
  ['which HubSpot does not tell', {}, false],
])('HubSpot: the key is exchanged for another portal’s, %s', (_what, env, told) => {
  async function chatThenExchange() {
    const world = await startWorld({ env });
    close.push(() => world.close());
    const withhold = (portal: World['hubspot']) =>
      portal.faults.add({
        kind: 'answer',
        status: 403,
        body: { category: 'MISSING_SCOPES' },
        path: /account-info|access-token-info/,
        times: Infinity,
      });
    if (!told) {
      world.hubspot.state.recordUrls = false;
      withhold(world.hubspot);
    }
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(4)));
    const { other, url } = await otherPortal(world, { urls: told });
    if (!told) withhold(other);
    Object.assign(world.env, { HUBSPOT_BASE_URL: url });
    world.restart();
    return { world, chat, other };
  }

  it('the same chat begins anew there, and no stranger with the same id is touched', async () => {
    const { world, chat, other } = await chatThenExchange();
    const before = strangersOf(other);
    const { reply } = await world.send(chat.updated({ phone: '+14155552671' }));
    await world.send(chat.finished(talk(6)));
    await world.retry();
    expect(strangersOf(other)).toBe(before);
    expect(before).not.toMatch(NOTHING_OF_TOM);
    const tom = other.contacts().filter(({ properties }) => properties.email === TOM.email);
    expect(tom).toHaveLength(1);
    expect(reply.contact_info).toMatchObject({ email: TOM.email });
    const notes = other.notes();
    expect(notes.map(({ associations }) => associations.contacts)).toEqual([[tom[0]!.id]]);
    expect(notes[0]!.properties.hs_note_body).toMatch(/Message 0.*Message 5/s);
    expect(world.lines.filter(({ message }) => message.includes('another CRM account'))).not.toEqual([]);
  });

  it('an event that the old account has is brought to the new one', async () => {
    const { world, chat, other } = await chatThenExchange();
    const { reply } = await world.send(chat.accepted());
    const tom = other.contacts().find(({ properties }) => properties.email === TOM.email);
    if (reply.crm_link) expect(reply.crm_link).toMatch(new RegExp(`/${tom!.id}$`));
    world.restart();
    await world.send(chat.accepted());
    expect(other.contacts().filter(({ properties }) => properties.email === TOM.email)).toHaveLength(1);
  });

  it('what waits for the old account goes to the new one as new', async () => {
    const { world, chat, other } = await chatThenExchange();
    other.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    await world.send(chat.finished(talk(6)));
    other.faults.clear();
    world.clock.offsetMs = 3_600_000;
    world.restart();
    await world.retry();
    expect(await world.table.store.queues.countPending('hubspot')).toBe(0);
    const tom = other.contacts().find(({ properties }) => properties.email === TOM.email)!;
    expect(other.notes().map(({ associations }) => associations.contacts)).toEqual([[tom.id]]);
  });
});

describe('HubSpot: a new key of the same portal', () => {
  it.each([true, false])('keeps every link (records with their address: %s)', async (recordUrls) => {
    const world = await startWorld();
    close.push(() => world.close());
    world.hubspot.state.recordUrls = recordUrls;
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(4)));
    world.hubspot.tokens.grant('pat-na1-rotated');
    world.hubspot.tokens.revoke(world.env.HUBSPOT_ACCESS_TOKEN!);
    Object.assign(world.env, { HUBSPOT_ACCESS_TOKEN: 'pat-na1-rotated' });
    world.restart();
    await world.send(chat.finished(talk(6)));
    expect(world.hubspot.contacts().filter(({ properties }) => properties.email === TOM.email)).toHaveLength(
      1,
    );
    expect(world.hubspot.notes()).toHaveLength(1);
    expect(world.hubspot.notes()[0]!.properties.hs_note_body).toMatch(/Message 0.*Message 5/s);
    expect(world.lines.filter(({ message }) => message.includes('another CRM account'))).toEqual([]);
  });

  it('costs one request for the account, not one an event', async () => {
    const world = await startWorld();
    close.push(() => world.close());
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    world.hubspot.tokens.grant('pat-na1-rotated');
    Object.assign(world.env, { HUBSPOT_ACCESS_TOKEN: 'pat-na1-rotated' });
    world.requests();
    for (const more of [{ phone: '+14155552671' }, { name: 'Tom A. Clifton' }]) {
      world.restart();
      await world.send(chat.updated(more));
    }
    expect(world.requests().filter((request) => request.includes('account-info'))).toHaveLength(1);
  });

  it('keeps what was linked before HubSpot told the account, with HUBSPOT_PORTAL_ID set before the exchange', async () => {
    const world = await startWorld();
    close.push(() => world.close());
    world.hubspot.state.recordUrls = false;
    const path = /account-info|access-token-info/;
    world.hubspot.faults.add({ kind: 'answer', status: 403, body: {}, path, times: Infinity });
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    Object.assign(world.env, { HUBSPOT_PORTAL_ID: '12345678' });
    world.restart();
    await world.send(chat.finished(talk(4)));
    world.hubspot.tokens.grant('pat-na1-rotated');
    Object.assign(world.env, { HUBSPOT_ACCESS_TOKEN: 'pat-na1-rotated' });
    world.restart();
    await world.send(chat.finished(talk(6)));
    expect(world.hubspot.notes()).toHaveLength(1);
  });
});

describe('Salesforce: the credential is exchanged for another org’s', () => {
  /** The stranger's lead has the very id that Tom's has in the first org. */
  async function chatThenExchange(): Promise<{
    world: SalesforceWorld;
    chat: ReturnType<typeof newChat>;
    other: ReturnType<typeof createSalesforceEmulator>;
  }> {
    const world = await startSalesforceWorld({ externalId: false });
    close.push(() => world.close());
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(4)));
    const other = createSalesforceEmulator();
    other.state.records.find(({ type }) => type === 'Organization')!.id = to18('00DgL0000000099');
    const wanted = world.salesforce.leads().at(-1)!.id;
    for (let id = ''; id !== wanted;)
      id = other.seed('Lead', { LastName: 'Other', Company: 'Sue & Co', ...STRANGER });
    const server = await other.listen();
    close.push(() => server.close());
    Object.assign(world.env, { SALESFORCE_LOGIN_URL: server.url });
    world.restart();
    return { world, chat, other };
  }

  const strangersOf = (org: ReturnType<typeof createSalesforceEmulator>) => {
    const leads = org.leads().filter(({ fields }) => fields.Company === 'Sue & Co');
    const ids = leads.map(({ id }) => id);
    const tasks = org.tasks().filter(({ fields }) => ids.includes(String(fields.WhoId)));
    return JSON.stringify({ leads, tasks });
  };

  it('the same chat begins anew there, and no stranger with the same id is touched', async () => {
    const { world, chat, other } = await chatThenExchange();
    const before = strangersOf(other);
    await world.send(chat.updated({ phone: '+14155552671' }));
    await world.send(chat.finished(talk(6)));
    await world.retry();
    expect(strangersOf(other)).toBe(before);
    const tom = other.leads().filter(({ fields }) => fields.Email === TOM.email);
    expect(tom).toHaveLength(1);
    expect(other.tasks().map(({ fields }) => fields.WhoId)).toEqual([tom[0]!.id]);
    expect(world.lines.filter(({ message }) => message.includes('another CRM account'))).not.toEqual([]);
  });

  it('an event that the old org has is brought to the new one', async () => {
    const { world, chat, other } = await chatThenExchange();
    await world.send(chat.accepted());
    expect(other.leads().filter(({ fields }) => fields.Email === TOM.email)).toHaveLength(1);
  });

  it('a new secret of the same app keeps every link', async () => {
    const world = await startSalesforceWorld();
    close.push(() => world.close());
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(4)));
    world.salesforce.app.clientSecret = 'rotated';
    Object.assign(world.env, { SALESFORCE_CLIENT_SECRET: 'rotated' });
    world.restart();
    await world.send(chat.finished(talk(6)));
    expect(world.salesforce.tasks()).toHaveLength(1);
    expect(world.salesforce.leads()).toHaveLength(1);
  });
});

describe('what was learned of the CRM with another key', () => {
  it('neither pauses nor limits nor caches are believed', async () => {
    const world = await startWorld();
    close.push(() => world.close());
    const chat = newChat(TOM);
    await world.send(chat.accepted());
    const { health } = world.table.store;
    const until = Date.now() + 3_000_000;
    await health.pause({ account: 'hubspot', scope: 'general', until, now: Date.now() });
    await health.open({ account: 'hubspot', openUntil: until, now: Date.now() });
    const { other, url } = await otherPortal(world);
    other.setOwners(other.state.owners.map((owner) => ({ ...owner, id: `9${owner.id}` })));
    Object.assign(world.env, { HUBSPOT_BASE_URL: url });
    world.restart();
    await world.send(chat.finished(talk(4)));
    const tom = other.contacts().find(({ properties }) => properties.email === TOM.email);
    expect(tom?.properties.hubspot_owner_id).toMatch(/^9/);
    expect(await health.read('hubspot')).toMatchObject({ pausedUntil: {}, failures: 0 });
  });
});
