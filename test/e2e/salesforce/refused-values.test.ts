import { newChat, talk } from '../hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from './world';

let world: SalesforceWorld;
afterEach(() => world.close());

const lead = () => world.salesforce.leads()[0]!.fields;
const taskText = () =>
  world.salesforce
    .tasks()
    .map(({ fields }) => fields.Description)
    .join('\n');
const parked = () => world.lines.find(({ message }) => message.startsWith('Event parked'))?.data;

describe('a value Salesforce refuses costs only itself', () => {
  it('an e-mail address it cannot read', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@münchen.example', name: 'Tom' });
    await world.send(chat.accepted());
    expect(lead()).toMatchObject({ LastName: 'Tom', Email: null });
    expect(taskText()).toContain('tom@münchen.example');
    expect(JSON.stringify(world.lines)).not.toContain('münchen');
  });

  it('a lead source of a restricted picklist', async () => {
    world = await startSalesforceWorld();
    world.salesforce.changeField('Lead', 'LeadSource', { restrictedPicklist: true });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(lead()).toMatchObject({ Email: 'tom@example.com', LeadSource: null });
    expect(taskText()).toContain('Not accepted by Salesforce as LeadSource');
  });

  it('a phone number against the admin’s rule, and a name that has to give way to the placeholder', async () => {
    world = await startSalesforceWorld();
    const message = 'No such numbers or names here.';
    for (const [field, matches] of [
      ['Phone', '^\\+1415'],
      ['LastName', 'Clifton'],
    ] as const) {
      world.salesforce.addValidationRule({
        type: 'Lead',
        message,
        when: { field, matches },
        errorField: field,
      });
    }
    const chat = newChat({ email: 'tom@example.com', phone: '+14155552671', name: 'Tom Clifton' });
    await world.send(chat.accepted());
    expect(lead()).toMatchObject({
      Email: 'tom@example.com',
      Phone: null,
      LastName: expect.stringMatching(/^JivoChat #/),
    });
    expect(taskText()).toContain(`(FIELD_CUSTOM_VALIDATION_EXCEPTION: ${message}): +14155552671`);
  });

  it('values that are too long are shortened before anything is sent, or by what Salesforce says', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_FACT_FIELDS: 'page=JivoChat_Page__c' } });
    world.salesforce.defineField('Lead', { name: 'JivoChat_Page__c', length: 60 });
    const url = `https://shop.example.com/${'x'.repeat(200)}`;
    const chat = newChat({
      email: `${'t'.repeat(90)}@example.com`,
      name: `${'Tom'.repeat(30)} ${'Clifton'.repeat(30)}`,
    });
    await world.send(chat.accepted({}, { page: { url, title: 'P' } }));
    const { FirstName, LastName, Email, JivoChat_Page__c: page } = lead();
    expect([String(FirstName).length, String(LastName).length, String(page).length]).toEqual([40, 80, 60]);
    expect(Email).toBeNull();
    expect(taskText()).toContain(`${'t'.repeat(90)}@example.com`);
    expect(taskText()).toContain('Clifton'.repeat(30));
  });

  it('a field of the configuration that is read-only for us', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_FACT_FIELDS: 'utm=Utm__c' } });
    world.salesforce.defineField('Lead', { name: 'Utm__c', createable: false, updateable: false });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(lead()).toMatchObject({ Email: 'tom@example.com' });
    expect(world.warnings()).toContain('Salesforce keeps these fields from us; going on without them');
  });

  it('a phone number we may read and not write: it stands in the task, and people are still found by it', async () => {
    world = await startSalesforceWorld();
    world.salesforce.changeField('Lead', 'Phone', { createable: false, updateable: false });
    await world.send(newChat({ email: 'tom@example.com', phone: '+14155552671' }).accepted());
    expect(lead()).toMatchObject({ Email: 'tom@example.com', Phone: null });
    expect(taskText()).toContain('+14155552671');
    const { id } = world.salesforce.leads()[0]!;
    world.salesforce.edit(id, { Phone: '(415) 555-2671', Email: null });
    world.requests();
    const { reply } = await world.send(newChat({ phone: '+14155552671' }).accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
    await world.send(newChat({ email: 'tim@example.com', phone: '+14155550000' }).accepted());
    expect(world.salesforce.requests.filter(({ status }) => status && status >= 400)).toEqual([]);
    expect(taskText()).toContain('+14155550000');
  });

  it('an owner who has left in the meantime', async () => {
    world = await startSalesforceWorld();
    await world.send(newChat({ email: 'warm@example.com' }).accepted());
    world.salesforce.edit(world.salesforce.userId('anna@example.com'), { IsActive: false });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(world.salesforce.leads()).toHaveLength(2);
  });
});

