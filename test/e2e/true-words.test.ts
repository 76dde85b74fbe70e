import { words as EN } from '../../text/languages/en';
import { newChat, startWorld, talk } from './hubspot/world';
import { startSalesforceWorld } from './salesforce/world';
import { WORLDS, type EitherWorld, type Trouble } from './either-world';

const PHONE = '+14155552671';
/** Longer than any machine takes to hear a refusal. */
const PATIENT_MS = 60_000;

let world: EitherWorld;
afterEach(() => world.close());

const contents = ({ custom_data = [] }: { custom_data?: { content: string }[] }) =>
  custom_data.map(({ content }) => content);

describe.each(WORLDS)('what the agent reads when %s does not have the event', (label, start) => {
  it.each<[Trouble, number]>([
    ['down', PATIENT_MS],
    ['slow', 1_000],
    ['limit', PATIENT_MS],
  ])('because it is %s', async (trouble, withinMs) => {
    world = await start();
    world.fail(trouble);
    const reply = await world.ask(newChat({ email: 'tom@example.com' }).accepted(), withinMs);
    expect(reply.custom_data).toEqual([{ title: label, content: EN.situations[trouble] }]);
  });

  it('because it is known to be down', async () => {
    world = await start();
    world.fail('down');
    for (let chat = 0; chat < 6; chat++) await world.send(newChat({ email: 'a@example.com' }).accepted());
    world.mend();
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(contents(reply)).toEqual([EN.situations.down]);
  });

  it('sees name and owner of a chat that was known before', async () => {
    world = await start();
    // The owners are read.
    await world.send(newChat({ email: 'first@example.com' }).accepted());
    world.seed({ last: 'Clifton', email: 'tom@example.com' });
    const chat = newChat({ email: 'tom@example.com' });
    const { reply: known } = await world.send(chat.accepted());
    world.restart();
    world.fail('down');
    const { reply } = await world.send(chat.updated({ name: 'Thomas Clifton' }));
    expect(reply.custom_data).toEqual([
      { title: label, content: 'Known: Tom Clifton', link: known.crm_link },
      ...known.custom_data!.filter(({ title }) => title === 'Owner'),
      { title: label, content: EN.situations.down },
    ]);
    expect(known.custom_data!.map(({ title }) => title)).toContain('Owner');
    expect(reply.crm_link).toBe(known.crm_link);
  });

  it('sees of a chat linked by hand the record it belongs to now', async () => {
    world = await start();
    const other = world.seed({ last: 'Otherman', email: 'other@example.com' });
    world.seed({ last: 'Clifton', email: 'tom@example.com' });
    const chat = newChat({ email: 'tom@example.com' });
    const { reply: first } = await world.send(chat.accepted());
    const link = first.crm_link!.replace(/[^/]+(?=(\/view)?$)/, other);
    expect((await world.send(chat.assigned(link))).reply).toEqual({ result: 'ok' });
    world.fail('down');
    const { reply } = await world.send(chat.updated({ name: 'Thomas' }));
    expect(reply.crm_link).toBe(link);
    expect(contents(reply).join()).not.toContain('Clifton');
    expect(contents(reply).join()).toContain('Otherman');
  });
});

describe.each([
  ['HubSpot', () => startWorld({ env: { HUBSPOT_ACCESS_TOKEN: 'wrong' } })],
  ['Salesforce', () => startSalesforceWorld({ env: { SALESFORCE_CLIENT_SECRET: 'wrong' } })],
])('what the agent reads when %s refused for good', (label, start) => {
  it('is that an administrator is needed, also when the event comes again', async () => {
    const refusing = await start();
    world = refusing as unknown as EitherWorld;
    const event = newChat({ email: 'tom@example.com' }).accepted();
    for (let time = 0; time < 2; time++) {
      const { status, reply } = await refusing.send(event);
      expect([status, reply.custom_data]).toEqual([200, [{ title: label, content: EN.situations.refused }]]);
    }
  });
});

describe('what was saved without some of its values', () => {
  it('is told once, and stands in the note (HubSpot)', async () => {
    const hubspot = await startWorld();
    world = hubspot as unknown as EitherWorld;
    hubspot.hubspot.addRule({ objectType: 'contacts', property: 'phone', pattern: '^\\+49' });
    const chat = newChat({ email: 'tom@example.com', phone: PHONE });
    const { reply } = await hubspot.send(chat.accepted());
    const [, , told] = reply.custom_data!;
    expect(told).toMatchObject({ title: 'Saved without (see the note)' });
    expect(told!.content).toMatch(/phone/);
    expect(told!.content).not.toContain('4155552671');
    await hubspot.send(chat.finished(talk(2)));
    expect(hubspot.hubspot.notes()[0]!.properties.hs_note_body).toContain('4155552671');
  });

  it('is told of Salesforce as well', async () => {
    const salesforce = await startSalesforceWorld();
    world = salesforce as unknown as EitherWorld;
    const body = [{ errorCode: 'STRING_TOO_LONG', message: 'Phone: too long', fields: ['Phone'] }];
    salesforce.salesforce.faults.add({
      kind: 'answer',
      status: 400,
      body,
      method: 'POST',
      path: 'sobjects/Lead',
    });
    const { reply } = await salesforce.send(newChat({ email: 'tom@example.com', phone: PHONE }).accepted());
    expect(reply.custom_data).toContainEqual({
      title: 'Saved without (see the note)',
      content: expect.stringMatching(/Phone/),
    });
  });
});
