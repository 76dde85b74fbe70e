import { newChat } from '../hubspot/world';
import { COMPANY_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

const shown = (reply: { custom_data?: { title?: string; content: string }[] }): Record<string, string> =>
  Object.fromEntries(
    (reply.custom_data ?? []).map(({ title = '', content }): [string, string] => [title, content]),
  );

describe.each(COMPANY_WORLDS)('the card and the match keys with %s', (_, start) => {
  it('shows fields of the record and what the event tells, in the order of the file', async () => {
    world = await start('');
    const { account } = world;
    await world.use(`
channels: { NRQ4JbEW7J: shop }
accounts: { ${account}: { reply: [
  { title: Channel, from: channel }, { title: Mail, field: ${account === 'hubspot' ? 'email' : 'Email'} },
  { title: Ad, from: utm.campaign }, { title: Nothing, from: topic },
  { title: Never, from: channel, when: { not: { channel: shop } } }, { title: Here, from: event, when: { channel: shop } } ] } }
`);
    const { reply: stranger } = await world.send(newChat({ name: 'Nobody' }).accepted());
    expect(shown(stranger)).toMatchObject({ Channel: 'shop', Ad: 'spring sale', Here: 'chat_accepted' });
    expect(shown(stranger).Never).toBeUndefined();
    const { reply } = await world.send(newChat({ email: 'card@example.org' }).accepted());
    const titles = reply.custom_data!.map(({ title }) => title);
    expect(
      titles.filter((title) => ['Channel', 'Mail', 'Ad', 'Nothing', 'Never', 'Here'].includes(title!)),
    ).toEqual(['Channel', 'Mail', 'Ad', 'Here']);
    expect(shown(reply)).toMatchObject({ Mail: 'card@example.org', Ad: 'spring sale' });
  });

  it('a variable wins over the file', async () => {
    const variable = {
      HUBSPOT_REPLY_FIELDS: 'Variable=email',
      SALESFORCE_REPLY_FIELDS: 'Variable=Email',
      PIPEDRIVE_REPLY_FIELDS: 'Variable=email',
    };
    world = await start('', variable);
    await world.use(`accounts: { ${world.account}: { reply: [{ title: Channel, from: channel }] } }`);
    const { reply } = await world.send(newChat({ email: 'var@example.org' }).accepted());
    expect(shown(reply)).toMatchObject({ Variable: 'var@example.org' });
    expect(shown(reply).Channel).toBeUndefined();
  });

  it('finds a person by the site’s own id, and shows who else matches', async () => {
    world = await start('');
    const { account } = world;
    const field = world.name('Customer_Id');
    const mail = account === 'salesforce' ? 'Email' : 'email';
    world.define(field, 'unique');
    await world.use(
      `accounts: { ${account}: { match: [{ field: ${field}, from: token.user_id }, email, phone] } }`,
    );
    const known = world.seed({ [field]: 'u-7', [mail]: 'known@example.org' });
    const other = world.seed({ [mail]: 'other@example.org' });
    await world.retry();

    const token = (id: string) => ({ user_token: JSON.stringify({ user_id: id }) });
    const { reply } = await world.send({
      ...newChat({ email: 'other@example.org' }).accepted(),
      ...token('u-7'),
    });
    expect(reply.crm_link).toContain(known);
    expect(reply.custom_data!.find(({ link }) => link?.includes(other))).toBeDefined();

    // Whoever is new is found by it the next time.
    await world.send({ ...newChat({ email: 'fresh@example.org' }).accepted(), ...token('u-8') });
    const fresh = world.leads().find(({ email }) => email === 'fresh@example.org')!;
    expect(fresh.fields[field]).toBe('u-8');
    const { reply: again } = await world.send({
      ...newChat({ name: 'Anonymous' }).accepted(),
      ...token('u-8'),
    });
    expect(again.crm_link).toContain(fresh.id);
  });

  it('a key the CRM cannot search by finds nobody and costs no lead', async () => {
    world = await start('');
    const { account } = world;
    await world.use(
      `accounts: { ${account}: { match: [{ field: not_there, from: token.user_id }, email] } }`,
    );
    const { reply } = await world.send({
      ...newChat({ email: 'nokey@example.org' }).accepted(),
      user_token: JSON.stringify({ user_id: 'x' }),
    });
    expect(reply.result).toBe('ok');
    expect(world.leads().some(({ email }) => email === 'nokey@example.org')).toBe(true);
  });

  it('follows a link to the record in the token', async () => {
    world = await start('');
    const { account } = world;
    await world.use(`accounts: { ${account}: { match: [{ link: token.link }, email] } }`);
    const mail = account === 'hubspot' ? 'email' : 'Email';
    world.seed({ [mail]: 'linked@example.org' });
    const { reply } = await world.send(newChat({ email: 'linked@example.org' }).accepted());
    const { reply: by } = await world.send({
      ...newChat({ name: 'X' }).accepted(),
      user_token: reply.crm_link,
    });
    expect(by.crm_link).toBe(reply.crm_link);
  });
});
