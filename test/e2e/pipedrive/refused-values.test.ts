import { newChat, talk } from '../hubspot/world';
import { startPipedriveWorld, type PipedriveWorld } from './world';

let world: PipedriveWorld;
afterEach(() => world.close());

describe('what Pipedrive refuses costs nothing else', () => {
  it.each([true, false])(
    'a field of another type, named %s: the person is made, and it is told',
    async (namesCustomField) => {
      world = await startPipedriveWorld({ namesCustomField });
      world.pipedrive.defineField('JivoChat page', 'double');
      const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
      const { reply } = await world.send(chat.accepted());
      expect(JSON.stringify(reply.custom_data)).toContain('Saved without');
      const [person] = world.pipedrive.persons();
      expect(Object.keys(person!.custom_fields)).toEqual(
        namesCustomField ? expect.arrayContaining([world.keys.utm]) : [],
      );
      await world.send(chat.finished(talk(2)));
      expect(world.pipedrive.notes()[0]!.content).toContain('https://shop.example.com/pricing');
    },
  );

  it('a field that was deleted: it is sent no more for an hour, and is not told', async () => {
    world = await startPipedriveWorld();
    const { state } = world.pipedrive;
    state.personFields = state.personFields.filter(({ field_code }) => field_code !== world.keys.utm);
    for (const email of ['tom@example.com', 'ann@example.com']) {
      const { reply } = await world.send(newChat({ email }).accepted());
      expect(JSON.stringify(reply.custom_data)).not.toContain('Saved without');
    }
    const posts = world.pipedrive.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/persons'),
    );
    expect(posts.map(({ status }) => status)).toEqual([400, 200, 200]);
  });

  it('an activity type that was switched off: the task is made of the company’s own kind', async () => {
    world = await startPipedriveWorld();
    for (const type of world.pipedrive.state.activityTypes) type.active_flag = type.key_string !== 'task';
    await world.send(newChat({ email: 'tom@example.com' }).offline('Hello?'));
    expect(world.pipedrive.activities()).toMatchObject([
      { type: 'call', note: expect.stringContaining('task') },
    ]);
  });

  it('the author of a note, of a token that is no administrator’s: asked for once', async () => {
    world = await startPipedriveWorld();
    world.pipedrive.state.users[0]!.is_admin = false;
    for (const email of ['tom@example.com', 'ann@example.com']) {
      const chat = newChat({ email });
      await world.send(chat.accepted({}, { agent: { id: 9, name: 'Boris', email: 'boris@example.com' } }));
      await world.send(chat.finished(talk(2)));
    }
    const posts = world.pipedrive.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/notes'),
    );
    expect(posts.map(({ status }) => status)).toEqual([403, 200, 200]);
    expect(world.pipedrive.notes().map(({ user_id }) => user_id)).toEqual([1001, 1001]);
  });
});

describe('what is documented nowhere', () => {
  it('deleted persons and notes that are still answered are taken for gone', async () => {
    world = await startPipedriveWorld({ deletedPerson: 'flagged', deletedNote: 'inactive' });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    world.pipedrive.state.notes[0]!.active_flag = false;
    await world.send(chat.finished(talk(4)));
    expect(world.pipedrive.notes()).toHaveLength(1);
    world.pipedrive.state.persons[0]!.is_deleted = true;
    await world.send(chat.updated({ phone: '+14155552671' }));
    expect(world.pipedrive.persons()).toMatchObject([{ emails: [{ value: 'tom@example.com' }] }]);
  });

  it.each([
    ['as-typed', 'last', 'absent'],
    ['digits', 'first', 'null'],
  ] as const)('phones %s, names split at the %s blank, fields %s: known by what we wrote', async (phoneSearch, nameSplit, unsetCustomFields) => {
    world = await startPipedriveWorld({ phoneSearch, nameSplit, unsetCustomFields });
    const person = { phone: '+49 30 23125001', name: 'Tom van der Berg' };
    await world.send(newChat(person).accepted());
    world.restart();
    const { reply } = await world.send(newChat({ ...person, phone: '(030) 23125-001' }).accepted({}, { session: { geoip: { country_code: 'DE' } } })); // prettier-ignore
    expect(reply.contact_info).toMatchObject({ name: 'Tom van der Berg', phone: '+493023125001' });
    expect(world.pipedrive.persons()).toHaveLength(1);
  }); // prettier-ignore
});

describe('limits', () => {
  it.each(['reset', 'retry-after', 'none'] as const)('a spent day, told by %s: events wait, and are done the next day', async (waits) => {
    world = await startPipedriveWorld({ waits });
    await world.send(newChat({ email: 'warm@example.com' }).accepted());
    world.pipedrive.settings.rateLimits = { burst: false, search: false, daily: 1 };
    const { status, reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect([status, reply.result]).toEqual([200, 'ok']);
    const before = world.pipedrive.requests.length;
    world.clock.offsetMs += 60_000;
    await world.retry();
    expect(world.pipedrive.requests.length - before).toBeLessThanOrEqual(1);
    world.pipedrive.settings.rateLimits = { burst: false, search: false, daily: false };
    for (let hour = 0; hour < 3; hour++) {
      world.clock.offsetMs += 3_700_000;
      await world.retry();
    }
    expect(world.pipedrive.persons()).toHaveLength(2);
  }); // prettier-ignore

  it('the firewall’s page is no refusal: the event is tried again', async () => {
    world = await startPipedriveWorld();
    world.pipedrive.faults.add({ kind: 'firewall', times: Infinity });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    world.pipedrive.faults.clear();
    world.clock.offsetMs += 3_600_000;
    await world.retry();
    expect(world.pipedrive.persons()).toHaveLength(1);
    expect(await world.table.store.queues.countPending('pipedrive')).toBe(0);
  });
});
