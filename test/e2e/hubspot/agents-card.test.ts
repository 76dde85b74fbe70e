import type { Reply } from '../../../jivochat/reply';
import { CONTACT_LINK, newChat, startWorld, type World } from './world';

const BORIS = '41629780';

const OF_THE_CHAT = { Campaign: 'from google, campaign “spring sale”', Page: 'Pricing' };

let world: World;
afterEach(() => world.close());

function rows({ custom_data = [] }: Reply): Record<string, string | undefined> {
  return Object.fromEntries(
    custom_data.map(({ title, content }): [string, string] => [title ?? '', content]),
  );
}

describe('whose client a known person is', () => {
  it('stands on the card of the very first event, and costs nothing from then on', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ email: 'tom@example.com', firstname: 'Tom', hubspot_owner_id: BORIS });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(rows(reply)).toMatchObject({ HubSpot: 'Known', Owner: 'Boris Ivanov' });
    expect(world.requests()).toEqual(['POST contacts/search', 'GET owners/']);
    for (const restart of [false, true]) {
      if (restart) world.restart();
      const again = await world.send(newChat({ email: 'tom@example.com' }).accepted());
      expect(rows(again.reply)).toMatchObject({ Owner: 'Boris Ivanov' });
      expect(world.requests().filter((request) => request.includes('owners'))).toEqual([]);
    }
  });

  it.each([
    ['is refused', { kind: 'answer', status: 403, body: { category: 'MISSING_SCOPES' } }],
    ['fails', { kind: 'server-error', status: 500 }],
    ['never comes', { kind: 'hang' }],
  ] as const)('is left out when the answer %s: the card comes without it', async (_case, fault) => {
    world = await startWorld({ env: { REPLY_DEADLINE_MS: '2000' } });
    world.hubspot.seedContact({ email: 'tom@example.com', firstname: 'Tom', hubspot_owner_id: BORIS });
    world.hubspot.faults.add({ ...fault, path: /owners/, times: Infinity });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(rows(reply)).toEqual({ HubSpot: 'Known', ...OF_THE_CHAT });
    expect(reply.crm_link).toMatch(CONTACT_LINK);
    expect(await world.table.store.queues.countPending('hubspot')).toBe(0);
  });

  it('is not told of somebody who has left, and not asked for again and again', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ email: 'tom@example.com', hubspot_owner_id: '41629781' });
    for (const asked of [1, 0]) {
      const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
      expect(rows(reply).Owner).toBeUndefined();
      expect(world.requests().filter((request) => request.includes('owners'))).toHaveLength(asked);
    }
  });
});

describe('an e-mail that looks mistyped', () => {
  const said = async (email: string, phone: string | null = null) => {
    const { reply } = await world.send(newChat({ email, phone }).accepted());
    return rows(reply)['Check the e-mail'];
  };

  it('is shown at once, with what was probably meant', async () => {
    world = await startWorld();
    expect(await said('tom@gmial,com')).toBe('tom@gmial,com – did they mean tom@gmail.com? Please ask');
    expect(await said('tom@hotmial.com')).toBe('tom@hotmial.com – did they mean tom@hotmail.com? Please ask');
    expect(await said('tom at home', '+14155552671')).toBe(
      'tom at home is no e-mail address; please ask for it again',
    );
    expect(await said('tom@example.com')).toBeUndefined();
  });

  it('also when HubSpot is away', async () => {
    world = await startWorld();
    world.hubspot.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    expect(await said('tom@gmail.con')).toContain('tom@gmail.com');
  });
});

it('the card has at most seven lines, whoever it is and what comes first among them', async () => {
  const fields = ['lifecyclestage', 'createdate', 'firstname', 'lastname', 'company', 'hubspot_owner_id'];
  const env = { HUBSPOT_REPLY_FIELDS: fields.map((field, at) => `Field ${at}=${field}`).join(',') };
  world = await startWorld({ env });
  world.hubspot.seedContact({
    email: 'tom@example.com',
    firstname: 'Tom',
    lastname: 'Clifton',
    company: 'Acme',
    lifecyclestage: 'customer',
    hubspot_owner_id: BORIS,
  });
  const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
  const titles = reply.custom_data!.map(({ title }) => title);
  expect(titles.slice(0, 2)).toEqual(['HubSpot', 'Owner']);
  expect(titles).toHaveLength(7);
});
