import { CONTACT_LINK, newChat, startWorld, talk, type World } from './world';

let world: World;
afterEach(() => world.close());

describe('a whole chat', () => {
  it('of an unknown visitor leaves one contact and one note with every message', async () => {
    world = await startWorld();
    const chat = newChat();
    const person = { name: 'Tom Clifton', email: 'tom@example.com', phone: '(415) 555-2671' };
    await world.send(chat.accepted());
    expect(world.requests()).toEqual([]);
    const { reply } = await world.send(chat.updated(person));
    const first = world.requests();
    await world.send(chat.finished(talk(40), person));
    await world.send(chat.finished(talk(55), person));
    const all = [...first, ...world.requests()].filter((request) => !request.includes('owners'));
    expect(all.length).toBeLessThanOrEqual(7);

    expect(reply).toMatchObject({
      result: 'ok',
      contact_info: { name: 'Tom Clifton', email: 'tom@example.com', phone: '+14155552671' },
      crm_link: expect.stringMatching(CONTACT_LINK),
      enable_assign: true,
    });
    const [contact, ...others] = world.hubspot.contacts();
    expect(others).toEqual([]);
    expect(contact!.properties).toMatchObject({
      email: 'tom@example.com',
      firstname: 'Tom',
      lastname: 'Clifton',
      phone: '+14155552671',
      lifecyclestage: 'lead',
      hubspot_owner_id: '41629779',
      jivochat_source: 'JivoChat',
      jivochat_utm: 'source=google | campaign=spring sale',
      jivochat_page: 'https://shop.example.com/pricing',
    });
    const [note, ...more] = world.hubspot.notes();
    expect(more).toEqual([]);
    expect(note!.associations.contacts).toEqual([contact!.id]);
    for (const { message } of talk(55)) expect(note!.properties.hs_note_body).toContain(message);
  });

  it('of a visitor known by phone only at first stays within seven requests, two before the first reply', async () => {
    world = await startWorld();
    const chat = newChat({ phone: '+14155552671' });
    await world.send(newChat({ email: 'warm@example.com' }).accepted());
    world.requests();
    await world.send(chat.accepted());
    expect(world.requests()).toEqual(['POST contacts/search', 'POST contacts']);
    await world.send(chat.updated({ email: 'tom@example.com' }));
    await world.send(chat.finished(talk(40), { email: 'tom@example.com' }));
    await world.send(chat.finished(talk(50), { email: 'tom@example.com' }));
    expect(world.requests().length + 2).toBeLessThanOrEqual(7);
    const contact = world.hubspot.contacts().find(({ properties }) => properties.phone === '+14155552671')!;
    expect(contact.properties).toMatchObject({
      email: 'tom@example.com',
      firstname: expect.stringMatching(/^JivoChat #/),
    });
    expect(world.hubspot.notes()).toHaveLength(1);
  });

  it('in an account without our properties costs no request more, and the visit stands in the note', async () => {
    world = await startWorld({ properties: false });
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    await world.send(chat.accepted());
    await world.send(chat.updated({ phone: '+14155552671' }));
    await world.send(chat.finished(talk(2), { phone: '+14155552671' }));
    await world.send(chat.finished(talk(4), { phone: '+14155552671' }));
    const requests = world.requests();
    expect(requests.filter((request) => !request.includes('owners')).length).toBeLessThanOrEqual(7);
    expect(world.hubspot.requests.filter(({ status }) => status && status >= 400)).toEqual([]);
    const body = world.hubspot.notes()[0]!.properties.hs_note_body;
    expect(body).toContain('https://shop.example.com/pricing');
    expect(body).toContain('from google, campaign “spring sale”');
  });

  it('keeps in its note what any of its events told', async () => {
    world = await startWorld();
    const chat = newChat();
    const person = { email: 'tom@example.com' };
    const tags = [{ id: 1, title: 'hot' }];
    const next = { page: { url: 'https://shop.example.com/next', title: 'Next' } };
    await world.send(chat.accepted({}, { user_token: 'plan=team', department: { id: 1, name: 'Sales' } }));
    await world.send(chat.updated(person, { topic: { topic_id: 2, title: 'Prices' }, ...next }));
    await world.send(chat.finished(talk(2), person, { tags, ...next }));
    await world.send(chat.finished(talk(3), person, { agents: [{ id: 9, name: 'Boris' }], ...next }));
    const body = world.hubspot.notes()[0]!.properties.hs_note_body!;
    for (const told of [
      'plan=team',
      'Sales',
      'Prices',
      'hot',
      'Anna and Boris',
      'shop.example.com/pricing',
    ]) {
      expect(body).toContain(told);
    }
    expect(body).not.toContain('shop.example.com/next');
    expect(world.hubspot.contacts()[0]!.properties.jivochat_page).toBe('https://shop.example.com/pricing');
  });

  it('on a new instance has the page of its first event in the fields, not of its last', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    await world.send(
      chat.finished(talk(2), {}, { page: { url: 'https://shop.example.com/bye', title: 'Bye' } }),
    );
    expect(world.hubspot.contacts()[0]!.properties.jivochat_page).toBe('https://shop.example.com/pricing');
  });

  it('that is never finished has its lead fields in the CRM after a while, once', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ email: 'tom@example.com', hubspot_owner_id: '41629779' });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(world.hubspot.contacts()[0]!.properties.jivochat_page).toBeFalsy();
    world.clock.offsetMs += 600_000;
    world.hubspot.faults.add({ kind: 'locked', times: Infinity });
    expect(await world.retry()).toEqual({ done: 0, failed: 0, parked: 0, left: 0 });
    world.hubspot.faults.clear();
    world.clock.offsetMs += 3_600_000;
    world.restart();
    world.requests();
    expect(await world.retry()).toEqual({ done: 0, failed: 0, parked: 0, left: 0 });
    expect(world.requests().length).toBeLessThanOrEqual(4);
    expect(world.hubspot.contacts()[0]!.properties).toMatchObject({
      jivochat_source: 'JivoChat',
      jivochat_utm: 'source=google | campaign=spring sale',
      jivochat_page: 'https://shop.example.com/pricing',
    });
    world.clock.offsetMs += 3_600_000;
    world.requests();
    await world.retry();
    expect(world.requests()).toEqual([]);
  });

  it('that goes on with only the new messages keeps the old ones', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.finished(talk(3)));
    await world.send(
      chat.finished(talk(2, 3), {}, { agents: [{ id: 9, name: 'Boris', email: 'boris@example.com' }] }),
    );
    const [note, ...more] = world.hubspot.notes();
    expect(more).toEqual([]);
    for (const { message } of talk(5)) expect(note!.properties.hs_note_body).toContain(message);
    expect(note!.properties.hs_note_body).toContain('Anna');
  });

  it('longer than a note goes on in a further one, and only the last is written again', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    const long = Array.from({ length: 30 }, (_, n) => ({
      type: 'visitor',
      message: `<${n}>`.padEnd(5_000, 'x'),
      timestamp: n + 1,
    }));
    await world.send(chat.finished(long));
    world.restart();
    const before = world.hubspot.notes();
    expect(before.length).toBeGreaterThan(1);
    world.requests();
    await world.send(chat.finished([...long, { type: 'visitor', message: 'one more', timestamp: 99 }]));
    expect(world.requests()).toEqual([`PATCH notes/${before.at(-1)!.id}`]);
    const text = world.hubspot
      .notes()
      .map(({ properties }) => properties.hs_note_body)
      .join('');
    for (let n = 0; n < 30; n++) expect(text).toContain(`&lt;${n}&gt;`);
  });

  it('that was blacklisted makes no lead', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'spam@example.com' });
    await world.send(chat.finished(talk(1), {}, { chat: { messages: talk(1), blacklisted: true } }));
    expect(world.hubspot.contacts()).toEqual([]);
  });

  it('of a visitor nobody can identify makes a lead only when every visitor is to get one', async () => {
    world = await startWorld({ env: { LEAD_CREATION: 'always' } });
    const chat = newChat();
    await world.send(chat.accepted());
    await world.send(chat.updated({ name: 'Tom Clifton' }));
    const [contact, ...others] = world.hubspot.contacts();
    expect(others).toEqual([]);
    expect(contact!.properties).toMatchObject({ firstname: 'Tom', lastname: 'Clifton' });
  });
});

