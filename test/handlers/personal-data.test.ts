import { newChat, startWorld, talk, type World } from '../world/world';

let world: World;
afterEach(() => world.close());

const SECRETS = [
  'Zebediah',
  'Quillfeather',
  'zeb.quill@example.com',
  '4155552671',
  '415-555-2671',
  'confidential words',
  '203.0.113.7',
  'pat-na1-sandbox',
  'a-token-only-the-test-knows',
];

it('no log line holds personal data or a secret, whatever happens', async () => {
  world = await startWorld({ env: { REPLY_DEADLINE_MS: '700' } });
  const person = {
    name: 'Zebediah Quillfeather',
    email: 'zeb.quill@example.com',
    phone: '+1 415-555-2671',
    description: 'confidential words',
  };
  const said = [{ type: 'visitor', message: 'confidential words', timestamp: 1 }];
  const everything = async () => {
    const chat = newChat(person);
    await world.send(chat.accepted());
    await world.send(chat.updated({ phone: '+14155552671', email: 'confidential words' }));
    await world.send(chat.finished([...said, ...talk(2)]));
    await world.send(chat.offline('confidential words'));
    await world.send(chat.call({ type: 'incoming', status: 'end', phone: '+14155552671' }));
    await world.send(chat.assigned('https://app.hubspot.com/contacts/1/record/0-1/1'));
    await world.send(chat.assigned('confidential words'));
    await world.send(chat.clientUpdated());
  };
  await everything();
  for (const fault of [
    { kind: 'server-error', status: 500 },
    { kind: 'reset-before' },
    {
      kind: 'answer',
      status: 400,
      body: { message: 'zeb.quill@example.com and +1 415-555-2671 are wrong', category: 'VALIDATION_ERROR' },
    },
    { kind: 'answer', status: 409, body: { message: 'zeb.quill@example.com exists', category: 'CONFLICT' } },
    { kind: 'answer', status: 403, body: { message: 'no', category: 'MISSING_SCOPES' } },
    { kind: 'answer', status: 200, body: 'Zebediah' },
    { kind: 'hang' },
  ] as const) {
    world.hubspot.faults.clear();
    world.hubspot.faults.add({ ...fault, times: Infinity });
    await world.send(newChat(person).accepted());
    await world.send(newChat(person).offline('confidential words'));
    if (fault.kind === 'hang') break;
    world.clock.offsetMs += 3_600_000;
    await world.retry();
  }
  await world.table.close();
  await world.send(newChat(person).accepted());
  expect(world.lines.length).toBeGreaterThan(20);
  const log = world.lines.map((line) => JSON.stringify(line));
  for (const secret of SECRETS) expect(log.filter((line) => line.includes(secret))).toEqual([]);
}, 60_000);
