import { newChat, talk } from './hubspot/world';
import { WORLDS, type EitherWorld } from './either-world';

const PHONE = '+14155552671';
const TYPED = 'somebody@example.com';
const ADDED = { title: 'E-mail added from the chat', content: TYPED };
const NOTED = { title: 'E-mail in the chat', content: TYPED };
const NOTE = { PHONE_MATCH_EMAIL: 'note' };

let world: EitherWorld;
afterEach(() => world.close());

const about = ({ custom_data = [] }: { custom_data?: { title?: string; content: string }[] }) =>
  custom_data.filter(({ title }) => title?.startsWith('E-mail '));

describe.each(WORLDS)('an e-mail typed by whom only a phone number leads to (%s)', (_label, start) => {
  it('is written where there is none, and the agent is told, for the whole chat', async () => {
    world = await start();
    const id = world.seed({ last: 'Clifton', phone: PHONE });
    const chat = newChat({ phone: PHONE, email: TYPED });
    expect(about((await world.send(chat.accepted())).reply)).toEqual([ADDED]);
    expect(world.person(id).emails).toEqual([TYPED]);
    world.restart();
    expect(about((await world.send(chat.updated({ name: 'Tom' }))).reply)).toEqual([ADDED]);
  });

  it('is told as well when it comes later in the chat than the number', async () => {
    world = await start();
    world.seed({ last: 'Clifton', phone: PHONE });
    const chat = newChat({ phone: PHONE });
    expect(about((await world.send(chat.accepted())).reply)).toEqual([]);
    expect(about((await world.send(chat.updated({ email: TYPED }))).reply)).toEqual([ADDED]);
  });

  it('with PHONE_MATCH_EMAIL=note stands in the note and on the card only', async () => {
    world = await start(NOTE);
    const id = world.seed({ last: 'Clifton', phone: PHONE });
    const chat = newChat({ phone: PHONE, email: TYPED });
    expect(about((await world.send(chat.accepted())).reply)).toEqual([NOTED]);
    await world.send(chat.finished(talk(2)));
    expect(world.person(id).emails).toEqual([]);
    expect(world.notes().join('\n')).toMatch(/E-mail in the chat[^]*somebody@example\.com/);
  });

  it('with note stays out by every way that begins with the number', async () => {
    world = await start(NOTE);
    const id = world.seed({ last: 'Clifton', phone: PHONE });
    const first = newChat({ phone: PHONE });
    await world.send(first.accepted());
    await world.send(first.updated({ email: TYPED }));
    // The same visitor in another chat, and then without the number.
    await world.send(newChat({ phone: PHONE, email: TYPED, number: first.number }).accepted());
    await world.send(newChat({ email: TYPED, number: first.number }).accepted());
    // Another visitor with both.
    await world.send(newChat({ phone: PHONE, email: TYPED }).accepted());
    expect(world.person(id).emails).toEqual([]);
  });

  it('with note does not lead its true owner to the record of the number', async () => {
    world = await start(NOTE);
    const id = world.seed({ last: 'Clifton', phone: PHONE });
    await world.send(newChat({ phone: PHONE, email: TYPED }).accepted());
    const { reply } = await world.send(newChat({ email: TYPED, name: 'Somebody Else' }).accepted());
    expect(reply.custom_data![0]).toMatchObject({ content: 'New lead' });
    expect(reply.crm_link).not.toContain(id);
  });

  it('needs no word where the e-mail itself leads to the record, or the agent did, or the lead is the chat’s own', async () => {
    world = await start(NOTE);
    world.seed({ last: 'Clifton', email: TYPED, phone: PHONE });
    expect(about((await world.send(newChat({ phone: PHONE, email: TYPED }).accepted())).reply)).toEqual([]);

    const own = newChat({ phone: '+14155550101' });
    await world.send(own.accepted());
    const { reply } = await world.send(own.updated({ email: 'own@example.com' }));
    expect(about(reply)).toEqual([]);
    expect(reply.contact_info).toMatchObject({ email: 'own@example.com' });

    const id = world.seed({ last: 'Linked', phone: '+14155550102' });
    const linked = newChat();
    await world.send(linked.accepted());
    await world.send(linked.assigned(reply.crm_link!.replace(/[^/]+(?=(\/view)?$)/, id)));
    await world.send(linked.updated({ email: 'linked@example.com' }));
    expect(world.person(id).emails).toEqual(['linked@example.com']);
  });
});
