import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../emulators/salesforce';
import { run } from '../cli';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'maps-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const fileOf = (text: string) => {
  const path = join(folder, 'own.yml');
  writeFileSync(path, text);
  return { JIVOCHAT_CRM_CONFIG: path };
};
const fields = (account: string, object: string, maps: string) =>
  `accounts: { ${account}: { fields: { ${object}: { ${maps} } } } }`;

it('HubSpot: names fields that are not there, may not be written or do not take a fixed value', async () => {
  const hubspot = createHubSpotEmulator();
  const server = await hubspot.listen();
  const access = { HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN, HUBSPOT_BASE_URL: server.url };
  const maps = 'nope: ip, createdate: today, lifecyclestage: { value: nonsense }, city: geo.city';
  const env = { ...access, ...fileOf(fields('hubspot', 'contact', maps)) };
  const { code, out } = await run(['config', 'check', '--online'], { env });
  expect(code).toBe(1);
  expect(out).toMatch(/contact\.nope: there is no such field/);
  expect(out).toMatch(/contact\.createdate may not be written/);
  expect(out).toMatch(/contact\.lifecyclestage does not take “nonsense”: none of the choices/);
  expect(out).not.toMatch(/contact\.city/);
  expect((await run(['doctor', 'hubspot'], { env })).out).toMatch(/contact\.nope: there is no such field/);
  expect((await run(['config', 'check'], { env })).code).toBe(0);
  const right = { ...access, ...fileOf(fields('hubspot', 'contact', 'city: geo.city')) };
  expect((await run(['config', 'check', '--online'], { env: right })).code).toBe(0);
  await server.close();
});

it('Salesforce: likewise, and a match key that is not unique', async () => {
  const salesforce = createSalesforceEmulator();
  const server = await salesforce.listen();
  const file = `accounts: { salesforce: { match: [{ field: City, from: token.id }], fields: { lead: { Nope__c: ip, CreatedDate: today, Rating: tags } } } }`;
  const env = {
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    ...fileOf(file),
  };
  const { code, out } = await run(['config', 'check', '--online'], { env });
  expect(code).toBe(1);
  expect(out).toMatch(/lead\.Nope__c: there is no such field/);
  expect(out).toMatch(/lead\.CreatedDate may not be written/);
  expect(out).toMatch(/lead\.City is a match key and not unique/);
  expect(out).not.toMatch(/contact\.City/);
  await server.close();
});
