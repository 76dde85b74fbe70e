import { newChat, talk } from '../hubspot/world';
import { startPipedriveWorld, type PipedriveWorld } from './world';

let world: PipedriveWorld;
afterEach(() => world.close());

/** What is asked once in an hour or a month. */
const ONCE = /^GET v1\/users/;
const requests = () => world.requests().filter((request) => !ONCE.test(request));
const warm = async () => {
  await world.send(newChat({ email: 'warm@example.com' }).accepted());
  world.requests();
};
const made = (email: string) =>
  world.pipedrive.persons().filter((person) => person.emails.some(({ value }) => value === email));

const ACME = { id: 500, name: 'Acme GmbH', owner_id: 1001, custom_fields: {}, add_time: '2026-01-01T00:00:00Z', update_time: '2026-01-01T00:00:00Z', is_deleted: false, written: 0 }; // prettier-ignore

describe('a whole chat', () => {
  it('of an unknown visitor leaves one person, one lead and one note on both, within seven requests', async () => {
    world = await startPipedriveWorld();
    await warm();
    const chat = newChat();
    const given = { name: 'Tom Clifton', email: 'tom@example.com', phone: '(415) 555-2671' };
    await world.send(chat.accepted());
    expect(world.requests()).toEqual([]);
    const { reply } = await world.send(chat.updated(given));
    const first = world.requests();
    expect(first).toEqual(['GET v2/persons/search', 'GET v2/persons/search', 'POST v2/persons']);
    await world.send(chat.finished(talk(40), given));
    await world.send(chat.finished(talk(55), given));
    expect(first.length + world.requests().length).toBeLessThanOrEqual(7);

    expect(reply).toMatchObject({
      result: 'ok',
      contact_info: { name: 'Tom Clifton', email: 'tom@example.com', phone: '+14155552671' },
      crm_link: expect.stringMatching(/^https:\/\/jivochat-sandbox\.pipedrive\.com\/person\/\d+$/),
      enable_assign: true,
    });
    const [person, ...others] = made('tom@example.com');
    expect(others).toEqual([]);
    expect(person).toMatchObject({
      name: 'Tom Clifton',
      phones: [{ value: '+14155552671', primary: true }],
      owner_id: 1001,
      custom_fields: {
        [world.keys.page]: 'https://shop.example.com/pricing',
        [world.keys.utm]: 'source=google | campaign=spring sale',
      },
    });
    const lead = world.pipedrive.leads().find(({ person_id }) => person_id === person!.id)!;
    expect(lead).toMatchObject({
      title: `JivoChat #${chat.number} - Tom Clifton`,
      owner_id: 1001,
      origin_id: 'JivoChat',
    });
    const notes = world.pipedrive.notes().filter(({ person_id }) => person_id === person!.id);
    expect(notes).toMatchObject([{ lead_id: lead.id, user_id: 1001, pinned_to_lead_flag: false }]);
    for (const { message } of talk(55)) expect(notes[0]!.content).toContain(message);
  });

  it('of somebody new costs two requests before the reply where there is one thing to look by', async () => {
    world = await startPipedriveWorld();
    await warm();
    await world.send(newChat({ phone: '+14155552671', name: 'Tom' }).accepted());
    expect(requests()).toEqual(['GET v2/persons/search', 'POST v2/persons']);
  });

  describe('of somebody known by e-mail and phone', () => {
    const both = { email: 'tom@example.com', phone: '+14155552671' };
    const SEARCH = 'GET v2/persons/search';
    const before = async (...people: { name: string; email?: string; phone?: string }[]) => {
      world = await startPipedriveWorld();
      await warm();
      const [warmed] = world.pipedrive.persons();
      for (const [at, { name, email, phone }] of people.entries()) {
        const listed = (value?: string) => (value ? [{ value, primary: true, label: 'work' }] : []);
        world.pipedrive.state.persons.push({ ...warmed!, id: 900 + at, name, emails: listed(email), phones: listed(phone) }); // prettier-ignore
      }
      return world.send(newChat(both).accepted());
    };

    it('asks once where the one with the e-mail has the number too, however it is written', async () => {
      const { reply } = await before({ ...both, phone: '(415) 555-2671', name: 'Tom' });
      expect(requests()).toEqual([SEARCH]);
      expect(reply.contact_info).toMatchObject({ name: 'Tom' });
    });

    it('asks for the number where it may be somebody else’s, and names them', async () => {
      const { reply } = await before({ email: both.email, name: 'Tom' }, { phone: both.phone, name: 'Ann' });
      expect(requests().filter((request) => request === SEARCH)).toEqual([SEARCH, SEARCH]);
      expect(reply.contact_info).toMatchObject({ name: 'Tom' });
      expect(JSON.stringify(reply.custom_data)).toContain('Ann');
    });
  });

  it('that nobody finishes gets its lead from the worker, once, whatever becomes of the answer', async () => {
    world = await startPipedriveWorld();
    const { faults } = world.pipedrive;
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    await world.send(chat.accepted());
    expect(world.pipedrive.leads()).toEqual([]);
    faults.add({ kind: 'reset-after', method: 'POST', path: '/leads' });
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++) {
        world.clock.offsetMs += 1_000_000;
        await world.retry();
      }
    };
    await rounds(1);
    expect(world.pipedrive.leads()).toHaveLength(1);
    // The chat goes on under another name before the worker has looked.
    const known = { email: 'tom@example.com', name: 'Tom Clifton' };
    await world.send(chat.finished(talk(2), known));
    await rounds(2);
    const [lead, ...others] = world.pipedrive.leads();
    expect(others).toEqual([]);
    expect(lead!.title).toBe(`JivoChat #${chat.number} - Tom`);
    expect(world.pipedrive.notes()).toMatchObject([{ lead_id: lead!.id }]);
    world.requests();
    await rounds(1);
    expect(world.requests()).toEqual([]);
  });

  it('that nobody finishes gets its lead later where Pipedrive is away', async () => {
    world = await startPipedriveWorld();
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    world.clock.offsetMs += 600_000;
    world.pipedrive.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    await world.retry();
    world.pipedrive.faults.clear();
    for (let round = 0; round < 2; round++) {
      world.clock.offsetMs += 1_000_000;
      await world.retry();
    }
    expect(world.pipedrive.leads()).toHaveLength(1);
  });

  it('of somebody known costs one request before the reply, and adds what is new at its end', async () => {
    world = await startPipedriveWorld();
    await warm();
    const chat = newChat({ email: 'TOM@example.com' });
    world.pipedrive.state.persons.push({ ...world.pipedrive.persons()[0]!, id: 900, name: 'Tom Clifton', custom_fields: { [world.keys.page]: 'https://first.example.com' }, emails: [{ value: 'main@example.com', primary: true, label: 'home' }, { value: 'tom@example.com', primary: false, label: 'work' }] }); // prettier-ignore
    const { reply } = await world.send(chat.accepted());
    expect(world.requests()).toEqual(['GET v2/persons/search']);
    expect(reply.contact_info).toMatchObject({ name: 'Tom Clifton', email: 'main@example.com' });
    await world.send(chat.finished(talk(4), { phone: '+14155552671' }));
    expect(world.requests()).toEqual(['GET v2/persons', 'PATCH v2/persons', 'POST v1/notes']);
    expect(made('tom@example.com')).toMatchObject([
      {
        emails: [{ value: 'main@example.com', label: 'home' }, { value: 'tom@example.com' }],
        phones: [{ value: '+14155552671' }],
        // Where somebody first came from stays.
        custom_fields: {
          [world.keys.page]: 'https://first.example.com',
          [world.keys.lastChat]: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        },
      },
    ]);
    expect(world.pipedrive.leads()).toEqual([]);
  });

  it('as a deal, pinned, with channel, pipeline and stage', async () => {
    world = await startPipedriveWorld({
      env: {
        PIPEDRIVE_TITLE_OBJECT: 'deal',
        PIPEDRIVE_DEAL_STAGE: '2',
        PIPEDRIVE_CHANNEL: '52',
        PIPEDRIVE_PIN_NOTES: 'on',
      },
    });
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    const [deal] = world.pipedrive.deals();
    expect(deal).toMatchObject({
      title: `JivoChat #${chat.number} - Tom`,
      stage_id: 2,
      channel: 52,
      status: 'open',
    });
    expect(world.pipedrive.notes()).toMatchObject([{ deal_id: deal!.id, pinned_to_deal_flag: true }]);
    expect(world.pipedrive.leads()).toEqual([]);
  });

  describe.each([
    ['link', 0],
    ['create', 1],
    ['off', 0],
  ])('of somebody of an organization, PIPEDRIVE_ORGANIZATION=%s', (setting, made) => {
    const visit = { organization: { id: 1, name: 'Acme GmbH' } };
    const env = setting === 'link' ? undefined : { PIPEDRIVE_ORGANIZATION: setting };
    const organizations = () => world.pipedrive.state.organizations;
    const tied = () => world.pipedrive.persons().map(({ org_id }) => org_id);

    it(`makes ${made} where there is none, whatever the search shows; the note has the name`, async () => {
      world = await startPipedriveWorld({ env, searchLagMs: 3_600_000 });
      for (const email of ['tom@example.com', 'ann@example.com']) {
        const chat = newChat({ email });
        await world.send(chat.accepted({}, visit));
        await world.send(chat.finished(talk(2), {}, visit));
      }
      expect(organizations()).toHaveLength(made);
      expect(tied()).toEqual(made > 0 ? [organizations()[0]!.id, organizations()[0]!.id] : [null, null]);
      for (const { content } of world.pipedrive.notes()) expect(content).toContain('Acme GmbH');
    });

    it('makes none beside one that is there, and takes none of two', async () => {
      world = await startPipedriveWorld({ env });
      for (const id of [501, 502]) {
        organizations().push({ ...ACME, id });
        await world.send(newChat({ email: `${id}@example.com` }).accepted({}, visit));
      }
      expect(organizations()).toHaveLength(2);
      expect(tied()).toEqual([setting === 'off' ? null : 501, null]);
    });
  });

  it('of somebody known without an organization is tied to it', async () => {
    world = await startPipedriveWorld();
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    world.pipedrive.state.organizations.push(ACME);
    const again = newChat({ email: 'tom@example.com' });
    await world.send(again.accepted({}, { organization: { id: 1, name: 'ACME gmbh' } }));
    expect(made('tom@example.com')).toMatchObject([{ org_id: ACME.id }]);
  });

  it('shows the organization and the open deals where the settings want them', async () => {
    world = await startPipedriveWorld({
      env: { PIPEDRIVE_REPLY_FIELDS: 'Company=organization,Deals=open_deals' },
    });
    world.pipedrive.state.organizations.push(ACME);
    const visit = { organization: { id: 1, name: 'Acme GmbH' } };
    await world.send(newChat({ email: 'tom@example.com' }).accepted({}, visit));
    world.pipedrive.state.deals.push({ id: 77, title: 'Big one', status: 'open', person_id: made('tom@example.com')[0]!.id } as never); // prettier-ignore
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.custom_data).toEqual(
      expect.arrayContaining([
        { title: 'Company', content: 'Acme GmbH' },
        { title: 'Deals', content: 'Big one' },
      ]),
    );
  });

  it('whose lead was refused, for want of the feature, goes on without one and asks for it no more', async () => {
    world = await startPipedriveWorld({ hidden: new Set(['leads']) });
    for (const email of ['tom@example.com', 'ann@example.com']) {
      const chat = newChat({ email });
      await world.send(chat.accepted());
      await world.send(chat.finished(talk(2)));
    }
    expect(world.pipedrive.notes()).toHaveLength(2);
    expect(world.pipedrive.requests.filter(({ path }) => path.endsWith('/leads'))).toHaveLength(1);
  });

  it('makes nobody twice whom the search does not show yet', async () => {
    world = await startPipedriveWorld({ searchLagMs: 3_600_000 });
    await warm();
    const chat = newChat({ email: 'tom@example.com' });
    world.pipedrive.faults.add({ kind: 'reset-after', method: 'POST', path: '/persons' });
    await world.send(chat.accepted());
    world.clock.offsetMs += 600_000;
    await world.retry();
    expect(made('tom@example.com')).toHaveLength(1);
    expect(await world.table.store.queues.countPending('pipedrive')).toBe(0);
  });
});
