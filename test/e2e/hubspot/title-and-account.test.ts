import { CONTACT_LINK, newChat, startWorld, talk, type World } from './world';

let world: World;
afterEach(() => world.close());

const warnings = () => world.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);

describe('the object that carries the title', () => {
  it('is a HubSpot lead where the account has them', async () => {
    world = await startWorld({ salesTier: 'PROFESSIONAL', env: { HUBSPOT_TITLE_OBJECT: 'lead' } });
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    const [lead, ...others] = world.hubspot.leads();
    expect(others).toEqual([]);
    expect(lead!.properties.hs_lead_name).toBe(`JivoChat #${chat.number} - Tom Clifton`);
    expect(lead!.associations.contacts).toEqual([world.hubspot.contacts()[0]!.id]);
  });

  it('is left out with one clear line where the tier has none', async () => {
    world = await startWorld({ env: { HUBSPOT_TITLE_OBJECT: 'lead' } });
    for (const email of ['a@example.com', 'b@example.com']) await world.send(newChat({ email }).accepted());
    expect(world.hubspot.contacts()).toHaveLength(2);
    expect(warnings().filter((message) => message.includes('refused the lead'))).toHaveLength(1);
  });

  it('is a deal in the pipeline of the configuration', async () => {
    const env = {
      HUBSPOT_TITLE_OBJECT: 'deal',
      HUBSPOT_DEAL_PIPELINE: 'default',
      HUBSPOT_DEAL_STAGE: 'qualifiedtobuy',
    };
    world = await startWorld({ env });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(world.hubspot.deals()[0]!.properties).toMatchObject({
      dealstage: 'qualifiedtobuy',
      hubspot_owner_id: '41629779',
    });
  });

  it('is made once although HubSpot failed after the contact was made', async () => {
    world = await startWorld({ salesTier: 'PROFESSIONAL', env: { HUBSPOT_TITLE_OBJECT: 'lead' } });
    world.hubspot.faults.add({ kind: 'html-after', status: 502, method: 'POST', path: /leads$/ });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    world.clock.offsetMs = 3_600_000;
    await world.retry();
    expect(world.hubspot.leads()).toHaveLength(1);
    expect(world.hubspot.contacts()).toHaveLength(1);
  });
});

describe('the account', () => {
  it('shows in what HubSpot answers of a record, so nobody needs to ask', async () => {
    world = await startWorld();
    const { reply } = await world.send(newChat({ email: 'a@example.com' }).accepted());
    expect(reply.crm_link).toMatch(CONTACT_LINK);
    expect(world.requests()).toEqual(['POST contacts/search', 'GET owners/', 'POST contacts']);
  });

  it('that the key may not ask for: no link, and one line that says what to set', async () => {
    world = await startWorld();
    world.hubspot.state.recordUrls = false;
    world.hubspot.faults.add({
      kind: 'answer',
      status: 403,
      body: { category: 'MISSING_SCOPES' },
      path: /account-info|access-token-info/,
      times: Infinity,
    });
    for (const email of ['a@example.com', 'b@example.com']) {
      const { reply } = await world.send(newChat({ email }).accepted());
      expect(reply).toMatchObject({ result: 'ok', enable_assign: true });
      expect(reply.crm_link).toBeUndefined();
    }
    expect(warnings().filter((message) => message.includes('HUBSPOT_PORTAL_ID'))).toHaveLength(1);
  });

  it('is told of a private app’s own token where the details are withheld', async () => {
    world = await startWorld();
    world.hubspot.state.recordUrls = false;
    const body = { category: 'MISSING_SCOPES' };
    world.hubspot.faults.add({ kind: 'answer', status: 403, body, path: /account-info/, times: Infinity });
    const { reply } = await world.send(newChat({ email: 'a@example.com' }).accepted());
    expect(reply.crm_link).toMatch(CONTACT_LINK);
  });

  it('that cannot be read just now costs the link and nothing else', async () => {
    world = await startWorld();
    world.hubspot.state.recordUrls = false;
    world.hubspot.faults.add({ kind: 'server-error', status: 500, path: /account-info/, times: Infinity });
    const { reply } = await world.send(newChat({ email: 'a@example.com' }).accepted());
    expect(reply.contact_info).toMatchObject({ email: 'a@example.com' });
    expect(await world.table.store.queues.countPending('hubspot')).toBe(0);
  });

  it('is asked once and remembered over cold starts, as the owners are', async () => {
    world = await startWorld();
    world.hubspot.state.recordUrls = false;
    await world.send(newChat({ email: 'a@example.com' }).accepted());
    world.requests();
    world.restart();
    await world.send(newChat({ email: 'b@example.com' }).accepted());
    expect(world.requests()).toEqual(['POST contacts/search', 'POST contacts']);
  });

  it('on a regional host gives regional links', async () => {
    world = await startWorld({ env: { HUBSPOT_PORTAL_ID: '1', HUBSPOT_UI_DOMAIN: 'app-eu1.hubspot.com' } });
    const { reply } = await world.send(newChat({ email: 'a@example.com' }).accepted());
    expect(reply.crm_link).toMatch(/^https:\/\/app-eu1\.hubspot\.com\/contacts\/1\/record\/0-1\/\d+$/);
  });
});

describe('the owner', () => {
  it('is nobody while the key may not ask for owners; the lead is saved', async () => {
    world = await startWorld();
    world.hubspot.faults.add({
      kind: 'answer',
      status: 403,
      body: { category: 'MISSING_SCOPES' },
      path: /owners/,
      times: Infinity,
    });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.crm_link).toMatch(CONTACT_LINK);
    expect(world.hubspot.contacts()[0]!.properties.hubspot_owner_id).toBeUndefined();
    expect(warnings().some((message) => message.includes('crm.objects.owners.read'))).toBe(true);
  });

  it.each([
    ['the agent, whatever the case of the login', {}, 'Anna@Example.com', '41629779'],
    ['a CRM login in another case', {}, 'boris@example.com', '41629780'],
    ['nobody of that login: the default', {}, 'nobody@example.com', '41629780'],
    ['somebody who has left: the default', {}, 'carla@example.com', '41629780'],
    [
      'by the owner map',
      { HUBSPOT_OWNER_MAP: 'NoBody@example.com=anna@example.com' },
      'nobody@example.com',
      '41629779',
    ],
    ['the default by its id', { HUBSPOT_DEFAULT_OWNER: '41629779' }, 'nobody@example.com', '41629779'],
  ])('is %s', async (_case, env, login, ownerId) => {
    world = await startWorld({ env });
    await world.send(
      newChat({ email: 'tom@example.com' }).accepted({}, { agent: { id: 1, name: 'A', email: login } }),
    );
    expect(world.hubspot.contacts()[0]!.properties.hubspot_owner_id).toBe(ownerId);
  });
});
