import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

const token = (value: unknown) => ({ user_token: JSON.stringify(value) });

/** A world whose file has these keys; `ID` stands for the CRM's own name of a field that holds an id. */
async function begin(start: (file: string) => Promise<CompanyWorld>, match: string, kind = 'unique') {
  world = await start('');
  const { account } = world;
  const field = world.name('site_id');
  const email = account === 'salesforce' ? 'Email' : 'email';
  world.define(field, kind as 'unique');
  await world.use(`accounts: { ${account}: { match: [${match.replaceAll('ID', `'${field}'`)}] } }`);
  await world.retry();
  const seed = (values: { email?: string; id?: string }) =>
    world.seed({ ...(values.email && { [email]: values.email }), ...(values.id && { [field]: values.id }) });
  const leadOf = (id: string) => world.leads().find((lead) => lead.id === id)!;
  return { field, seed, leadOf };
}

const last = async () => {
  const [event] = await world.deps().store.histories.done({ limit: 1 });
  return event!.history!;
};

describe.each(ALL_WORLDS)('match keys with %s', (_, start) => {
  it('an e-mail and a phone inside the token’s JSON lead to the person, and stand in a new lead', async () => {
    const { seed, leadOf } = await begin(
      start,
      '{ email: token.user.email }, { phone: token.user.phone }, email',
    );
    const known = seed({ email: 'known@example.org' });
    const nameless = newChat({ name: 'Tom' });
    const { reply } = await world.send({
      ...nameless.accepted(),
      ...token({ user: { email: 'Known@Example.org' } }),
    });
    expect(reply.crm_link).toContain(known);

    const fresh = token({ user: { email: 'fresh@example.org', phone: '+1 415 555 0142' } });
    const { reply: made } = await world.send({ ...newChat({ name: 'Ann' }).accepted(), ...fresh });
    const id = world.leads().find(({ email }) => email === 'fresh@example.org')!.id;
    expect(made.crm_link).toContain(id);
    expect(JSON.stringify(leadOf(id).fields)).toContain('+14155550142');

    // Another visitor, whom the site knows by the number alone.
    const { reply: by } = await world.send({
      ...newChat({ name: 'Ann' }).accepted(),
      ...token({ user: { phone: '+14155550142' } }),
    });
    expect(by.crm_link).toContain(id);
    expect(world.leads()).toHaveLength(2);
  });

  it('a messenger’s id leads to the person whose field holds it', async () => {
    const { field, seed, leadOf } = await begin(start, '{ field: ID, from: visitor.social.telegram }, email');
    const known = seed({ email: 'tg@example.org', id: '778899' });
    const { reply } = await world.send(newChat({ name: 'T', social: { telegram: '778899' } }).accepted());
    expect(reply.crm_link).toContain(known);
    const other = newChat({ name: 'New', social: { Telegram: '555' } });
    const { reply: made } = await world.send(other.accepted());
    const id = world.leads().find((lead) => made.crm_link!.includes(lead.id) && lead.id !== known)!.id;
    expect(leadOf(id).fields[field]).toBe('555');
  });

  it.each([
    ['the site’s id first', '{ field: ID, from: token.id }, email', 'site'],
    ['the e-mail first', 'email, { field: ID, from: token.id }', 'typed'],
  ] as const)(
    'two keys, two people, %s: the first key’s is taken, the other is shown',
    async (_c, match, first) => {
      const { seed } = await begin(start, match);
      const site = seed({ email: 'site@example.org', id: 'u-1' });
      const typed = seed({ email: 'typed@example.org' });
      // Both have chatted before, so that the table knows them as well as the CRM.
      await world.send(newChat({ email: 'typed@example.org' }).accepted());
      for (const round of ['the CRM', 'the table']) {
        const chat = newChat({ email: 'typed@example.org' });
        const { reply } = await world.send({ ...chat.accepted(), ...token({ id: 'u-1' }) });
        const [taken, other] = first === 'site' ? [site, typed] : [typed, site];
        const history = await last();
        expect({ round, link: reply.crm_link }).toEqual({ round, link: expect.stringContaining(taken) });
        const shown = reply.custom_data!.some(({ link }) => link?.includes(other));
        expect({ round, shown, others: history.others }).toEqual({ round, shown: true, others: [other] });
        await world.send({ ...chat.finished(talk(2), { phone: '+14155550100' }), ...token({ id: 'u-1' }) });
      }
      // Who has one of the two alone is still found by it.
      const { reply } = await world.send(newChat({ email: 'typed@example.org' }).accepted());
      expect(reply.crm_link).toContain(typed);
      const { reply: by } = await world.send({
        ...newChat({ name: 'Tom' }).accepted(),
        ...token({ id: 'u-1' }),
      });
      expect(by.crm_link).toContain(site);
    },
  );

  it('two new visitors with one id of the site’s at the same time are one lead', async () => {
    await begin(start, '{ field: ID, from: token.id }, email', 'text');
    const chats = Array.from({ length: 3 }, () => newChat({ name: 'Twin', social: { telegram: '4242' } }));
    await Promise.all(chats.map((chat) => world.send({ ...chat.accepted(), ...token({ id: 'u-9' }) })));
    await world.retry();
    expect(world.leads()).toHaveLength(1);
  });
});