describe("what nobody but an administrator can mend is parked with Salesforce's words", () => {
  it('a required field without a value; with the default of the configuration it is saved', async () => {
    world = await startSalesforceWorld();
    world.salesforce.defineField('Lead', { name: 'Region__c', nillable: false });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(parked()).toMatchObject({
      code: 'REQUIRED_FIELD_MISSING',
      reason: expect.stringContaining('Region__c'),
      remedy: expect.stringContaining('SALESFORCE_REQUIRED_DEFAULTS'),
    });
    await world.close();
    world = await startSalesforceWorld({
      env: { SALESFORCE_REQUIRED_DEFAULTS: 'Region__c=EMEA,Vip__c=true' },
    });
    world.salesforce.defineField('Lead', { name: 'Region__c', nillable: false });
    world.salesforce.defineField('Lead', { name: 'Vip__c', type: 'boolean' });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(lead()).toMatchObject({ Region__c: 'EMEA', Vip__c: true });
  });

  it('a validation rule that names no field', async () => {
    world = await startSalesforceWorld();
    const message = 'Leads without an industry are not welcome.';
    world.salesforce.addValidationRule({ type: 'Lead', message, when: { field: 'Industry', blank: true } });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.result).toBe('ok');
    expect(parked()).toMatchObject({ reason: expect.stringContaining(message) });
  });
});

