import { HUBSPOT, PIPEDRIVE, SALESFORCE, type CrmWorld } from '../../faults/kit/crms';
import { newChat, talk } from '../hubspot/world';

let world: CrmWorld | undefined;
afterEach(() => world?.close());

/** Each page holds as much as the CRM takes; what stands there already is not sent again. */
it.each([HUBSPOT, SALESFORCE, PIPEDRIVE])(
  '$label: a long note that grew writes its last page alone',
  async (crm) => {
    world = await crm.start({});
    const chat = newChat({ email: 'long@example.com' });
    const long = (count: number) =>
      talk(count).map((message) => ({ ...message, message: `${message.message} ${'word '.repeat(100)}` }));
    await world.send(chat.accepted());
    world.forgetRequests();
    await world.send(chat.finished(long(600)));
    await world.retry();
    const first = world.requests().length;
    const pages = world.holdings().conversations.length;
    world.forgetRequests();
    await world.send(chat.finished(long(601)));
    await world.retry();
    expect(pages).toBeGreaterThan(3);
    expect(first).toBeGreaterThanOrEqual(pages);
    expect(world.requests().length).toBeLessThanOrEqual(3);
    expect(world.holdings().conversations).toHaveLength(pages);
    expect(world.holdings().conversations.join('\n')).toContain('Message 600.');
  },
);
