import CALL from '../../../sandbox/events/call_event.json';
import { newChat, startWorld, talk, type World } from './world';

const BORIS = '41629780';
/** Carla, who has left. */
const FORMER = '41629781';

let world: World;
afterEach(() => world.close());

async function worked(): Promise<void> {
  world.clock.offsetMs += 60_000;
  expect(await world.retry()).toMatchObject({ failed: 0, parked: 0, left: 0 });
}

describe.each(['listed', 'words'] as const)('an owner who has left, refused %s', (ownerRefusal) => {
  it.each([
    ['the default owner gets what hangs on the contact', 'boris@example.com', BORIS],
    ['without a default it is nobody’s', '', undefined],
  ])('%s, and it says why', async (_case, HUBSPOT_DEFAULT_OWNER, ownerId) => {
    world = await startWorld({ ownerRefusal, env: { HUBSPOT_DEFAULT_OWNER } });
    const phone = '+14155552671';
    world.hubspot.seedContact({ email: 'tom@example.com', phone, hubspot_owner_id: FORMER });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    await world.send(chat.finished(talk(4)));
    await world.send(newChat({ email: 'tom@example.com' }).offline('Please call me'));
    const call = newChat({ email: 'tom@example.com' });
    await world.send(call.call({ type: 'incoming', status: 'start', phone }));
    await worked();
    const { hubspot } = world;
    for (const [made, body] of [
      [hubspot.notes(), 'hs_note_body'],
      [hubspot.tasks(), 'hs_task_body'],
      [hubspot.calls(), 'hs_call_body'],
    ] as const) {
      expect(made).toHaveLength(1);
      const { properties } = made[0]!;
      expect(properties.hubspot_owner_id).toBe(ownerId);
      expect(properties[body]).toContain(`hubspot_owner_id (`);
    }
    expect(hubspot.notes()[0]!.properties.hs_note_body).toContain('Message 3.');
    // Whose client they are is the account's own business.
    expect(hubspot.contacts()[0]!.properties.hubspot_owner_id).toBe(FORMER);
  });

  it('of a kept list: the new contact has the default one, and the next event does not ask again', async () => {
    world = await startWorld({ ownerRefusal });
    const { hubspot } = world;
    await world.send(newChat({ email: 'a@example.com' }).accepted());
    hubspot.setOwners(
      hubspot.state.owners.map((owner) => ({
        ...owner,
        archived: owner.archived || owner.id === '41629779',
      })),
    );
    world.requests();
    await world.send(newChat({ email: 'b@example.com' }).accepted());
    expect(world.requests().filter((request) => request === 'POST contacts')).toHaveLength(2);
    await world.send(newChat({ email: 'c@example.com' }).accepted());
    expect(world.requests().filter((request) => request === 'POST contacts')).toHaveLength(1);
    expect(hubspot.contacts().map(({ properties }) => properties.hubspot_owner_id)).toEqual([
      '41629779',
      BORIS,
      BORIS,
    ]);
  });
});

