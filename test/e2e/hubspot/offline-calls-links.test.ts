import { newChat, startWorld, talk, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const link = (id: string, portal = '12345678') =>
  `https://app.hubspot.com/contacts/${portal}/record/0-1/${id}`;

describe('an offline message', () => {
  it('becomes a lead and one task for the owner', async () => {
    const event = newChat({ email: 'tom@example.com', name: 'Tom Clifton' }).offline('Please call <me>');
    await world.send(event);
    world.restart();
    await world.send(event);
    const [contact] = world.hubspot.contacts();
    const [task, ...others] = world.hubspot.tasks();
    expect(others).toEqual([]);
    expect(task!.associations.contacts).toEqual([contact!.id]);
    expect(task!.properties).toMatchObject({
      hs_task_status: 'NOT_STARTED',
      hs_task_subject: expect.stringMatching(/^Please call <me> .*Tom Clifton$/),
      hubspot_owner_id: '41629780',
    });
    expect(task!.properties.hs_task_body).toContain('Please call &lt;me&gt;');
    expect(Date.parse(task!.properties.hs_timestamp!)).toBeGreaterThan(Date.now());
    expect(contact!.properties.jivochat_source).toBe('JivoChat');
  });

  it('of a known contact is for his owner', async () => {
    world.hubspot.seedContact({ email: 'tom@example.com', hubspot_owner_id: '41629779' });
    await world.send(newChat({ email: 'tom@example.com' }).offline('Hello'));
    expect(world.hubspot.tasks()[0]!.properties.hubspot_owner_id).toBe('41629779');
  });

  it('without e-mail and phone becomes a lead and a task all the same', async () => {
    const event = newChat().offline('Is anybody there?');
    await world.send(event);
    await world.send(event);
    const [contact, ...others] = world.hubspot.contacts();
    expect(others).toEqual([]);
    expect(world.hubspot.tasks().map(({ associations }) => associations.contacts)).toEqual([[contact!.id]]);
  });

  it('leads to the contact whose e-mail stands in its text', async () => {
    const known = world.hubspot.seedContact({ email: 'tom@example.com' });
    await world.send(newChat().offline('Please answer to tom@example.com, order 4155552671'));
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.contacts()[0]!.properties.phone).toBeFalsy();
    expect(world.hubspot.tasks()[0]!.associations.contacts).toEqual([known]);
  });
});

describe('a missed chat', () => {
  const person = { email: 'tom@example.com' };
  const asked = { type: 'visitor', message: 'How much is it?', timestamp: 1 };
  const missed = { agents: [] };

  it('becomes one task beside its note, whatever comes of it', async () => {
    const chat = newChat(person);
    await world.send(chat.finished([asked], {}, missed));
    await world.send(chat.finished([asked, { ...asked, message: 'Hello?', timestamp: 2 }], {}, missed));
    await world.send(chat.finished([asked, ...talk(2)]));
    const [task, ...others] = world.hubspot.tasks();
    expect(others).toEqual([]);
    expect(task!.properties).toMatchObject({
      hs_task_status: 'NOT_STARTED',
      hs_task_subject: expect.stringMatching(/^How much is it\?/),
    });
    expect(world.hubspot.notes()).toHaveLength(1);
    expect(world.hubspot.notes()[0]!.properties.hs_note_body).toContain('Message 1.');
  });

  it('that was answered before its event came through is no task', async () => {
    const chat = newChat(person);
    await world.send(chat.accepted());
    world.hubspot.faults.add({ kind: 'locked', times: Infinity });
    await world.send(chat.finished([asked], {}, missed));
    world.hubspot.faults.clear();
    await world.send(chat.finished([asked, ...talk(2)]));
    world.clock.offsetMs += 3_600_000;
    expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
    expect(world.hubspot.tasks()).toEqual([]);
  });
});

describe('a visitor of a messenger', () => {
  it('gets a lead, and later chats find it', async () => {
    const social = { telegram: 'https://t.me/tom_clifton' };
    const chat = newChat({ name: 'Tom Clifton', social });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    const again = { ...chat.finished(talk(2)), chat_id: chat.chatId + 1 };
    await world.send(again);
    const [contact, ...others] = world.hubspot.contacts();
    expect(others).toEqual([]);
    expect(contact!.properties).toMatchObject({ firstname: 'Tom', lastname: 'Clifton' });
    const notes = world.hubspot.notes();
    expect(notes.map(({ associations }) => associations.contacts)).toEqual([[contact!.id], [contact!.id]]);
    expect(notes[0]!.properties.hs_note_body).toContain('https://t.me/tom_clifton');
  });
});

describe('a call', () => {
  it('is logged once and brought up to date to its end, with the recording', async () => {
    const chat = newChat();
    const call = (status: string, more = {}) =>
      chat.call({ type: 'incoming', phone: '+14155552671', status, ...more });
    for (const status of ['start', 'agent_connected', 'client_connected']) await world.send(call(status));
    expect(world.hubspot.calls()[0]!.properties.hs_call_status).toBe('IN_PROGRESS');
    world.clock.offsetMs = 60_000;
    await world.send(call('end', { record_url: 'https://records.example.com/1.mp3' }));
    const [logged, ...others] = world.hubspot.calls();
    expect(others).toEqual([]);
    expect(logged!.properties).toMatchObject({
      hs_call_direction: 'INBOUND',
      hs_call_status: 'COMPLETED',
      hs_call_from_number: '+14155552671',
      hs_call_recording_url: 'https://records.example.com/1.mp3',
    });
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.contacts()[0]!.properties.phone).toBe('+14155552671');
  });
});

describe('Link to CRM', () => {
  it('gives the chat to the linked contact from then on', async () => {
    const chosen = world.hubspot.seedContact({
      email: 'boss@example.com',
      firstname: 'Boss',
      hubspot_owner_id: '41629780',
    });
    const chat = newChat({ phone: '+14155552671' });
    await world.send(chat.accepted());
    expect((await world.send(chat.assigned(link(chosen)))).reply).toEqual({ result: 'ok' });
    const { reply } = await world.send(chat.updated({ name: 'Tom' }));
    expect(reply.crm_link).toBe(link(chosen));
    await world.send(chat.finished(talk(2)));
    expect(world.hubspot.notes().map(({ associations }) => associations.contacts)).toEqual([[chosen]]);
  });

  it('of our own link changes nothing and costs nothing', async () => {
    const chat = newChat({ email: 'tom@example.com' });
    const { reply } = await world.send(chat.accepted());
    world.requests();
    expect((await world.send(chat.assigned(reply.crm_link!))).reply).toEqual({ result: 'ok' });
    expect(world.requests()).toEqual([]);
  });

  it.each([
    ['another account', link('201', '999'), /another HubSpot account/],
    ['a record that is not there', link('987654'), /no such record/],
    ['rubbish', 'Tom Clifton', /not a link/],
    ['nothing', '', /no link/],
  ])('to %s is refused in words', async (_case, url, problem) => {
    const { status, reply } = await world.send(newChat({ email: 'tom@example.com' }).assigned(url));
    expect(status).toBe(200);
    expect(reply.result).toMatch(problem);
    expect(world.hubspot.contacts()).toEqual([]);
  });
});

describe('client data that changed outside a chat', () => {
  it('reaches the contact of the visitor', async () => {
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    expect(
      (await world.send(chat.clientUpdated({ phone: '+14155552671', name: 'Tom Clifton' }))).reply,
    ).toEqual({ result: 'ok' });
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.contacts()[0]!.properties).toMatchObject({
      phone: '+14155552671',
      firstname: 'Tom',
    });
  });
});
