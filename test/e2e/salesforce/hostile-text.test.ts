import { newChat } from '../hubspot/world';
import { EXTERNAL_ID, startSalesforceWorld, type SalesforceWorld } from './world';

let world: SalesforceWorld;
afterEach(() => world.close());

const lead = () => world.salesforce.leads()[0]!.fields;

describe('hostile text', () => {
  const hostile = [
    `o'reilly\\`,
    `x' OR Name LIKE '%`,
    `\\' OR Id != null --`,
    '%_%',
    '<script>alert(1)</script>',
    '{"$like":"%"}',
    '@{Lead.records[0].Id}',
    'a\nb\r\nc\u2028d',
  ];

  it.each(hostile)('%j is stored as it is and finds nobody else', async (text) => {
    world = await startSalesforceWorld();
    world.salesforce.seed('Lead', { LastName: 'Other', Company: 'O', Email: 'other@example.com' });
    const address = `o'reilly${text.length}@example.com`;
    const chat = newChat({ name: text, email: address, phone: text });
    await world.send(chat.accepted());
    const { reply } = await world.send(chat.finished([{ type: 'visitor', message: text, timestamp: 1 }]));
    expect(reply.result).toBe('ok');
    expect(world.salesforce.leads()).toHaveLength(2);
    expect(world.salesforce.leads()[1]!.fields.Email).toBe(address);
    expect(world.salesforce.tasks()).toHaveLength(1);
    // Found again, in another chat.
    await world.send(newChat({ email: address }).accepted());
    expect(world.salesforce.leads()).toHaveLength(2);
  });

  it('a visitor key with a slash names no other resource', async () => {
    world = await startSalesforceWorld({ env: { LEAD_CREATION: 'always' } });
    const chat = newChat({ number: 'a/b c#1?x=%2F' });
    world.salesforce.faults.add({ kind: 'reset-after', method: 'POST', path: 'sobjects/Lead' });
    await world.send(chat.accepted());
    world.salesforce.clearRequests();
    expect(await world.retryLater()).toMatchObject({ done: 1, left: 0 });
    // Found at once: nothing was created, nothing refused.
    expect(world.salesforce.requests.map(({ status }) => status).filter((status) => status !== 200)).toEqual(
      [],
    );
    expect(world.salesforce.leads()).toHaveLength(1);
    expect(lead()[EXTERNAL_ID]).toBe('NRQ4JbEW7J:a/b c#1?x=%2F');
  });
});
