import { CONTACT_LINK, newChat, startWorld, talk, type World } from './world';

let world: World;
afterEach(() => world.close());

describe('a known visitor', () => {
  const known = {
    email: 'tom@example.com',
    firstname: 'Tom',
    lastname: 'Clifton',
    phone: '+1 415-555-2671',
    hubspot_owner_id: '41629780',
    lifecyclestage: 'customer',
  };

  it('is found with one request, and the agent sees who it is', async () => {
    world = await startWorld({
      env: { HUBSPOT_REPLY_FIELDS: 'Stage=lifecyclestage', HUBSPOT_PORTAL_ID: '12345678' },
    });
    const id = world.hubspot.seedContact(known);
    // Who the users are is asked once an hour.
    await world.send(newChat({ email: 'warm@example.com' }).accepted());
    world.requests();
    const { reply } = await world.send(newChat({ email: 'TOM@example.com', name: 'Tom' }).accepted());
    expect(world.requests()).toEqual(['POST contacts/search']);
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
    expect(reply.contact_info).toEqual({
      name: 'Tom Clifton',
      email: 'tom@example.com',
      phone: '+1 415-555-2671',
    });
    expect(reply.custom_data).toContainEqual({ title: 'Stage', content: 'customer' });
  });

  it.each([
    [
      'by a secondary e-mail',
      { ...known, hs_additional_emails: 'old@example.com' },
      { email: 'old@example.com' },
    ],
    ['by the phone in another format', known, { phone: '415 555 2671' }],
    [
      'by the mobile phone',
      { firstname: 'Tom', mobilephone: '+14155552671', hubspot_owner_id: '41629780' },
      { phone: '+14155552671' },
    ],
  ])('is found %s', async (_case, contact, visitor) => {
    world = await startWorld();
    const id = world.hubspot.seedContact(contact);
    const { reply } = await world.send(newChat(visitor).accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
    expect(world.hubspot.contacts()).toHaveLength(1);
  });

  it('keeps owner and stage, gets blanks filled, and both phone numbers', async () => {
    world = await startWorld();
    world.hubspot.seedContact(known);
    const chat = newChat({ email: 'tom@example.com', phone: '+14155550000' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    expect(world.hubspot.contacts()[0]!.properties).toMatchObject({
      hubspot_owner_id: '41629780',
      lifecyclestage: 'customer',
      phone: '+1 415-555-2671',
      mobilephone: '+14155550000',
      jivochat_source: 'JivoChat',
    });
  });

  it('a number with the same digits in another country is not his', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ firstname: 'Hans', phone: '+494155552671' });
    await world.send(newChat({ phone: '+14155552671' }).accepted());
    expect(world.hubspot.contacts()).toHaveLength(2);
  });

  it('that was merged is followed, and one that was deleted is made anew', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    const [first] = world.hubspot.contacts();
    const winner = world.hubspot.seedContact({ email: 'winner@example.com', hubspot_owner_id: '41629779' });
    world.hubspot.merge(winner, first!.id);
    const merged = await world.send(chat.updated({ name: 'Tom' }));
    expect(merged.reply.crm_link).toMatch(new RegExp(`/${winner}$`));
    world.hubspot.archive('contacts', winner);
    const anew = await world.send(chat.updated({ name: 'Tommy' }));
    expect(anew.reply.crm_link).toMatch(CONTACT_LINK);
    expect(anew.reply.crm_link).not.toBe(merged.reply.crm_link);
  });

  it('who is deleted between his chat and its end is made anew, with the conversation', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    world.hubspot.archive('contacts', world.hubspot.contacts()[0]!.id);
    await world.send(chat.finished(talk(4)));
    await world.send(chat.offline('Hello?'));
    world.clock.offsetMs = 3_600_000;
    await world.retry();
    const [contact, ...others] = world.hubspot.contacts();
    expect(others).toEqual([]);
    const [task] = world.hubspot.tasks();
    expect(task!.associations.contacts).toEqual([contact!.id]);
  });

  it('several who match: the agent is told of the others', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ firstname: 'Ann', phone: '+14155552671', hubspot_owner_id: '41629779' });
    world.hubspot.seedContact({ firstname: 'Tom', email: 'tom@example.com', hubspot_owner_id: '41629779' });
    const { reply } = await world.send(
      newChat({ email: 'tom@example.com', phone: '+14155552671' }).accepted(),
    );
    expect(reply.custom_data).toContainEqual({
      title: 'Also matches',
      content: 'Ann',
      link: expect.stringMatching(CONTACT_LINK),
    });
  });
});

describe('the same event again', () => {
  it('costs no request and gets the same answer', async () => {
    world = await startWorld();
    const event = newChat({ email: 'tom@example.com' }).accepted();
    const first = await world.send(event);
    world.requests();
    world.restart();
    const again = await world.send(event);
    expect(world.requests()).toEqual([]);
    expect(again.reply).toEqual(first.reply);
  });
});

describe('two chats at the same instant', () => {
  it('with the same new e-mail make one contact, both linked', async () => {
    world = await startWorld({ searchLagMs: 5_000 });
    const chats = Array.from({ length: 4 }, () => newChat({ email: 'tom@example.com', name: 'Tom' }));
    const answers = await Promise.all(chats.map((chat) => world.send(chat.accepted())));
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(new Set(answers.map(({ reply }) => reply.crm_link)).size).toBe(1);
    await Promise.all(chats.map((chat) => world.send(chat.finished(talk(2)))));
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.notes()).toHaveLength(4);
  });

  it.each(['conflict', 'coordinates'] as const)(
    'with an e-mail the search does not show yet (%s) follow it',
    async (emailConflict) => {
      world = await startWorld({ searchLagMs: 60_000, emailConflict });
      const first = await world.send(newChat({ email: 'tom@example.com' }).accepted());
      const [contact] = world.hubspot.contacts();
      world.hubspot.update('contacts', contact!.id, {
        email: 'new@example.com',
        hs_additional_emails: 'other@example.com',
      });
      const second = await world.send(newChat({ email: 'other@example.com' }).accepted());
      expect(second.reply.crm_link).toBe(first.reply.crm_link);
      expect(world.hubspot.contacts()).toHaveLength(1);
    },
  );

  it.each(['coordinates', 'listed'] as const)(
    'of a visitor whose key HubSpot already knows (%s) follow it',
    async (uniqueConflict) => {
      world = await startWorld({ searchLagMs: 60_000, uniqueConflict });
      await world.send(newChat({ email: 'warm@example.com' }).offline('warm'));
      const chat = newChat({ phone: '+14155552671' });
      const id = world.hubspot.seedContact({
        firstname: 'Tom',
        jivochat_visitor_key: `NRQ4JbEW7J:${chat.number}`,
      });
      const { reply } = await world.send(chat.accepted());
      expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
      expect(world.hubspot.get('contacts', id)!.properties.phone).toBe('+14155552671');
    },
  );

  it('with the same new phone make one contact although HubSpot knows no unique phone', async () => {
    world = await startWorld({ searchLagMs: 5_000 });
    await Promise.all([1, 2, 3].map(() => world.send(newChat({ phone: '+14155552671' }).accepted())));
    expect(world.hubspot.contacts()).toHaveLength(1);
  });
});
