import {
  createPipedriveEmulator,
  SANDBOX_TOKEN,
  type PipedriveEmulatorOptions,
} from '../../../emulators/pipedrive';
import CHAT from '../../../sandbox/events/chat_finished.json';
import { startPipedriveWorld } from '../../e2e/pipedrive/world';
import { run as runCli } from '../cli';

let close: () => Promise<void>;
afterEach(() => close());

async function startCompany(options: PipedriveEmulatorOptions = {}) {
  const pipedrive = createPipedriveEmulator(options);
  const server = await pipedrive.listen();
  close = () => server.close();
  const { company } = pipedrive.state;
  const env = {
    PIPEDRIVE_COMPANY: company.domain,
    PIPEDRIVE_API_TOKEN: SANDBOX_TOKEN,
    PIPEDRIVE_BASE_URL: server.url,
  };
  const run = (args: string[] = [], answer?: boolean) =>
    runCli(['setup', 'pipedrive', ...args], { env, answer });
  const writes = () => pipedrive.requests.filter(({ method }) => method !== 'GET');
  return { pipedrive, run, writes };
}

/** Settings as setup prints them. */
function settingsIn(out: string): Record<string, string> {
  return Object.fromEntries(
    [...out.matchAll(/^ {2}([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const),
  );
}

it('makes fields and label, and what it made is what the connector fills', async () => {
  const { pipedrive, run } = await startCompany();
  const { code, out } = await run([], true);
  expect(code).toBe(0);
  expect(out).toMatch(/\+ person field JivoChat page/);
  expect(out).toMatch(/10 of 10 made/);
  const settings = settingsIn(out);
  expect(Object.keys(settings)).toEqual(['PIPEDRIVE_LEAD_FIELDS', 'PIPEDRIVE_LEAD_LABEL']);
  const world = await startPipedriveWorld({ state: pipedrive.toJSON(), fields: false, env: settings });
  await world.send(CHAT);
  const [person] = world.pipedrive.persons();
  const [lead] = world.pipedrive.leads();
  await world.close();
  const byName = Object.fromEntries(
    pipedrive.state.personFields.map(({ field_name, field_code }) => [
      field_name,
      person!.custom_fields[field_code],
    ]),
  );
  expect(byName).toMatchObject({
    'JivoChat source': 'JivoChat',
    'JivoChat title': `JivoChat #${CHAT.visitor.number} - ${CHAT.visitor.name}`,
    'JivoChat page': expect.stringContaining(CHAT.page.url),
    'JivoChat utm': expect.stringContaining('source=google'),
    'JivoChat comment': CHAT.visitor.description,
    'JivoChat last chat': expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  expect(lead!.label_ids).toEqual([settings.PIPEDRIVE_LEAD_LABEL]);
  expect(world.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
});

it('changes nothing the second time, and prints the same settings', async () => {
  const { run, writes } = await startCompany();
  const first = await run(['--yes']);
  const made = writes().length;
  const second = await run(['--yes']);
  expect([second.code, writes().length]).toEqual([0, made]);
  expect(settingsIn(second.out)).toEqual(settingsIn(first.out));
});

it('says what stands in the way, and what to do: a token of no administrator, a plan that is full', async () => {
  const { pipedrive, run } = await startCompany();
  pipedrive.state.users[0]!.is_admin = false;
  const { code, out } = await run(['--yes']);
  expect(code).toBe(1);
  expect(out).toMatch(/no administrator/);
  expect(out).toMatch(/Take the token of an administrator/);
  expect(pipedrive.state.personFields.filter(({ is_custom_field }) => is_custom_field)).toEqual([]);
});
