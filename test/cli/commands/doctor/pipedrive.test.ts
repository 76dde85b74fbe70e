import { createPipedriveEmulator, SANDBOX_TOKEN } from '../../../../emulators/pipedrive';
import { run } from '../../cli';
import { closeAfterTest, doctor, table } from './doctor';

async function startCompany() {
  const pipedrive = createPipedriveEmulator();
  const server = await pipedrive.listen();
  closeAfterTest(() => server.close());
  const env = {
    ...table.env,
    WEBHOOK_TOKENS: 'sixteen-characters-long',
    PIPEDRIVE_COMPANY: pipedrive.state.company.domain,
    PIPEDRIVE_API_TOKEN: SANDBOX_TOKEN,
    PIPEDRIVE_BASE_URL: server.url,
    PIPEDRIVE_DEFAULT_OWNER: 'Boris@Example.com',
    PIPEDRIVE_OWNER_MAP: 'tom@jivo.example=anna@example.com',
    PIPEDRIVE_REPLY_FIELDS: 'Company=organization,Deals=open_deals',
  };
  const { out } = await run(['setup', 'pipedrive', '--yes', '--json'], { env });
  const { settings } = JSON.parse(out) as { settings: Record<string, string> };
  pipedrive.clearRequests();
  const set: Record<string, string | undefined> = { ...env, ...settings };
  return { pipedrive, env: set };
}

it('has nothing to say about a good company, and writes nothing', async () => {
  const { pipedrive, env } = await startCompany();
  expect(await doctor(env, '--logins', 'boris@example.com,tom@jivo.example')).toEqual({
    code: 0,
    findings: [],
  });
  expect(pipedrive.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('names twelve planted misconfigurations with the remedy, and nothing else', async () => {
  const { pipedrive, env } = await startCompany();
  pipedrive.defineField('JivoChat page', 'double');
  pipedrive.state.users[0]!.is_admin = false;
  const { code, findings } = await doctor(
    {
      ...env,
      PIPEDRIVE_COMPANY: 'https://other.pipedrive.com/',
      PIPEDRIVE_DEFAULT_OWNER: 'clara@example.com',
      PIPEDRIVE_OWNER_MAP: 'tom@jivo.example=nobody@example.com',
      PIPEDRIVE_REPLY_FIELDS: 'Size=company_size',
      PIPEDRIVE_TITLE_OBJECT: 'deal',
      PIPEDRIVE_DEAL_PIPELINE: '7',
      PIPEDRIVE_DEAL_STAGE: '9',
      PIPEDRIVE_CHANNEL: '5',
      PIPEDRIVE_TASK_TYPE: 'todo',
      PIPEDRIVE_LEAD_FIELDS: env
        .PIPEDRIVE_LEAD_FIELDS!.replace(/,lastChat=\w+/, '')
        .replace(/utm=\w{40}/, `utm=${'a'.repeat(40)}`),
    },
    '--logins',
    'stranger@example.com',
  );
  expect(code).toBe(1);
  const expected = [
    /no administrator: agents are not shown/,
    /PIPEDRIVE_COMPANY is other, and the token is of jivochat-sandbox/,
    /PIPEDRIVE_DEFAULT_OWNER clara@example.com is no active Pipedrive user/,
    /gives tom@jivo.example to nobody@example.com/,
    /JivoChat login stranger@example.com matches no active Pipedrive user/,
    /PIPEDRIVE_TASK_TYPE todo is no activity type/,
    /PIPEDRIVE_DEAL_PIPELINE 7 does not exist/,
    /PIPEDRIVE_DEAL_STAGE 9 does not exist/,
    /PIPEDRIVE_CHANNEL 5 does not exist/,
    /gives page to [0-9a-f]{40}, which is of type double/,
    /gives utm to a{40}, which does not exist/,
    /shows company_size as "Size", and persons have no such field/,
    /gives no place to lastChat/,
  ];
  for (const words of expected) expect(findings.filter(({ what }) => words.test(what))).toHaveLength(1);
  expect(findings).toHaveLength(expected.length);
  for (const { remedy } of findings) expect(remedy.length).toBeGreaterThan(8);
});

it('a wrong token is one finding', async () => {
  const { env } = await startCompany();
  const { code, findings } = await doctor({ ...env, PIPEDRIVE_API_TOKEN: 'wrong' });
  expect(code).toBe(1);
  expect(findings).toMatchObject([{ what: expect.stringContaining('does not know PIPEDRIVE_API_TOKEN') }]);
});

it('what the token may not see is said, and costs no other check', async () => {
  const { pipedrive, env } = await startCompany();
  for (const hidden of ['leads', 'users', 'fields'] as const) pipedrive.settings.hidden.add(hidden);
  const { findings } = await doctor(env);
  expect(findings.map(({ what }) => what)).toEqual([
    expect.stringContaining('may not see the users'),
    expect.stringContaining('The company has no leads'),
    expect.stringContaining('may not see the fields'),
  ]);
});
