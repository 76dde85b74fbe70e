import { newChat, talk } from '../hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from './world';

let world: SalesforceWorld;
afterEach(() => world.close());

const today = new Date().toISOString().slice(0, 10);
const task = () => world.salesforce.tasks()[0]!.fields;

describe('an offline message', () => {
  it('becomes a lead and an open task for the owner, due on the day of an hour to come', async () => {
    world = await startSalesforceWorld();
    const evening = Date.parse(`${today}T23:40:00Z`);
    world.clock.offsetMs = evening - Date.now();
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    await world.send(chat.offline('Do you ship to Norway?\nCall me.'));
    await world.send(chat.offline('Do you ship to Norway?\nCall me.'));
    expect(world.salesforce.tasks()).toHaveLength(1);
    const [lead] = world.salesforce.leads();
    expect(task()).toMatchObject({
      WhoId: lead!.id,
      OwnerId: lead!.fields.OwnerId,
      Status: 'Not Started',
      ActivityDate: new Date(evening + 3_600_000).toISOString().slice(0, 10),
      Subject: expect.stringMatching(/^Do you ship to Norway\? Call me\. – JivoChat #.* - Tom Clifton$/),
    });
    expect(task().Description).toMatch(/^● Tom Clifton\n {2}Do you ship to Norway\?\n {2}Call me\.\n/);
    expect(task().Description).toContain('E-mail: tom@example.com');
  });

  it('for a lead of a queue that takes no tasks stays on its timeline', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_DEFAULT_OWNER: 'Inbound_Leads' } });
    await world.send(newChat({ email: 'tom@example.com' }).offline('Hello?'));
    expect(task()).toMatchObject({ WhoId: world.salesforce.leads()[0]!.id, Status: 'Not Started' });
    expect(world.salesforce.requests.filter(({ status }) => status && status >= 400)).toEqual([]);
  });

  it('for a queue that takes tasks goes to the queue', async () => {
    world = await startSalesforceWorld({ env: { SALESFORCE_DEFAULT_OWNER: 'Everything' } });
    const queue = world.salesforce.seedQueue('Everything', ['Lead', 'Task']);
    await world.send(newChat({ email: 'tom@example.com' }).offline('Hello?'));
    expect(task()).toMatchObject({ OwnerId: queue });
  });
});

describe('a call', () => {
  it('is one task, brought up to date until it ends, with the recording', async () => {
    world = await startSalesforceWorld();
    const phone = '+14155552671';
    const chat = newChat({ name: 'Tom' });
    await world.send(chat.call({ type: 'incoming', phone, status: 'start' }));
    expect(task()).toMatchObject({ TaskSubtype: 'Call', CallType: 'Inbound', Status: 'In Progress' });
    await world.send(chat.call({ type: 'incoming', phone, status: 'client_connected' }));
    world.clock.offsetMs += 65_000;
    const record_url = 'https://files.example.com/r.mp3';
    await world.send(chat.call({ type: 'incoming', phone, status: 'end', record_url }));
    expect(world.salesforce.tasks()).toHaveLength(1);
    expect(task()).toMatchObject({
      Status: 'Completed',
      CallType: 'Inbound',
      ActivityDate: today,
      CallDisposition: 'Completed',
    });
    expect(task().CallDurationInSeconds).toBeGreaterThanOrEqual(65);
    expect(task().Description).toContain('Recording: https://files.example.com/r.mp3');
  });
});

describe('Link to CRM', () => {
  it('moves the chat to the linked record, in every form of link', async () => {
    world = await startSalesforceWorld();
    const [clara] = world.salesforce.contacts();
    for (const link of [`${world.url}/${clara!.id}`, `${world.url}/${clara!.id.slice(0, 15)}`]) {
      const chat = newChat({ email: `${Math.random()}@example.com` });
      await world.send(chat.accepted());
      expect((await world.send(chat.assigned(link))).reply).toEqual({ result: 'ok' });
      await world.send(chat.finished(talk(2)));
      expect(world.salesforce.tasks().at(-1)!.fields.WhoId).toBe(clara!.id);
    }
  });

  it('says what is wrong with a link that leads nowhere', async () => {
    world = await startSalesforceWorld();
    const account = world.salesforce.list('Account')[0]!.id;
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    for (const [link, words] of [
      [`${world.url}/${account}`, 'another kind of record (Account)'],
      [
        'https://other.lightning.force.com/lightning/r/Lead/00Q5g00000AbCdEEAV/view',
        'another Salesforce account',
      ],
      ['https://example.com/00Q5g00000AbCdE', 'not a link to Salesforce'],
      [`${world.url}/00QgL0000000001UAA`, 'damaged|no such record'],
      ['lead 5', 'not a link'],
    ]) {
      const { reply } = await world.send(chat.assigned(link!));
      expect(reply.result).toMatch(new RegExp(words!.replace(/[()]/g, '\\$&')));
    }
  });
});
