import { newChat, talk } from '../../../e2e/hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from '../../../e2e/salesforce/world';

let world: SalesforceWorld;
afterEach(() => world.close());

const PHONE = '+14155552671';
const seed = (type: 'Lead' | 'Contact', fields: Record<string, string>) =>
  world.salesforce.seed(type, {
    LastName: 'Clifton',
    ...(type === 'Lead' && { Company: 'Acme' }),
    ...fields,
  });
const parked = () => world.lines.find(({ message }) => message.startsWith('Event parked'));

describe('in an org too large to search for a number however it is written', () => {
  const hour = 3_600_000;

  it.each([['QUERY_TIMEOUT'], ['OPERATION_TOO_LARGE'], [hour]] as const)(
    '%s: whoever is known by e-mail is shown in time',
    async (wildcardSearch) => {
      world = await startSalesforceWorld({ wildcardSearch, env: { REPLY_DEADLINE_MS: '20000' } });
      const id = seed('Contact', { Email: 'tom@example.com', Phone: '(415) 555-2671' });
      const { reply } = await world.send(newChat({ email: 'tom@example.com', phone: PHONE }).accepted());
      expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
      expect(world.salesforce.leads()).toEqual([]);
    },
  );

  it.each([['QUERY_TIMEOUT'], ['OPERATION_TOO_LARGE'], [hour]] as const)(
    '%s: whoever is known by a number as it is usually written is shown in time',
    async (wildcardSearch) => {
      world = await startSalesforceWorld({ wildcardSearch, env: { REPLY_DEADLINE_MS: '20000' } });
      const id = seed('Lead', { MobilePhone: '4155552671' });
      const { reply } = await world.send(newChat({ phone: PHONE }).accepted());
      expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
      expect(world.salesforce.leads()).toHaveLength(1);
    },
  );

  it('makes a lead of whom it does not find, and does not wait for the next one', async () => {
    world = await startSalesforceWorld({ wildcardSearch: 'QUERY_TIMEOUT' });
    await world.send(newChat({ phone: PHONE }).accepted());
    await world.retryLater();
    expect(world.salesforce.leads().map(({ fields }) => fields.Phone)).toEqual([PHONE]);
    expect(parked()).toBeUndefined();
  });

  it('a search for one who gave no number asks nothing that is slow', async () => {
    world = await startSalesforceWorld({ wildcardSearch: hour });
    const id = seed('Contact', { Email: 'tom@example.com' });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
  });
});

describe('a lead that was converted', () => {
  it.each([
    ['e-mail', { email: 'tom@old.example.com' }],
    ['phone', { phone: PHONE }],
  ])('leads to its contact by its %s, whatever the contact has now', async (_case, visitor) => {
    world = await startSalesforceWorld();
    const lead = seed('Lead', { Email: 'tom@old.example.com', Phone: '415-555-2671' });
    const { contactId } = world.salesforce.convert(lead);
    world.salesforce.edit(contactId, { Email: 'tom@new.example.com', Phone: '+49 30 901820' });
    const chat = newChat(visitor);
    const { reply } = await world.send(chat.accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${contactId}$`));
    await world.send(chat.finished(talk(2)));
    expect(world.salesforce.leads()).toHaveLength(1);
    const [task] = world.salesforce.tasks();
    expect(task!.fields).toMatchObject({ WhoId: contactId });
    expect(task!.fields.Description).toContain(Object.values(visitor)[0]);
    expect(world.salesforce.get(contactId)!.fields.Email).toBe('tom@new.example.com');
  });

  it('says nothing against an open lead with the same e-mail', async () => {
    world = await startSalesforceWorld();
    const lead = seed('Lead', { Email: 'tom@example.com' });
    const { contactId } = world.salesforce.convert(lead);
    world.salesforce.remove(contactId);
    const open = seed('Lead', { Email: 'tom@example.com' });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${open}$`));
  });

  it('is left alone where field-level security hides what became of it', async () => {
    world = await startSalesforceWorld({ hiddenFields: ['Lead.ConvertedContactId', 'Lead.MasterRecordId'] });
    const lead = seed('Lead', { Email: 'tom@example.com' });
    world.salesforce.convert(lead);
    const chat = newChat({ email: 'tom@example.com' });
    const { reply } = await world.send(chat.accepted());
    expect(reply.crm_link).toMatch(/\/003/);
    await world.send(chat.updated({ phone: PHONE }));
    expect(parked()).toBeUndefined();
  });
});
