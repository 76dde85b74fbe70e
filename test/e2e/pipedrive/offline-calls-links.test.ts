import { newChat, talk } from '../hubspot/world';
import { startPipedriveWorld, type PipedriveWorld } from './world';

let world: PipedriveWorld;
afterEach(() => world.close());

const OWN = 'https://jivochat-sandbox.pipedrive.com';

it('an offline message becomes a person, a lead and an open task for the owner, once', async () => {
  world = await startPipedriveWorld();
  const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
  await world.send(chat.offline('Do you ship to Norway?'));
  await world.send(chat.offline('Do you ship to Norway?'));
  const [task, ...others] = world.pipedrive.activities();
  expect(others).toEqual([]);
  const [person] = world.pipedrive.persons();
  expect(task).toMatchObject({
    type: 'task',
    person_id: person!.id,
    lead_id: world.pipedrive.leads()[0]!.id,
    owner_id: person!.owner_id,
    done: false,
    due_time: null,
    subject: expect.stringMatching(/^Do you ship to Norway\? – JivoChat #.* - Tom Clifton$/),
  });
  expect(task!.note).toMatch(/E-mail: (<a[^>]*>)?tom@example.com/);
});

it('a call is one activity, brought up to date until it ends, with the recording', async () => {
  world = await startPipedriveWorld();
  const phone = '+14155552671';
  const chat = newChat({ name: 'Tom' });
  await world.send(chat.call({ type: 'incoming', phone, status: 'start' }));
  expect(world.pipedrive.activities()).toMatchObject([{ type: 'call', done: false }]);
  await world.send(chat.call({ type: 'incoming', phone, status: 'client_connected' }));
  world.clock.offsetMs += 65_000;
  const record_url = 'https://files.example.com/r.mp3';
  await world.send(chat.call({ type: 'incoming', phone, status: 'end', record_url }));
  const [call, ...others] = world.pipedrive.activities();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    done: true,
    duration: '00:02',
    due_time: expect.stringMatching(/^\d\d:\d\d$/),
  });
  expect(call!.note).toContain(record_url);
});

describe('Link to CRM', () => {
  it('moves the chat to the person of the link, and to the deal or lead it names', async () => {
    world = await startPipedriveWorld();
    const first = newChat({ email: 'clara@example.com' });
    await world.send(first.accepted());
    await world.send(first.finished(talk(2)));
    const [clara] = world.pipedrive.persons();
    const [lead] = world.pipedrive.leads();
    world.pipedrive.state.deals.push({
      id: 77,
      title: 'Big one',
      status: 'open',
      person_id: clara!.id,
    } as never);
    const links: [link: string, about: object][] = [
      [`${OWN}/person/${clara!.id}`, {}],
      [`${OWN}/deal/77?tab=notes`, { deal_id: 77 }],
      [`${OWN}/leads/inbox/${lead!.id}`, { lead_id: lead!.id }],
    ];
    for (const [link, about] of links) {
      const chat = newChat({ email: `${Math.random()}@example.com` });
      await world.send(chat.accepted());
      expect((await world.send(chat.assigned(link))).reply).toEqual({ result: 'ok' });
      await world.send(chat.finished(talk(2)));
      expect(world.pipedrive.notes().at(-1)).toMatchObject({ person_id: clara!.id, ...about });
    }
  });

  it.each([
    [`${OWN}/organization/5`, 'another kind of record'],
    ['https://other.pipedrive.com/person/1', 'another Pipedrive account'],
    ['https://example.com/person/1', 'not a link to Pipedrive'],
    [`${OWN}/deal/999`, 'no such record'],
    ['person 5', 'not a link'],
  ])('says what is wrong with %s', async (link, words) => {
    world = await startPipedriveWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    expect((await world.send(chat.assigned(link))).reply.result).toContain(words);
  });
});
