import { WORLDS, type EitherWorld } from './either-world';
import { newChat, talk } from './hubspot/world';

const TYPED = 'tom@gmial.com';
const CORRECTED = 'tom@gmail.com';
const FURTHER = 'tom@office.example.com';

let world: EitherWorld;
afterEach(() => world.close());

async function idOf(sent: ReturnType<EitherWorld['send']>): Promise<string> {
  const { reply } = await sent;
  return /(\w+)(?:\/view)?$/.exec(reply.crm_link!)![1]!;
}

describe.each(WORLDS)('%s: an e-mail the chat wrote', (label, open) => {
  it.each(['in the chat', 'in the client card', 'in the client card, twice'])(
    'is replaced by an agent’s correction %s',
    async (where) => {
      world = await open();
      const chat = newChat({ name: 'Tom Clifton', email: TYPED });
      const id = await idOf(world.send(chat.accepted()));
      const edit = where === 'in the chat' ? chat.updated : chat.clientUpdated;
      if (where.endsWith('twice')) await world.send(edit({ email: 'tom@gmall.com' }));
      await world.send(edit({ email: CORRECTED }));
      expect(world.person(id).emails).toEqual([CORRECTED]);
      await world.send(chat.finished(talk(2), { email: CORRECTED }));
      expect(world.person(id).emails).toEqual([CORRECTED]);
    },
  );

  it('leads to the person no more once it is corrected: it may be somebody else’s', async () => {
    world = await open();
    const chat = newChat({ name: 'Tom Clifton', email: TYPED });
    const id = await idOf(world.send(chat.accepted()));
    await world.send(chat.updated({ email: CORRECTED }));
    const other = newChat({ name: 'Tommaso Cliffe', email: TYPED });
    expect(await idOf(world.send(other.accepted()))).not.toBe(id);
    expect(world.person(id).emails).toEqual([CORRECTED]);
  });

  it('stays where the CRM’s people have written it, or the visitor gives a further one', async () => {
    world = await open();
    const known = world.seed({ last: 'Clifton', email: TYPED });
    const chat = newChat({ email: TYPED });
    await world.send(chat.accepted());
    await world.send(chat.updated({ email: CORRECTED }));
    expect(world.person(known).emails[0]).toBe(TYPED);

    const visitor = newChat({ name: 'Ann Ofreck', email: 'ann@example.com' });
    const id = await idOf(world.send(visitor.accepted()));
    await world.send(visitor.finished(talk(2), { email: FURTHER }));
    const further = label === 'Salesforce' ? [] : [FURTHER];
    expect(world.person(id).emails).toEqual(['ann@example.com', ...further]);
  });
});
