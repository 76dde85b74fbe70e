import { newChat } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

type Reply = { custom_data?: { title?: string; content: string }[] };
const shown = ({ custom_data = [] }: Reply) =>
  new Map(custom_data.map(({ title = '', content }) => [title, content]));

const AMOUNT = { hubspot: '€1,200', pipedrive: '€1,200', salesforce: '$1,200.00' };
const STAGE = { hubspot: 'Appointment Scheduled', pipedrive: 'Contact made', salesforce: 'Qualification' };

describe.each(ALL_WORLDS)('open deals on the card with %s', (_, start) => {
  const greet = async (email: string) => (await world.send(newChat({ email }).accepted())).reply;

  it('are asked for only where they are wanted, and only of whoever is known', async () => {
    world = await start('');
    world.seedCustomer('buyer@example.org', 'Relaunch');
    await greet('buyer@example.org');
    expect(world.dealRequests()).toBe(0);
    await world.close();

    world = await start('', { CARD_DEALS: 'on' });
    world.seedCustomer('buyer@example.org', 'Relaunch');
    // Whoever is new has none.
    await greet('new@example.org');
    expect(world.dealRequests()).toBe(0);
    await greet('buyer@example.org');
    expect(world.dealRequests()).toBe(1);
    await world.retry();
    const card = shown(await greet('buyer@example.org'));
    const { account } = world;
    expect(card.get('Open deal')).toBe(`Relaunch · ${STAGE[account]} · ${AMOUNT[account]}`);
    if (account === 'salesforce')
      expect(card.get('Last activity')).toBe('called 3 days ago by Anna Schmidt · Call: prices');
  });

  it('and who last called, where that is wanted: one request, of whoever is known', async () => {
    world = await start('');
    world.seedCustomer('buyer@example.org');
    world.seedCall('buyer@example.org');
    world.requests();
    await greet('buyer@example.org');
    const usual = world.requests().length;
    await world.close();

    world = await start('', { CARD_ACTIVITY: 'on' });
    world.seedCustomer('buyer@example.org');
    world.seedCall('buyer@example.org');
    // The first card of an hour may come before the names do.
    await greet('buyer@example.org');
    world.requests();
    const card = shown(await greet('buyer@example.org'));
    expect(card.get('Last activity')).toBe('called 3 days ago by Anna Schmidt · Call: prices');
    expect(world.requests().length).toBeLessThanOrEqual(usual + 1);
    expect(world.dealRequests()).toBe(0);
    await greet('new@example.org');
    expect(world.requests().filter((line) => /activities|calls/.test(line))).toEqual([]);
  });

  it('stand where the file wants them, beside what else is known of the person', async () => {
    world = await start('');
    const { account } = world;
    world.seedCustomer('buyer@example.org', 'Relaunch');
    await world.use(`
accounts: { ${account}: { reply: [
  { title: Sales, show: deals, when: { department: Sales } }, { title: Whose, show: owner } ] } }`);
    await world.retry();
    expect(shown(await greet('buyer@example.org')).has('Sales')).toBe(false);
    expect(world.dealRequests()).toBe(0);
    const chat = { ...newChat({ email: 'buyer@example.org' }).accepted(), department: { name: 'Sales' } };
    const card = shown((await world.send(chat)).reply);
    expect(card.get('Sales')).toMatch(/^Relaunch · .*1,200/);
  });
});