describe('what HubSpot refuses of a call or a title', () => {
  it('the documented sample with its http link is logged, and the link stands in the text', async () => {
    world = await startWorld();
    expect(CALL.call.record_url).toMatch(/^http:/);
    await world.send(CALL);
    await worked();
    const [call] = world.hubspot.calls();
    expect(call!.properties.hs_call_recording_url).toBeUndefined();
    expect(call!.properties.hs_call_body).toContain(`Recording: <a href="${CALL.call.record_url}">`);
    expect(call!.properties.hs_call_status).toBe('COMPLETED');
  });

  it('a rule on a property of calls, tasks and notes costs that property alone', async () => {
    world = await startWorld();
    for (const [objectType, property] of [
      ['calls', 'hs_call_from_number'],
      ['tasks', 'hs_task_subject'],
    ] as const) {
      world.hubspot.addRule({ objectType, property, maxLength: 3 });
    }
    await world.send(newChat({ email: 'tom@example.com' }).offline('Please call me'));
    await world.send(newChat().call({ type: 'incoming', status: 'start', phone: '+14155552671' }));
    await worked();
    expect(world.hubspot.tasks()[0]!.properties.hs_task_body).toMatch(/hs_task_subject \(INVALID_FORMAT/);
    expect(world.hubspot.calls()[0]!.properties.hs_call_body).toMatch(/hs_call_from_number \(INVALID_FORMAT/);
  });

  it.each(['listed', 'words'] as const)(
    'a deal whose owner has left (%s) is the default one’s',
    async (form) => {
      world = await startWorld({
        ownerRefusal: form,
        env: {
          HUBSPOT_TITLE_OBJECT: 'deal',
          HUBSPOT_DEAL_PIPELINE: 'default',
          HUBSPOT_DEAL_STAGE: 'qualifiedtobuy',
        },
      });
      const { hubspot } = world;
      await world.send(newChat({ email: 'a@example.com' }).accepted());
      hubspot.faults.add({ kind: 'server-error', status: 503, method: 'POST', path: /deals$/ });
      await world.send(newChat({ email: 'b@example.com' }).accepted());
      hubspot.setOwners(
        hubspot.state.owners.map((owner) => ({
          ...owner,
          archived: owner.archived || owner.id === '41629779',
        })),
      );
      world.clock.offsetMs = 3_600_000;
      await world.retry();
      expect(hubspot.deals().map(({ properties }) => properties.hubspot_owner_id)).toEqual([
        '41629779',
        BORIS,
      ]);
    },
  );
});

describe.each(['forbidden', 'rule'] as const)('a contact that may be read and not edited (%s)', (lock) => {
  it('has card, note and task, and what is new stands in the note', async () => {
    world = await startWorld();
    const id = world.hubspot.seedContact({ email: 'tom@example.com', firstname: 'Tom' });
    world.hubspot.lock(id, lock);
    const chat = newChat({ email: 'tom@example.com', phone: '+14155552671' });
    const { reply } = await world.send(chat.accepted());
    expect(reply.contact_info).toMatchObject({ name: 'Tom', email: 'tom@example.com' });
    expect(reply.crm_link).toContain(id);
    await world.send(chat.finished(talk(2)));
    await world.send(newChat({ email: 'tom@example.com' }).offline('Please call me'));
    await worked();
    const [note, ...others] = world.hubspot.notes();
    expect(others).toEqual([]);
    expect(note!.properties.hs_note_body).toMatch(/Not accepted by HubSpot as phone .*\+14155552671/);
    expect(world.hubspot.tasks()).toHaveLength(1);
    expect(world.hubspot.contacts()[0]!.properties.phone).toBeUndefined();
  });
});

it.each(['forbidden', 'rule'] as const)(
  'a note that may not be edited (%s) goes on in another one',
  async (lock) => {
    world = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.finished(talk(2)));
    world.hubspot.lock(world.hubspot.notes()[0]!.id, lock);
    await world.send(chat.finished(talk(4)));
    await world.send(chat.finished(talk(6)));
    await worked();
    const bodies = world.hubspot.notes().map(({ properties }) => properties.hs_note_body);
    expect(bodies).toEqual([
      expect.not.stringContaining('Message 2.'),
      expect.stringMatching(/Message 0\..*Message 5\./s),
    ]);
  },
);

it('a key without the right to write is no such contact: the event waits for a person', async () => {
  world = await startWorld();
  world.hubspot.tokens.grant('pat-na1-sandbox', ['crm.objects.contacts.read', 'crm.objects.owners.read']);
  world.hubspot.seedContact({ email: 'tom@example.com' });
  await world.send(newChat({ email: 'tom@example.com', phone: '+14155552671' }).accepted());
  const parked = await world.table.store.queues.parked({ account: 'hubspot', limit: 10 });
  expect(JSON.stringify(parked)).toContain('scopes');
});

describe.each([
  { additionalEmails: 'writable', requests: ['PATCH', 'PATCH'] },
  { additionalEmails: 'read-only', requests: ['PATCH', 'PATCH', 'PUT', 'PATCH', 'PUT'] },
  { additionalEmails: 'ignored', requests: ['PATCH', 'PUT', 'PATCH', 'PUT'] },
] as const)('a further e-mail where the property is $additionalEmails', ({ additionalEmails, requests }) => {
  /** Two chats of people known by their phone, each with an address that is new. */
  async function chats(secondaryEmailEndpoint: boolean) {
    world = await startWorld({ additionalEmails, secondaryEmailEndpoint });
    for (const [name, phone] of [
      ['tom', '+14155552671'],
      ['ann', '+14155552672'],
    ] as const) {
      const jivochat_last_chat = new Date().toISOString().slice(0, 10);
      world.hubspot.seedContact({ email: `${name}@example.com`, phone, jivochat_last_chat });
      const chat = newChat({ email: `${name}.other@example.com`, phone });
      await world.send(chat.accepted());
    }
    return world.hubspot.requests
      .filter(({ method }) => method === 'PATCH' || method === 'PUT')
      .map(({ method }) => method);
  }

  it('stands in the contact, and the way there is learned once', async () => {
    expect(await chats(true)).toEqual(requests);
    expect(world.hubspot.contacts().map(({ properties }) => properties.hs_additional_emails)).toEqual([
      'tom.other@example.com',
      'ann.other@example.com',
    ]);
  });

  it('and the endpoint is gone: it stands in the contact or in the note', async () => {
    await chats(false);
    const notes = world.hubspot.notes().map(({ properties }) => properties.hs_note_body ?? '');
    for (const [index, email] of ['tom.other@example.com', 'ann.other@example.com'].entries()) {
      const { hs_additional_emails: held } = world.hubspot.contacts()[index]!.properties;
      expect([held === email, notes.some((body) => body.includes(email))]).toContain(true);
      if (additionalEmails !== 'writable') {
        expect(notes[index]).toContain(`Not accepted by HubSpot as hs_additional_emails (`);
      }
    }
  });
});
