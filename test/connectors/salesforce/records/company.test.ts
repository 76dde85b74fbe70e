import { newChat, talk } from '../../../e2e/hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from '../../../e2e/salesforce/world';

let world: SalesforceWorld;
afterEach(() => world.close());

const organization = { name: 'Clifton & Sons' };
const company = () => world.salesforce.leads()[0]!.fields.Company;
/** Now, or by the worker: a busy machine may take the reply's deadline. */
async function saved(event: object) {
  await world.send(event);
  await world.retryLater();
}

describe('the organization JivoChat knows a client by', () => {
  it('is the company of a new lead', async () => {
    world = await startSalesforceWorld();
    await saved({ ...newChat({ email: 'tom@example.com' }).accepted(), organization });
    expect(company()).toBe('Clifton & Sons');
  });

  it('takes the place of the stand-in when it is told later', async () => {
    world = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await saved(chat.accepted());
    expect(company()).toBe('[not provided]');
    await saved({ ...chat.updated(), organization });
    expect(company()).toBe('Clifton & Sons');
  });

  it('never takes the place of a company; it stands in the note', async () => {
    world = await startSalesforceWorld();
    world.salesforce.seed('Lead', { LastName: 'Clifton', Company: 'Acme', Email: 'tom@example.com' });
    await saved({ ...newChat({ email: 'tom@example.com' }).finished(talk(2)), organization });
    expect(company()).toBe('Acme');
    expect(world.salesforce.tasks()[0]!.fields.Description).toContain('Organization: Clifton & Sons');
  });

  it('gives way to the stand-in where a rule of the org refuses it', async () => {
    world = await startSalesforceWorld();
    const when = { field: 'Company', matches: 'Sons' };
    world.salesforce.addValidationRule({ type: 'Lead', message: 'No.', when, errorField: 'Company' });
    await saved({ ...newChat({ email: 'tom@example.com' }).accepted(), organization });
    expect(company()).toBe('[not provided]');
  });

  it('is nothing a contact has', async () => {
    world = await startSalesforceWorld();
    world.salesforce.seed('Contact', { LastName: 'Clifton', Email: 'tom@example.com' });
    await saved({ ...newChat({ email: 'tom@example.com' }).finished(talk(2)), organization });
    expect(world.salesforce.requests.filter(({ status }) => status && status >= 400)).toEqual([]);
    expect(world.salesforce.leads()).toEqual([]);
  });
});

it('an agent’s comment stands whole in the task of an offline message', async () => {
  world = await startSalesforceWorld();
  const description = Array.from({ length: 700 }, (_, line) => `line ${line} of it`).join(' ');
  await saved(newChat({ email: 'tom@example.com', description }).offline('Hello?'));
  expect(world.salesforce.tasks()[0]!.fields.Description).toContain(description);
});
