import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHubSpotEmulator, SANDBOX_TOKEN as HUBSPOT_TOKEN } from '../../../emulators/hubspot';
import { createPipedriveEmulator, SANDBOX_TOKEN as PIPEDRIVE_TOKEN } from '../../../emulators/pipedrive';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../emulators/salesforce';
import { run } from '../cli';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'deals-'))));
afterEach(() => rmSync(folder, { recursive: true }));

interface Started {
  server: { close(): Promise<void> };
  env: Record<string, string>;
}

const CRMS: Record<string, () => Promise<Started>> = {
  async hubspot() {
    const server = await createHubSpotEmulator().listen();
    return { server, env: { HUBSPOT_ACCESS_TOKEN: HUBSPOT_TOKEN, HUBSPOT_BASE_URL: server.url } };
  },
  async salesforce() {
    const server = await createSalesforceEmulator().listen();
    const env = {
      SALESFORCE_LOGIN_URL: server.url,
      SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
      SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    };
    return { server, env };
  },
  async pipedrive() {
    const pipedrive = createPipedriveEmulator();
    const server = await pipedrive.listen();
    const env = {
      PIPEDRIVE_COMPANY: pipedrive.state.company.domain,
      PIPEDRIVE_API_TOKEN: PIPEDRIVE_TOKEN,
      PIPEDRIVE_BASE_URL: server.url,
    };
    return { server, env };
  },
};

const RIGHT: Record<string, string> = {
  hubspot: '{ pipeline: default, stage: appointmentscheduled }',
  salesforce: '{ stage: Prospecting }',
  pipedrive: '{ pipeline: "1", stage: "2" }',
};

/** The findings about the deal that a rule wants. */
async function check(names: readonly string[], deal: string) {
  const crms = await Promise.all(names.map((name) => CRMS[name]!()));
  const path = join(folder, 'own.yml');
  writeFileSync(path, `rules: [{ name: Big, when: { department: sales }, then: { object: ${deal} } }]`);
  const own = Object.assign({}, ...crms.map(({ env }) => env)) as Record<string, string>;
  const env = { ...own, JIVOCHAT_CRM_CONFIG: path };
  const online = await run(['config', 'check', '--online', '--json'], { env });
  const doctor = await run(['doctor', '--json'], { env });
  await Promise.all(crms.map(({ server }) => server.close()));
  const { findings } = JSON.parse(online.out) as { findings: { level: string; what: string }[] };
  return {
    code: online.code,
    findings: findings.map(({ level, what }) => [level, what]),
    doctor: doctor.out,
  };
}

it.each(Object.keys(CRMS))('%s: names the stage of a rule that the account does not have', async (crm) => {
  const { code, findings, doctor } = await check([crm], '{ stage: "77" }');
  expect(code).toBe(1);
  expect(findings).toEqual([['wrong', 'jivochat-crm.yml, rule Big: the stage 77 does not exist']]);
  expect(doctor).toContain('rule Big: the stage 77 does not exist');
  const right = await check([crm], RIGHT[crm]!);
  expect(right).toMatchObject({ code: 0, findings: [] });
  expect(right.doctor).not.toContain('rule Big');
});

it.each([
  { crm: 'hubspot', deal: '{ pipeline: nope, stage: closedwon }', said: 'the pipeline nope does not exist' },
  { crm: 'pipedrive', deal: '{ pipeline: "9", stage: "1" }', said: 'the pipeline 9 does not exist' },
  {
    crm: 'hubspot',
    deal: '{ pipeline: default, stage: won }',
    said: 'the stage won is no stage of the pipeline default',
  },
])('$crm: $said', async ({ crm, deal, said }) => {
  const { code, findings } = await check([crm], deal);
  expect(code).toBe(1);
  expect(findings).toEqual([['wrong', `jivochat-crm.yml, rule Big: ${said}`]]);
});

it('what one of several accounts has is worth a hint for the others', async () => {
  const { code, findings } = await check(['hubspot', 'pipedrive'], '{ pipeline: "1", stage: "2" }');
  expect(code).toBe(0);
  expect(findings).toEqual([
    ['hint', 'jivochat-crm.yml, rule Big: the pipeline 1 does not exist'],
    ['hint', 'jivochat-crm.yml, rule Big: the stage 2 does not exist'],
  ]);
});
