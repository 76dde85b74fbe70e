import { newChat, startWorld, talk, type World } from './world';

let world: World;
afterEach(() => world.close());

/** What a person reads in the note. */
function shownText(html: string): string {
  return html
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** The notes as one: without the first words on top, and without what stands between two pages. */
function asOne(html: string): string {
  return html
    .replace(/^<p><strong>.*?<\/strong><\/p>/, '')
    .replace(/<p><em>JivoChat [^<]*<\/em><\/p>(<p><strong>.*?<\/strong>[^<]*<br>)?/g, '');
}

describe('text a visitor wrote', () => {
  it.each([
    ['a script', '<script>alert("x")</script><img src=x onerror=alert(1)>'],
    ['quotes and entities', `"'&amp;&lt;b&gt; O'Neil \\" \\'`],
    ['emoji', '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽'],
    ['right-to-left text', 'שלום \u202Eevil\u202C مرحبا'],
    ['a template', '{{contact.email}} ${process.env} %s'],
    ['100,000 characters', 'word and <tag> & "more" '.repeat(4_200).trim()],
  ])('%s arrives whole and harmless', async (_case, text) => {
    world = await startWorld();
    const chat = newChat({
      email: 'tom@example.com',
      name: `Tom ${text.slice(0, 60)}`,
      description: text.slice(0, 300),
    });
    const { reply } = await world.send(chat.accepted());
    expect(reply.result).toBe('ok');
    await world.send(chat.finished([{ type: 'visitor', message: text, timestamp: 1 }]));
    const html = world.hubspot
      .notes()
      .map(({ properties }) => properties.hs_note_body ?? '')
      .join('');
    expect(html).not.toMatch(/<(script|img|tag)/i);
    const shown = shownText(asOne(html)).replace(/[\u2068\u2069]/g, '');
    expect(shown.replace(/\s+/g, '')).toContain(text.replace(/\s+/g, ''));
  });

  it('as a name, an address or a page makes no link of a script', async () => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    await world.send(
      chat.accepted(
        {},
        { page: { url: 'javascript:alert(1)', title: 'x' }, user_token: 'javascript:alert(2)' },
      ),
    );
    expect(world.hubspot.contacts()[0]!.properties.jivochat_page).toBeUndefined();
  });

  it('in an offline message of 100,000 characters arrives whole', async () => {
    world = await startWorld();
    const text = 'Please "call" <me> & '.repeat(4_800);
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).offline(text));
    expect(reply).toEqual({ result: 'ok' });
    expect(world.hubspot.tasks()).toHaveLength(1);
    const html = world.hubspot.notes().map(({ properties }) => properties.hs_note_body ?? '');
    const said = shownText(asOne(html.join(''))).replace(/\s+/g, '');
    expect(said.match(/Please"call"<me>&/g)).toHaveLength(4_800);
  });
});

describe('a field HubSpot refuses', () => {
  it('an e-mail that is none: the lead is saved, the note names it', async () => {
    world = await startWorld();
    const { reply } = await world.send(
      newChat({ email: 'tom(at)example', phone: '+14155552671', name: 'Tom' }).accepted(),
    );
    expect(reply.crm_link).toBeDefined();
    expect(world.hubspot.contacts()[0]!.properties).toMatchObject({
      firstname: 'Tom',
      phone: '+14155552671',
    });
    expect(shownText(world.hubspot.notes()[0]!.properties.hs_note_body!)).toContain('tom(at)example');
  });

  it('an e-mail only HubSpot dislikes: the same', async () => {
    world = await startWorld();
    world.hubspot.addRule({
      objectType: 'contacts',
      property: 'email',
      pattern: '.*@company\\.example',
      code: 'INVALID_EMAIL',
    });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    const [contact] = world.hubspot.contacts();
    expect(contact!.properties.email).toBeUndefined();
    expect(contact!.properties.firstname).toMatch(/^JivoChat #\d+/);
    expect(shownText(world.hubspot.notes()[0]!.properties.hs_note_body!)).toContain('tom@example.com');
  });

  it('a value outside an enumeration: the same', async () => {
    world = await startWorld();
    world.hubspot.defineProperty('contacts', {
      name: 'jivochat_source',
      type: 'enumeration',
      fieldType: 'select',
      options: [{ label: 'Chat', value: 'chat', displayOrder: 0, hidden: false }],
    });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(newChat({ email: 'warm@example.com' }).offline('warm'));
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    const contact = world.hubspot
      .contacts()
      .find(({ properties }) => properties.email === 'tom@example.com')!;
    expect(contact.properties.jivochat_source).toBeUndefined();
    expect(contact.properties.jivochat_page).toBeDefined();
    const notes = world.hubspot
      .notes()
      .filter(({ associations }) => associations.contacts?.includes(contact.id));
    expect(notes).toHaveLength(1);
    expect(shownText(notes[0]!.properties.hs_note_body!)).toMatch(
      /jivochat_source \(INVALID_OPTION.*JivoChat/s,
    );
  });

  it('an e-mail that belongs to another contact stays there, and the note says so', async () => {
    world = await startWorld();
    world.hubspot.seedContact({ email: 'taken@example.com' });
    const chat = newChat({ phone: '+14155552671', name: 'Tom' });
    await world.send(chat.accepted());
    await world.send(chat.updated({ email: 'taken@example.com' }));
    expect(world.hubspot.contacts()).toHaveLength(2);
    expect(shownText(world.hubspot.notes()[0]!.properties.hs_note_body!)).toContain('taken@example.com');
  });

  it('a property that has gone since: the lead is saved without it', async () => {
    world = await startWorld();
    await world.send(newChat({ email: 'warm@example.com' }).offline('warm'));
    world.hubspot.undefineProperty('contacts', 'jivochat_page');
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(world.hubspot.contacts()[1]!.properties).toMatchObject({
      email: 'tom@example.com',
      jivochat_source: 'JivoChat',
    });
    world.requests();
    await world.send(newChat({ email: 'next@example.com' }).accepted());
    expect(world.requests()).toEqual(['POST contacts/search', 'POST contacts']);
  });

  it('an owner who has left since: the lead is saved without', async () => {
    world = await startWorld({ env: { HUBSPOT_DEFAULT_OWNER: '' } });
    await world.send(newChat({ email: 'warm@example.com' }).accepted());
    const owners = world.hubspot.state.owners.map((owner) => ({ ...owner, archived: true, userId: null }));
    world.hubspot.setOwners(owners);
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    const [, contact] = world.hubspot.contacts();
    expect(contact!.properties.email).toBe('tom@example.com');
    expect(contact!.properties.hubspot_owner_id).toBeUndefined();
  });

  it('a rule that no dropping can mend parks the event with HubSpot’s words and a remedy', async () => {
    world = await startWorld();
    world.hubspot.addRule({ objectType: 'contacts', property: 'company', required: true, everywhere: true });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.result).toBe('ok');
    const parked = await world.table.store.queues.parked({ account: 'hubspot', limit: 10 });
    expect(parked).toEqual([
      expect.objectContaining({
        failure: expect.objectContaining({ remedy: expect.stringContaining('HubSpot') }),
      }),
    ]);
    expect(JSON.stringify(parked)).not.toContain('tom@example.com');
    world.hubspot.clearRules();
    await world.table.store.queues.replay({ key: parked[0]!.key, now: Date.now() });
    expect(await world.retry()).toEqual({ done: 1, failed: 0, parked: 0, left: 0 });
    expect(world.hubspot.contacts()).toHaveLength(1);
  });
});
