import { defaultAccount } from '../../../config/accounts';
import { accountTable, EMULATED_TABLE } from '../../../sandbox/account/account-table';
import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  to18,
} from '../../../emulators/salesforce';

const close: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(close.map((each) => each()))));

async function hubspot(portalId: number) {
  const emulator = createHubSpotEmulator();
  emulator.state.account.portalId = portalId;
  emulator.tokens.grant('rotated');
  const server = await emulator.listen();
  close.push(() => server.close());
  return { HUBSPOT_BASE_URL: server.url, HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN };
}

async function salesforce(orgId: string) {
  const emulator = createSalesforceEmulator();
  emulator.state.records.find(({ type }) => type === 'Organization')!.id = to18(orgId);
  const server = await emulator.listen();
  close.push(() => server.close());
  return {
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  };
}

it('is one for each portal, whatever the key, and never the emulation’s', async () => {
  const env = await hubspot(1_111);
  const tables = [
    await accountTable(defaultAccount('hubspot'), env),
    await accountTable(defaultAccount('hubspot'), { ...env, HUBSPOT_ACCESS_TOKEN: 'rotated' }),
    await accountTable(defaultAccount('hubspot'), await hubspot(2_222)),
  ];
  expect(tables[1]).toBe(tables[0]);
  expect(tables[2]).not.toBe(tables[0]);
  expect(tables).not.toContain(EMULATED_TABLE);
});

it('is one for each org', async () => {
  const tables = [
    await accountTable(defaultAccount('salesforce'), await salesforce('00DgL0000000001')),
    await accountTable(defaultAccount('salesforce'), await salesforce('00DgL0000000002')),
  ];
  expect(new Set(tables).size).toBe(2);
});

it('is told by the credential where the account cannot be learned, and is a name DynamoDB takes', async () => {
  const env = { ...(await hubspot(1_111)), HUBSPOT_ACCESS_TOKEN: 'unknown' };
  const tables = [
    await accountTable(defaultAccount('hubspot'), env),
    await accountTable(defaultAccount('hubspot'), { ...env, HUBSPOT_ACCESS_TOKEN: 'unknown-too' }),
  ];
  expect(new Set(tables).size).toBe(2);
  for (const table of tables) expect(table).toMatch(/^[\w.-]{3,255}$/);
});