describe('duplicate rules', () => {
  it.each(['block', 'alert'] as const)('that %s: the record they name is the visitor’s', async (action) => {
    world = await startSalesforceWorld();
    const id = world.salesforce.seed('Lead', { LastName: 'Clifton', Company: 'Acme' });
    world.salesforce.addDuplicateRule({ by: 'phone', action });
    const before = world.salesforce.leads().length;
    const chat = newChat({ phone: '+14155552671' });
    world.salesforce.faults.add({
      kind: 'meanwhile',
      run: () => world.salesforce.edit(id, { Phone: '1 (4155) 552671' }),
      method: 'POST',
      path: 'sobjects/Lead',
    });
    const { reply } = await world.send(chat.accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
    expect(world.salesforce.leads()).toHaveLength(before);
  });

  it('that name a contact: the customer is reused', async () => {
    world = await startSalesforceWorld();
    const [clara] = world.salesforce.contacts();
    world.salesforce.addDuplicateRule({ against: ['Lead', 'Contact'] });
    world.salesforce.edit(clara!.id, { Email: null });
    world.salesforce.faults.add({
      kind: 'meanwhile',
      run: () => world.salesforce.edit(clara!.id, { Email: 'new@example.com' }),
      method: 'POST',
      path: 'sobjects/Lead',
    });
    const { reply } = await world.send(newChat({ email: 'new@example.com' }).accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${clara!.id}$`));
    expect(world.salesforce.leads()).toEqual([]);
  });

  it('that take a namesake for the visitor and only warn: the lead is made', async () => {
    world = await startSalesforceWorld();
    const body = [
      {
        errorCode: 'DUPLICATES_DETECTED',
        message: 'Use one of these records?',
        duplicateResult: {
          allowSave: true,
          matchResults: [
            {
              matchRecords: [
                {
                  record: {
                    attributes: { type: 'Lead' },
                    Id: '00Q000000000001AAA',
                    Email: 'other@example.com',
                  },
                },
              ],
            },
          ],
        },
      },
    ];
    world.salesforce.faults.add({ kind: 'answer', status: 400, body, method: 'POST', path: 'sobjects/Lead' });
    await world.send(newChat({ email: 'tom@example.com', name: 'Tom' }).accepted());
    expect(lead()).toMatchObject({ Email: 'tom@example.com' });
  });

  it('on an update leave the address to the record that has it', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ phone: '+14155552671' });
    await world.send(chat.accepted());
    const [mine] = world.salesforce.leads();
    world.salesforce.seed('Lead', { LastName: 'Other', Company: 'O', Email: 'tom@example.com' });
    world.salesforce.addDuplicateRule();
    await world.send(chat.updated({ email: 'tom@example.com', name: 'Tom Clifton' }));
    await world.send(chat.finished(talk(1), { email: 'tom@example.com' }));
    expect(world.salesforce.get(mine!.id)!.fields).toMatchObject({ Email: null, LastName: 'Clifton' });
    expect(taskText()).toContain('Left to the other Salesforce record that has it (Email): tom@example.com');
  });
});

describe('the owner', () => {
  it('is kept although an assignment rule is active, on create and on update', async () => {
    world = await startSalesforceWorld();
    world.salesforce.assignLeadsTo(world.salesforce.userId('bivanov@example.com.sales'));
    const anna = world.salesforce.userId('anna@example.com');
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    expect(lead().OwnerId).toBe(anna);
    await world.send(chat.updated({ phone: '+14155552671' }));
    expect(lead()).toMatchObject({ OwnerId: anna, Phone: '+14155552671' });
  });

  it('nobody: the assignment rule decides', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_DEFAULT_OWNER: '' } });
    const boris = world.salesforce.userId('bivanov@example.com.sales');
    world.salesforce.assignLeadsTo(boris);
    const agent = { id: 9, name: 'X', email: 'nobody@example.com' };
    await world.send(newChat({ email: 'tom@example.com' }).accepted({}, { agent }));
    expect(lead().OwnerId).toBe(boris);
    expect(world.warnings()).toContainEqual(expect.stringContaining('SALESFORCE_DEFAULT_OWNER'));
  });

  it.each([
    ['by e-mail, whatever the case', 'BORIS@example.com', {}, 'bivanov@example.com.sales'],
    ['by username', 'bivanov@example.com.sales', {}, 'bivanov@example.com.sales'],
    [
      'by federation id, whatever the case',
      'e-1042',
      { SALESFORCE_DEFAULT_OWNER: '' },
      'bivanov@example.com.sales',
    ],
    ['somebody who has left: the default', 'carla@example.com', {}, 'bivanov@example.com.sales'],
    [
      'by the owner map',
      'x@example.com',
      { SALESFORCE_OWNER_MAP: 'X@example.com=anna@example.com' },
      'anna@example.com',
    ],
  ])('is found %s', async (_case, email, env, username) => {
    world = await startSalesforceWorld({ env });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted({}, { agent: { id: 1, name: 'A', email } }));
    expect(lead().OwnerId).toBe(world.salesforce.userId(username));
  });

  it.each(['Inbound_Leads', 'inbound leads'])('is the queue %s', async (queue) => {
    world = await startSalesforceWorld({ env: { SALESFORCE_DEFAULT_OWNER: queue } });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted({}, { agent: { id: 1, name: 'A', email: 'nobody@example.com' } }));
    await world.send(chat.finished(talk(2)));
    expect(lead().OwnerId).toMatch(/^00G/);
    expect(world.salesforce.tasks()).toHaveLength(1);
  });
});
