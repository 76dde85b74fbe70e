import { EDIT_BAN_CODES } from '../../../emulators/salesforce';
import { newChat, talk } from '../hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from './world';

let world: SalesforceWorld;
afterEach(() => world.close());

const lead = () => world.salesforce.leads()[0]!.fields;
const texts = () =>
  world.salesforce
    .tasks()
    .map(({ fields }) => fields.Description)
    .join('\n');
const parked = () => world.lines.find(({ message }) => message.startsWith('Event parked'))?.data;
const refusals = () =>
  world.salesforce.requests.flatMap(({ subrequests = [], status }) => [
    ...(status && status >= 400 ? [status] : []),
    ...subrequests.filter((each) => each.status >= 400).map((each) => each.status),
  ]);
/** All of it now, or by the worker: a busy machine may take the reply's deadline. */
async function saved(event: unknown) {
  await world.send(event);
  world.clock.offsetMs += 300_000;
  await world.retry();
}

describe('what is hidden from the integration user is left out', () => {
  it.each([
    ['the federation id', { hiddenFields: ['User.FederationIdentifier'] }],
    ['e-mail, name and type of users', { hiddenFields: ['User.Email', 'User.Name', 'User.UserType'] }],
    ['queues', { inaccessibleObjects: ['QueueSobject'] }],
    ['users and queues', { inaccessibleObjects: ['QueueSobject', 'User'] }],
    ['what became of a lead', { hiddenFields: ['Lead.ConvertedContactId', 'Lead.MasterRecordId'] }],
  ])('%s: the lead is saved, and what is hidden is asked for once', async (_case, settings) => {
    world = await startSalesforceWorld(settings);
    const chat = newChat({ email: 'tom@example.com' });
    await saved(chat.accepted());
    expect(lead()).toMatchObject({ Email: 'tom@example.com' });
    await saved(chat.finished(talk(2)));
    expect(parked()).toBeUndefined();
    world.salesforce.clearRequests();
    const agent = { id: 77, name: 'New', email: 'new-here@example.com' };
    await saved(newChat({ email: 'tim@example.com' }).accepted({}, { agent }));
    expect(refusals()).toEqual([]);
    expect(world.salesforce.leads()).toHaveLength(2);
  });

  it('the owner is found by what can still be read', async () => {
    world = await startSalesforceWorld({ hiddenFields: ['User.FederationIdentifier', 'User.UserType'] });
    const agent = { id: 1, name: 'Anna', email: 'anna@example.com' };
    await saved(newChat({ email: 'tom@example.com' }).accepted({}, { agent }));
    expect(lead().OwnerId).toBe(world.salesforce.userId('anna@example.com'));
  });
});

describe('a field an administrator demands of every task', () => {
  it('is filled by SALESFORCE_REQUIRED_DEFAULTS; without it the remedy names the setting', async () => {
    world = await startSalesforceWorld();
    world.salesforce.defineField('Task', { name: 'Region__c', nillable: false });
    await saved(newChat({ email: 'tom@example.com' }).finished(talk(2)));
    expect(parked()).toMatchObject({
      code: 'REQUIRED_FIELD_MISSING',
      remedy: expect.stringContaining('SALESFORCE_REQUIRED_DEFAULTS (Task.Field__c=value)'),
    });
    await world.close();
    world = await startSalesforceWorld({
      env: { SALESFORCE_REQUIRED_DEFAULTS: 'Task.Region__c=EMEA,Lead.Region__c=APAC,Vip__c=true' },
    });
    world.salesforce.defineField('Task', { name: 'Region__c', nillable: false });
    world.salesforce.defineField('Lead', { name: 'Region__c', nillable: false });
    world.salesforce.defineField('Lead', { name: 'Vip__c', type: 'boolean' });
    await saved(newChat({ email: 'tom@example.com' }).finished(talk(2)));
    expect(lead()).toMatchObject({ Region__c: 'APAC', Vip__c: true });
    expect(world.salesforce.tasks().map(({ fields }) => fields.Region__c)).toEqual(['EMEA']);
  });
});

describe('a lead field mapped to a field of another type', () => {
  it.each(['double', 'date', 'boolean', 'datetime'] as const)(
    '%s: costs only itself, on create and on update, and is named',
    async (type) => {
      const env = { SALESFORCE_FACT_FIELDS: 'page=Page__c,utm=Utm__c,lastChat=Last__c' };
      world = await startSalesforceWorld({ env });
      for (const name of ['Page__c', 'Last__c']) world.salesforce.defineField('Lead', { name, type });
      world.salesforce.defineField('Lead', { name: 'Utm__c' });
      const page = { url: 'https://shop.example.com/a value b', title: 'P' };
      const chat = newChat({ email: 'tom@example.com' });
      await saved(chat.accepted({}, { page }));
      await saved(chat.finished(talk(2), { phone: '+14155552671' }));
      expect(lead()).toMatchObject({ Email: 'tom@example.com', Phone: '+14155552671', Page__c: null });
      expect(texts()).toContain('Not accepted by Salesforce as Page__c (JSON_PARSER_ERROR');
      expect(parked()).toBeUndefined();
    },
  );
});

describe('an assignment rule', () => {
  it('takes no lead away when its conversation, task or call is written', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await saved(chat.accepted());
    const anna = world.salesforce.userId('anna@example.com');
    expect(lead().OwnerId).toBe(anna);
    world.salesforce.assignLeadsTo(world.salesforce.userId('bivanov@example.com.sales'));
    await saved(chat.finished(talk(2)));
    await saved(chat.finished(talk(4)));
    expect(world.salesforce.tasks()).toHaveLength(1);
    expect(lead().OwnerId).toBe(anna);
  });
});

describe('a person who may be read and not edited', () => {
  it.each([...EDIT_BAN_CODES, 'a rule against every edit'] as const)(
    '%s: card and note come all the same, and what was refused stands in the note',
    async (why) => {
      world = await startSalesforceWorld();
      const id = world.salesforce.seed('Lead', {
        LastName: 'Clifton',
        Company: 'Acme',
        Email: 'tom@example.com',
      });
      const rule = {
        type: 'Lead',
        message: 'No.',
        on: 'update',
        when: { field: 'Email', blank: false },
      } as const;
      if (why === 'a rule against every edit') world.salesforce.addValidationRule(rule);
      else world.salesforce.forbidEdits(id, why);
      const chat = newChat({ email: 'tom@example.com', phone: '+14155552671' });
      await saved(chat.accepted());
      const { reply } = await world.send(chat.updated({ phone: '+14155552671' }));
      expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
      await saved(chat.finished(talk(2), { phone: '+14155552671' }));
      expect(world.salesforce.leads().map((each) => each.fields.Phone)).toEqual([null]);
      expect(world.salesforce.tasks()).toHaveLength(1);
      expect(texts()).toContain('Not accepted by Salesforce as Phone');
      expect(texts()).toContain('+14155552671');
      expect(parked()).toBeUndefined();
    },
  );
});
