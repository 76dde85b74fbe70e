import { newChat, talk } from '../../../e2e/hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from '../../../e2e/salesforce/world';

let world: SalesforceWorld;
afterEach(() => world.close());

describe('a converted lead', () => {
  it.each([
    ['e-mail', { email: 'tom@example.com' }],
    ['phone', { phone: '+14155552671' }],
  ])(
    'that holds the visitor’s %s leads to its contact, which has another one by now',
    async (_what, visitor) => {
      world = await startSalesforceWorld();
      const lead = world.salesforce.seed('Lead', {
        LastName: 'Clifton',
        Company: 'Acme',
        Email: 'tom@example.com',
        Phone: '(415) 555-2671',
      });
      const { contactId } = world.salesforce.convert(lead);
      world.salesforce.edit(contactId, { Email: 'tom@acme.example', Phone: '+1 212 555 0100' });
      const { reply } = await world.send(newChat(visitor).accepted());
      world.clock.offsetMs += 300_000;
      await world.retry();
      expect(reply.crm_link).toContain(contactId);
      expect(world.salesforce.get(contactId)!.fields).toMatchObject({
        Email: 'tom@acme.example',
        Phone: '+1 212 555 0100',
      });
      expect(world.salesforce.leads().map(({ id }) => id)).toEqual([lead]);
    },
  );
});

describe('a create without an answer, of a visitor nobody can search for', () => {
  it.each([
    ['more than 50 others have the name', {}],
    ['our key has a field that is no external id', { SALESFORCE_FACT_FIELDS: 'visitorKey=Key__c' }],
  ])('is found again although %s', async (_case, env) => {
    world = await startSalesforceWorld({ externalId: false, env: { LEAD_CREATION: 'always', ...env } });
    world.salesforce.defineField('Lead', { name: 'Key__c' });
    const others = () => {
      for (let n = 0; n < 230; n++) world.salesforce.seed('Lead', { LastName: 'Tom', Company: 'O' });
    };
    others();
    world.salesforce.faults.add({ kind: 'reset-after', method: 'POST', path: 'sobjects/Lead' });
    await world.send(newChat({ name: 'Tom' }).finished(talk(1)));
    others();
    expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
    expect(world.salesforce.leads()).toHaveLength(461);
  });
});
