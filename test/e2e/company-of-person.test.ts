import { newChat, startWorld, type World } from './hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from './salesforce/world';

let hubspot: World | undefined;
let salesforce: SalesforceWorld | undefined;
afterEach(async () => {
  await hubspot?.close();
  await salesforce?.close();
  hubspot = salesforce = undefined;
});

const ACME = { organization: { id: 1, name: 'Acme Ltd' } };

describe.each<[string, Record<string, string>, string, object, string | undefined]>([
  ['JivoChat’s organization', {}, 'tom@acme-works.de', ACME, 'Acme Ltd'],
  ['nothing unless it is wanted', {}, 'tom@acme-works.de', {}, undefined],
  ['the e-mail’s domain', { COMPANY_FROM_EMAIL: 'fill' }, 'tom@acme-works.de', {}, 'acme-works.de'],
  [
    'the organization before the domain',
    { COMPANY_FROM_EMAIL: 'fill' },
    'tom@acme-works.de',
    ACME,
    'Acme Ltd',
  ],
  [
    'nothing for a mailbox that everybody can have',
    { COMPANY_FROM_EMAIL: 'fill' },
    'tom@gmail.com',
    {},
    undefined,
  ],
])('the company of a new person is %s', (_case, env, email, parts, company) => {
  it('(HubSpot)', async () => {
    hubspot = await startWorld({ env });
    await hubspot.send(newChat({ email }).accepted({}, parts));
    expect(hubspot.hubspot.contacts()[0]!.properties.company).toBe(company);
  });

  it('(Salesforce)', async () => {
    salesforce = await startSalesforceWorld({ env });
    await salesforce.send(newChat({ email }).accepted({}, parts));
    expect(salesforce.salesforce.leads()[0]!.fields.Company).toBe(company ?? '[not provided]');
  });
});

it('a company the CRM has is never replaced, a blank is filled (HubSpot)', async () => {
  hubspot = await startWorld({ env: { COMPANY_FROM_EMAIL: 'fill' } });
  hubspot.hubspot.seedContact({ email: 'a@acme-works.de', company: 'Acme Inc' });
  hubspot.hubspot.seedContact({ email: 'b@acme-works.de' });
  for (const email of ['a@acme-works.de', 'b@acme-works.de'])
    await hubspot.send(newChat({ email }).accepted());
  expect(hubspot.hubspot.contacts().map(({ properties }) => properties.company)).toEqual(
    expect.arrayContaining(['Acme Inc', 'acme-works.de']),
  );
});
