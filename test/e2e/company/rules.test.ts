import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, COMPANY_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

const in_ = (chat: ReturnType<typeof newChat>, parts: object) => ({ ...chat.accepted(), ...parts });
const byEmail = (email: string) => world.leads().find((lead) => lead.email === email);

describe.each(COMPANY_WORLDS)('rules with %s', (_, start) => {
  it('decide who gets a lead, with whose name, from where, and with which note', async () => {
    world = await start(`
channels: { NRQ4JbEW7J: shop }
rules:
  - { name: support makes none, when: { department: Support }, then: { create: never } }
  - { name: VIPs go to Anna, when: { tag: vip }, then: { owner: anna@example.com, source: 'Chat {channel}' } }
  - { name: nobody owns jobs, when: { words: job }, then: { owner: none, note: skip } }`);
    const support = newChat({ email: 'support@example.org' });
    const { reply } = await world.send(in_(support, { department: { name: 'Support' } }));
    expect(reply.result).toBe('ok');
    await world.send(support.finished(talk(2)));
    expect(byEmail('support@example.org')).toBeUndefined();
    expect(world.lines).toContainEqual({
      level: 'info',
      message: 'Rules that matched',
      data: { rules: ['support makes none'] },
    });

    const vip = newChat({ email: 'vip@example.org' });
    await world.send(in_(vip, { tags: [{ title: 'VIP' }] }));
    expect(byEmail('vip@example.org')).toMatchObject({ owner: 'anna@example.com' });

    const job = newChat({ email: 'job@example.org' });
    await world.send(
      job.finished([{ type: 'visitor', message: 'Is there a job for me?', timestamp: 1_000 }]),
    );
    expect(byEmail('job@example.org')).toBeDefined();
    const mine = byEmail('job@example.org')!;
    // Pipedrive gives whom nobody is named for to the token's user.
    const owners = world.account === 'pipedrive' ? [] : ['anna@example.com', 'boris@example.com'];
    expect(owners).not.toContain(mine.owner);
    expect(world.notes()).toEqual([]);

    // Another event of the support chat does not make it a lead: what it told before holds.
    await world.send({ ...support.finished(talk(3)), department: null });
    expect(byEmail('support@example.org')).toBeUndefined();
  });

  it('a lead only after some messages of the visitor', async () => {
    world = await start('rules: [{ name: talk first, then: { create: { messages: 2 } } }]');
    const short = newChat({ email: 'short@example.org' });
    await world.send(short.accepted());
    await world.send(short.finished([{ type: 'visitor', message: 'Hi', timestamp: 1_000 }]));
    expect(byEmail('short@example.org')).toBeUndefined();
    const long = newChat({ email: 'long@example.org' });
    await world.send(long.accepted());
    expect(byEmail('long@example.org')).toBeUndefined();
    await world.send(long.finished(talk(4)));
    expect(byEmail('long@example.org')).toBeDefined();
    await world.send({ ...newChat({ email: 'off@example.org' }).offline('Call me') });
    expect(byEmail('off@example.org')).toBeDefined();
  });

  it('a list takes turns', async () => {
    world = await start(
      'rules: [{ name: team, then: { owner: { round-robin: [anna@example.com, boris@example.com] } } }]',
    );
    for (let n = 0; n < 6; n++) await world.send(newChat({ email: `turn${n}@example.org` }).accepted());
    const owners = () =>
      world.leads().flatMap(({ email, owner }) => (email?.startsWith('turn') ? [owner] : []));
    const share = (login: string) => owners().filter((owner) => owner === login).length;
    expect([share('anna@example.com'), share('boris@example.com')]).toEqual([3, 3]);
  });
});

describe.each(ALL_WORLDS)('noise with %s', (_, start) => {
  it('guards keep noise out, and say so', async () => {
    world = await start(`
guards: { staff: [acme.example], disposable: on, empty: on, agents-only: on, blacklisted: on }
mask: [cards, ibans]`);
    for (const email of ['me@acme.example', 'x@mailinator.com', 'me@eu.acme.example'])
      await world.send(newChat({ email }).accepted());
    await world.send(
      newChat({ email: 'agents@example.org' }).finished([
        { type: 'agent', message: 'Hello?', timestamp: 5, agent_id: 1 },
      ]),
    );
    await world.send(newChat({ email: 'empty@example.org' }).finished([]));
    expect(world.leads().filter(({ email }) => email?.match(/acme|mailinator|agents@|empty@/))).toEqual([]);

    // Of whoever is known already a blacklisted chat leaves nothing.
    const known = newChat({ email: 'blacklisted@example.org' });
    await world.send(known.accepted());
    const ended = known.finished(talk(2));
    await world.send({ ...ended, chat: { ...ended.chat, blacklisted: true } });
    expect(byEmail('blacklisted@example.org')).toBeDefined();
    expect(world.notes()).toEqual([]);

    const card = newChat({ email: 'card@example.org' });
    const message = 'Charge 4111 1111 1111 1111, or DE89 3704 0044 0532 0130 00';
    await world.send(card.finished([{ type: 'visitor', message, timestamp: 1_000 }]));
    const [note] = world.notes();
    expect(note).toMatch(/\[card number removed\].*\[IBAN removed\]/s);
    expect(note).toMatch(/Card numbers removed: (<span[^>]*>)?1.*IBANs removed: (<span[^>]*>)?1/s);
    expect(note).not.toMatch(/4111|0532/);
    const rows = JSON.stringify(await world.rows());
    expect(rows).toContain('card number removed');
    expect(rows).not.toMatch(/4111 ?1111|0532 ?0130/);
  });
});

describe.each(COMPANY_WORLDS)('the task of an offline message with %s', (_, start) => {
  it('has the rule’s subject, priority, working time and reminder', async () => {
    world = await start(`
hours: { zone: UTC, mon-sun: 00:00-24:00 }
rules: [{ name: call, when: { event: offline_message }, then: { task: { subject: 'Call {visitor.name}', due: 3d, priority: low } } }]`);
    await world.send(newChat({ email: 'task@example.org', name: 'Tom' }).offline('Please call me'));
    const [task] = world.tasks();
    expect(task).toMatchObject({ subject: 'Call Tom', ...world.lowPriority });
    const days = (Date.parse(task!.dueAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(1.9);
    expect(days).toBeLessThan(3.1);
  });
});
