import { newChat, talk } from '../hubspot/world';
import { EXTERNAL_ID, startSalesforceWorld, type SalesforceWorld } from './world';

let world: SalesforceWorld;
afterEach(() => world.close());

const person = { name: 'Tom Clifton', email: 'tom@example.com', phone: '(415) 555-2671' };
const isOwnerLookUp = (_request: string, index: number) => index === 1;

describe('a whole chat', () => {
  it('of an unknown visitor leaves one lead and one completed task with every message', async () => {
    world = await startSalesforceWorld();
    const chat = newChat();
    await world.send(chat.accepted());
    expect(world.requests()).toEqual([]);
    const { reply } = await world.send(chat.updated(person));
    const first = world.requests();
    expect(first).toEqual(['POST composite', 'POST composite', 'POST sobjects/Lead']);
    expect(reply).toMatchObject({
      result: 'ok',
      contact_info: { name: 'Tom Clifton', email: 'tom@example.com', phone: '+14155552671' },
      enable_assign: true,
    });
    await world.send(chat.finished(talk(40), person));
    await world.send(chat.finished(talk(55), person));

    const [lead, ...others] = world.salesforce.leads();
    expect(others).toEqual([]);
    expect(reply.crm_link).toBe(`${world.url}/${lead!.id}`);
    expect(lead!.fields).toMatchObject({
      FirstName: 'Tom',
      LastName: 'Clifton',
      Company: '[not provided]',
      Email: 'tom@example.com',
      Phone: '+14155552671',
      LeadSource: 'JivoChat',
      OwnerId: world.salesforce.userId('anna@example.com'),
      [EXTERNAL_ID]: `NRQ4JbEW7J:${chat.number}`,
    });
    expect(lead!.fields.Description).toContain(`JivoChat #${chat.number} - Tom Clifton`);
    expect(lead!.fields.Description).toContain('Campaign: from google, campaign “spring sale”');
    const [task, ...more] = world.salesforce.tasks();
    expect(more).toEqual([]);
    expect(task!.fields).toMatchObject({
      WhoId: lead!.id,
      Status: 'Completed',
      OwnerId: lead!.fields.OwnerId,
    });
    for (const { message } of talk(55)) expect(task!.fields.Description).toContain(message);
  });

  it('accepted unknown, updated with an e-mail, finished twice: at most eight requests, two before the first reply', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ phone: '+14155552671' });
    await world.send(chat.accepted());
    const before = world.requests();
    expect(before.filter((request, index) => !isOwnerLookUp(request, index))).toEqual([
      'POST composite',
      'POST sobjects/Lead',
    ]);
    await world.send(chat.updated({ email: 'tom@example.com' }));
    await world.send(chat.finished(talk(40), { email: 'tom@example.com' }));
    await world.send(chat.finished(talk(50), { email: 'tom@example.com' }));
    const all = [...before, ...world.requests()];
    expect(all.length).toBeLessThanOrEqual(8);
    const [lead] = world.salesforce.leads();
    expect(lead!.fields).toMatchObject({
      Email: 'tom@example.com',
      LastName: `JivoChat #${chat.number} - +14155552671`,
    });
    expect(world.salesforce.tasks()).toHaveLength(1);
  });

  it('longer than a task goes on in a further one, and only the last is written again', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com' });
    const long = Array.from({ length: 30 }, (_, n) => ({
      type: 'visitor',
      message: `<${n}>`.padEnd(5_000, 'x'),
      timestamp: n + 1,
    }));
    await world.send(chat.finished(long));
    const before = world.salesforce.tasks();
    expect(before.length).toBeGreaterThan(4);
    world.requests();
    await world.send(chat.finished([...long, { type: 'visitor', message: 'one more', timestamp: 99 }]));
    expect(world.requests()).toEqual([`PATCH sobjects/Task/${before.at(-1)!.id}`]);
    const text = world.salesforce
      .tasks()
      .map(({ fields }) => fields.Description)
      .join('');
    for (let n = 0; n < 30; n++) expect(text).toContain(`<${n}>`);
    expect(text).toContain('one more');
  });

  it.each([
    ['Tom', 'Tom Clifton', 'Tom', 'Clifton'],
    [null, 'Tom Clifton', 'Tom', 'Clifton'],
    [null, 'Tom', null, 'Tom'],
  ])('of %s who turns out to be %s is named so', async (first, later, FirstName, LastName) => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com', name: first });
    await world.send(chat.accepted());
    await world.send(chat.updated({ name: later }));
    expect(world.salesforce.leads()[0]!.fields).toMatchObject({ FirstName, LastName });
  });

  it('uses the placeholders of the configuration, and the first real name replaces them', async () => {
    world = await startSalesforceWorld({
      env: { SALESFORCE_PLACEHOLDER_LAST_NAME: 'Unknown', SALESFORCE_PLACEHOLDER_COMPANY: 'Website' },
    });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    expect(world.salesforce.leads()[0]!.fields).toMatchObject({ LastName: 'Unknown', Company: 'Website' });
    await world.send(chat.updated({ name: 'Tom Clifton' }));
    expect(world.salesforce.leads()[0]!.fields).toMatchObject({ FirstName: 'Tom', LastName: 'Clifton' });
  });

  it('lead fields go to the fields of the configuration; a field that is not there costs nothing but itself', async () => {
    world = await startSalesforceWorld({
      env: { SALESFORCE_FACT_FIELDS: 'utm=JivoChat_UTM__c,page=No_Such__c,lastChat=Last_Chat__c' },
    });
    world.salesforce.defineField('Lead', { name: 'JivoChat_UTM__c' });
    world.salesforce.defineField('Lead', { name: 'Last_Chat__c', type: 'date' });
    await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(world.salesforce.leads()[0]!.fields).toMatchObject({
      JivoChat_UTM__c: 'source=google | campaign=spring sale',
      Last_Chat__c: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    world.requests();
    world.restart();
    await world.send(newChat({ email: 'tim@example.com' }).accepted());
    expect(world.requests()).toEqual(['POST composite', 'POST sobjects/Lead']);
  });
});

