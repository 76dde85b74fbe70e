import { newChat } from './hubspot/world';
import { WORLDS, type EitherWorld } from './either-world';

const PHONE = '+14155552671';
const MINIMAL = { REPLY_DETAIL: 'minimal' };
const FIELDS = { HUBSPOT_REPLY_FIELDS: 'Mail=email', SALESFORCE_REPLY_FIELDS: 'Mail=Email' };

let world: EitherWorld;
afterEach(() => world.close());

const shown = () =>
  world.counted.filter(({ name }) => name === 'RecordsShown').reduce((sum, { value }) => sum + value, 0);

describe.each(WORLDS)('REPLY_DETAIL=minimal with %s', (label, start) => {
  /** Everything the CRM has of Tom, and what nobody but the CRM knows of him. */
  const PERSONAL = /Clifton|Tom|tom@|hidden@|4155552671/;

  it('says known or new, the owner and the link, and nothing of the person', async () => {
    world = await start({ ...MINIMAL, ...FIELDS });
    const { reply: fresh } = await world.send(newChat({ email: 'new@example.com', name: 'Nina' }).accepted());
    expect(fresh.custom_data![0]).toMatchObject({ title: label, content: 'New lead' });
    expect(fresh.contact_info).toBeUndefined();
    world.seed({ last: 'Clifton', phone: PHONE, email: 'hidden@example.com' });
    const { reply } = await world.send(newChat({ phone: PHONE }).accepted());
    expect(reply).toEqual({
      result: 'ok',
      custom_data: [
        { title: label, content: 'Known', link: reply.crm_link },
        { title: 'Owner', content: expect.any(String) },
      ],
      crm_link: expect.stringMatching(/^https?:/),
      enable_assign: true,
    });
    expect(JSON.stringify(reply)).not.toMatch(PERSONAL);
  });

  it('says as little when several match', async () => {
    world = await start(MINIMAL);
    world.seed({ last: 'Clifton', phone: PHONE });
    world.seed({ last: 'Clifton', email: 'tom@example.com' });
    const { reply } = await world.send(newChat({ phone: PHONE, email: 'tom@example.com' }).accepted());
    expect(reply.custom_data).toContainEqual({
      title: 'Also matches',
      content: 'Another record',
      link: expect.any(String),
    });
    expect(JSON.stringify(reply)).not.toMatch(/Clifton/);
  });

  it('says as little when the CRM is down', async () => {
    world = await start(MINIMAL);
    world.seed({ last: 'Clifton', phone: PHONE });
    const chat = newChat({ phone: PHONE });
    await world.send(chat.accepted());
    world.fail('down');
    const { reply } = await world.send(chat.updated({ name: 'Nobody' }));
    expect(reply.custom_data![0]).toMatchObject({ content: 'Known' });
    expect(JSON.stringify(reply)).not.toMatch(PERSONAL);
  });

  it('holds for the repeat of an event that was answered in full before', async () => {
    const env: Record<string, string> = {};
    world = await start(env);
    world.seed({ last: 'Clifton', phone: PHONE, email: 'hidden@example.com' });
    const event = newChat({ phone: PHONE }).accepted();
    expect(JSON.stringify((await world.send(event)).reply)).toMatch(PERSONAL);
    world.restart(MINIMAL);
    const { reply } = await world.send(event);
    expect(reply.crm_link).toBeDefined();
    expect(JSON.stringify(reply)).not.toMatch(PERSONAL);
  });
});

describe.each(WORLDS)('records shown (%s)', (_label, start) => {
  it('are counted once a chat, however often it is answered, and not when they are new', async () => {
    world = await start();
    await world.send(newChat({ email: 'new@example.com' }).accepted());
    expect(shown()).toBe(0);
    world.seed({ last: 'Clifton', email: 'tom@example.com' });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    expect(shown()).toBe(1);
    await world.send(chat.updated({ name: 'Tom' }));
    world.restart();
    await world.send(chat.updated({ name: 'Thomas' }));
    expect(shown()).toBe(1);
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(shown()).toBe(2);
  });

  it('are counted when one chat is led from record to record', async () => {
    world = await start();
    world.seed({ last: 'Clifton', email: 'tom@example.com' });
    const others = ['A', 'B', 'C'].map((last) => world.seed({ last, email: `${last}@example.com` }));
    const chat = newChat({ email: 'tom@example.com' });
    const { reply } = await world.send(chat.accepted());
    for (const [round, id] of others.entries()) {
      await world.send(chat.assigned(reply.crm_link!.replace(/[^/]+(?=(\/view)?$)/, id)));
      await world.send(chat.updated({ name: `Round ${round}` }));
    }
    expect(shown()).toBe(4);
  });
});
