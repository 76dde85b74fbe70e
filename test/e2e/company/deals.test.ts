import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

const STAGES = {
  hubspot: 'pipeline: default, stage: appointmentscheduled',
  salesforce: 'stage: Qualification',
  pipedrive: 'pipeline: 1, stage: 2',
};
const sales = { department: { name: 'Sales' } };

describe.each(ALL_WORLDS)('deals by rule with %s', (_, start) => {
  async function begin(open: string) {
    world = await start('');
    const stage = STAGES[world.account];
    await world.use(
      `rules: [{ name: deals, when: { department: Sales }, then: { object: { ${stage}, open: ${open}, transcript: on, close: 14d } } }]`,
    );
    // Of somebody who can have deals: in Salesforce a customer.
    world.seedCustomer('buyer@example.org');
  }

  async function chat() {
    const buyer = newChat({ email: 'buyer@example.org' });
    await world.send({ ...buyer.accepted(), ...sales });
    await world.send({ ...buyer.finished(talk(2)), ...sales });
  }

  it('one for each chat, with the chat’s note on it', async () => {
    await begin('new');
    await chat();
    await chat();
    expect(world.deals()).toEqual([
      { stage: world.dealStage, activities: 1 },
      { stage: world.dealStage, activities: 1 },
    ]);
    await world.send(newChat({ email: 'other@example.org' }).accepted());
    expect(world.deals()).toHaveLength(2);
  });

  it('or the open one of the person', async () => {
    await begin('reuse');
    await chat();
    await chat();
    expect(world.deals()).toEqual([{ stage: world.dealStage, activities: 2 }]);
  });

  it('of a call, which is tied to it', async () => {
    await begin('new');
    const phone = '+14155552671';
    const caller = newChat({ email: 'buyer@example.org', phone });
    await world.send({ ...caller.call({ type: 'incoming', status: 'end', phone }), ...sales });
    expect(world.deals()).toEqual([{ stage: world.dealStage, activities: 1 }]);
  });

  it('a stage the CRM does not have costs the deal and nothing else', async () => {
    await begin('new');
    world.restrictStages();
    await world.use(
      `rules: [{ name: deals, when: { department: Sales }, then: { object: { stage: nowhere, open: new } } }]`,
    );
    await chat();
    expect(world.notes().length).toBeGreaterThan(0);
    const { pending, parked } = await world.deps().store.queues.summary(world.account);
    expect({ pending, parked }).toEqual({ pending: 0, parked: 0 });
    // Pipedrive's stages are numbers: the deal stands in the first one.
    expect(world.deals()).toHaveLength(world.account === 'pipedrive' ? 1 : 0);
  });
});

describe.each(ALL_WORLDS.filter(([crm]) => crm !== 'Pipedrive'))('fields of a deal with %s', (_, start) => {
  it('are filled by the maps; what cannot be converted costs the value and nothing else', async () => {
    world = await start('');
    const { account } = world;
    const [description, amount] =
      account === 'hubspot' ? (['description', 'amount'] as const) : (['Description', 'Amount'] as const);
    await world.use(`
accounts: { ${account}: { fields: { deal: { ${description}: chat.first_message, ${amount}: { value: many } } } } }
rules: [{ name: deals, when: { department: Sales }, then: { object: { ${STAGES[account]}, open: new } } }]`);
    await world.retry();
    world.seedCustomer('buyer@example.org');
    const buyer = newChat({ email: 'buyer@example.org' });
    const message = { type: 'visitor', message: 'A hundred chairs, please', timestamp: 1_000 };
    await world.send({ ...buyer.finished([message]), ...sales });
    expect(world.deals()).toHaveLength(1);
    expect(world.dealFields(0)).toMatchObject({ [description]: 'A hundred chairs, please' });
    expect(world.dealFields(0)[amount] ?? null).toBeNull();
  });
});