describe('a known visitor', () => {
  const known = { FirstName: 'Tom', LastName: 'Clifton', Company: 'Acme', Email: 'Tom@Example.com' };

  it('is found with one request, and the agent sees who it is', async () => {
    world = await startSalesforceWorld({
      env: { SALESFORCE_REPLY_FIELDS: 'Status=Status,Company=Company,Account=Account.Name' },
    });
    const OwnerId = world.salesforce.userId('anna@example.com');
    const id = world.salesforce.seed('Lead', { ...known, Phone: '(415) 555-2671', OwnerId });
    const { reply } = await world.send(newChat({ email: 'tom@EXAMPLE.com', name: 'Tom' }).accepted());
    expect(world.requests()).toEqual(['POST composite']);
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
    expect(reply.custom_data).toEqual([
      { title: 'Salesforce', content: 'Known', link: reply.crm_link },
      { title: 'Owner', content: 'Anna Schmidt' },
      { title: 'Status', content: 'Open - Not Contacted' },
      { title: 'Company', content: 'Acme' },
      { title: 'Campaign', content: 'from google, campaign “spring sale”' },
      { title: 'Page', content: 'Pricing', link: 'https://shop.example.com/pricing' },
    ]);
  });

  it('a customer comes before a lead, with the fields of the account', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_REPLY_FIELDS: 'Account=Account.Name' } });
    const [clara] = world.salesforce.contacts();
    world.salesforce.seed('Lead', { ...known, Email: 'clara.weber@acme.example' });
    const { reply } = await world.send(newChat({ email: 'clara.weber@acme.example' }).accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${clara!.id}$`));
    expect(reply.custom_data).toContainEqual({ title: 'Account', content: 'Acme GmbH' });
    expect(reply.custom_data).toContainEqual(expect.objectContaining({ title: 'Also matches' }));
    await world.send(newChat({ email: 'clara.weber@acme.example' }).finished(talk(2)));
    expect(world.salesforce.tasks()[0]!.fields).toMatchObject({ WhoId: clara!.id });
  });

  it.each(['(415) 555-2671', '+1 415 555 26 71', '415.555.2671', '1-415-555-2671 ext. 5'])(
    'is found by the number stored as %s',
    async (Phone) => {
      world = await startSalesforceWorld();
      const id = world.salesforce.seed('Lead', { ...known, Email: null, MobilePhone: Phone });
      const { reply } = await world.send(newChat({ phone: '+1 (415) 555-2671' }).accepted());
      expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
      expect(world.salesforce.leads()).toHaveLength(1);
    },
  );

  it('a number with the same digits in another country is not his', async () => {
    world = await startSalesforceWorld();
    world.salesforce.seed('Lead', { ...known, Email: null, Phone: '+494155552671' });
    await world.send(newChat({ phone: '+14155552671' }).accepted());
    expect(world.salesforce.leads()).toHaveLength(2);
  });

  it('keeps what Salesforce has; a second number goes to the mobile phone, a second e-mail into the task', async () => {
    world = await startSalesforceWorld();
    const anna = world.salesforce.userId('anna@example.com');
    const id = world.salesforce.seed('Lead', {
      ...known,
      Phone: '+14155552671',
      OwnerId: anna,
      LeadSource: 'Web',
    });
    const chat = newChat({ email: 'tom@example.com', phone: '+14155550000', name: 'Thomas C.' });
    await world.send(chat.accepted({}, { agent: { id: 2, name: 'Boris', email: 'boris@example.com' } }));
    await world.send(chat.updated({ email: 'second@example.com' }));
    await world.send(chat.finished(talk(2), { email: 'second@example.com' }));
    expect(world.salesforce.get(id)!.fields).toMatchObject({
      ...known,
      Phone: '+14155552671',
      MobilePhone: '+14155550000',
      OwnerId: anna,
      LeadSource: 'Web',
      Status: 'Open - Not Contacted',
    });
    const text = world.salesforce.tasks()[0]!.fields.Description;
    expect(text).toContain('E-mail in the chat: second@example.com');
    expect(text).toContain('Name in the chat: Thomas C.');
  });

  it('that was converted, merged or deleted is followed', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    await world.send(chat.accepted());
    const [lead] = world.salesforce.leads();
    const winner = world.salesforce.seed('Lead', { LastName: 'Winner', Company: 'W' });
    world.salesforce.merge(winner, lead!.id);
    const merged = await world.send(chat.updated({ name: 'Tom' }));
    expect(merged.reply.crm_link).toMatch(new RegExp(`/${winner}$`));
    const { contactId } = world.salesforce.convert(winner);
    const converted = await world.send(chat.updated({ name: 'Tommy' }));
    expect(converted.reply.crm_link).toMatch(new RegExp(`/${contactId}$`));
    world.salesforce.remove(contactId);
    const anew = await world.send(chat.updated({ name: 'Thomas' }));
    expect(anew.reply.crm_link).toMatch(/\/00Q\w{15}$/);
    expect(anew.reply.crm_link).not.toContain(winner);
  });

  it('converted while the chat went on: the task goes to the contact', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    await world.send(chat.accepted());
    const { contactId } = world.salesforce.convert(world.salesforce.leads()[0]!.id);
    await world.send(chat.finished(talk(3)));
    expect(world.salesforce.tasks().map(({ fields }) => fields.WhoId)).toEqual([contactId]);
  });

  it.each([
    ['deleted', (id: string) => world.salesforce.remove(id), /^00Q/],
    ['converted', (id: string) => void world.salesforce.convert(id), /^003/],
  ])('%s between our look at it and our write: nothing is lost', async (_case, happen, prefix) => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    await world.send(chat.accepted());
    const { id } = world.salesforce.leads()[0]!;
    world.salesforce.faults.add({ kind: 'meanwhile', run: () => happen(id), method: 'PATCH', path: id });
    await world.send(chat.updated({ name: 'Tom Clifton' }));
    expect(await world.retryLater()).toEqual({ done: 1, failed: 0, parked: 0, left: 0 });
    const people = [...world.salesforce.leads(), ...world.salesforce.contacts()];
    const toms = people.filter(
      ({ fields }) => fields.Email === 'tom@example.com' && fields.IsConverted !== true,
    );
    expect(toms).toEqual([expect.objectContaining({ id: expect.stringMatching(prefix) })]);
    expect(toms[0]!.fields.LastName).toBe('Clifton');
  });

  it('deleted while the chat went on: the worker makes the lead anew, with the conversation', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    await world.send(chat.accepted());
    world.salesforce.remove(world.salesforce.leads()[0]!.id);
    await world.send(chat.finished(talk(3)));
    expect(await world.retryLater()).toEqual({ done: 1, failed: 0, parked: 0, left: 0 });
    const [lead] = world.salesforce.leads();
    expect(world.salesforce.tasks().map(({ fields }) => fields.WhoId)).toEqual([lead!.id]);
  });
});

describe('two chats at the same instant', () => {
  it('with the same new e-mail make one lead, both linked', async () => {
    world = await startSalesforceWorld();
    const chats = Array.from({ length: 4 }, () => newChat({ email: 'tom@example.com', name: 'Tom' }));
    const answers = await Promise.all(chats.map((chat) => world.send(chat.accepted())));
    expect(world.salesforce.leads()).toHaveLength(1);
    expect(new Set(answers.map(({ reply }) => reply.crm_link)).size).toBe(1);
    await Promise.all(chats.map((chat) => world.send(chat.finished(talk(2)))));
    expect(world.salesforce.leads()).toHaveLength(1);
    expect(world.salesforce.tasks()).toHaveLength(4);
  });

  it('of a visitor whose key Salesforce already knows follow it', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ phone: '+14155552671' });
    const id = world.salesforce.seed('Lead', {
      LastName: 'Clifton',
      Company: 'Acme',
      [EXTERNAL_ID]: `NRQ4JbEW7J:${chat.number}`,
    });
    const { reply } = await world.send(chat.accepted());
    expect(reply.crm_link).toMatch(new RegExp(`/${id}$`));
    expect(world.salesforce.get(id)!.fields).toMatchObject({ LastName: 'Clifton', Phone: '+14155552671' });
    expect(world.salesforce.leads()).toHaveLength(1);
  });
});