describe('an agent’s edit in the client card', () => {
  const typed = { name: 'Tom Klifton', email: 'tom@gmial.com' };
  const corrected = { name: 'Tom Clifton', email: 'tom@gmail.com' };
  const nameOf = (of: World) => {
    const { firstname, lastname } = of.hubspot.contacts()[0]!.properties;
    return `${firstname} ${lastname}`;
  };

  it('corrects what the chat wrote, and the chat may go on', async () => {
    world = await startWorld();
    const chat = newChat(typed);
    await world.send(chat.accepted());
    await world.send(chat.clientUpdated(corrected));
    expect(nameOf(world)).toBe('Tom Clifton');
    expect(JSON.stringify(world.hubspot.contacts()[0]!.properties)).toContain('tom@gmail.com');
    await world.send(chat.clientUpdated({ ...corrected, name: 'Thomas Clifton' }));
    await world.send(chat.updated({ ...corrected, name: 'Thomas R. Clifton' }));
    expect(nameOf(world)).toBe('Thomas R. Clifton');
    expect(world.hubspot.contacts()).toHaveLength(1);
  });

  it('takes nothing from what the CRM’s people wrote', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ email: 'tom@gmial.com', firstname: 'Thomas', lastname: 'Clifton-Smith' });
    const chat = newChat(typed);
    await world.send(chat.accepted());
    await world.send(chat.clientUpdated(corrected));
    expect(nameOf(world)).toBe('Thomas Clifton-Smith');
    expect(world.hubspot.contacts()[0]!.properties.email).toBe('tom@gmial.com');
  });

  it('is not taken back by an older event of the chat', async () => {
    world = await startWorld();
    const chat = newChat(typed);
    await world.send(chat.accepted());
    world.hubspot.faults.add({ kind: 'locked', times: Infinity });
    await world.send(chat.updated({ ...typed, name: 'Tomas Klifton' }));
    world.hubspot.faults.clear();
    await world.send(chat.clientUpdated(corrected));
    world.clock.offsetMs += 3_600_000;
    expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
    expect(nameOf(world)).toBe('Tom Clifton');
  });
});
