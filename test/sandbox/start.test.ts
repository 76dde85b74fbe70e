import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Reply } from '../../jivochat/reply';
import { createHubSpotEmulator } from '../../emulators/hubspot';
import { createSalesforceEmulator } from '../../emulators/salesforce';
import { filterOutput } from '../../sandbox/terminal';
import { run } from '../cli/cli';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = [
  'config',
  'connectors',
  'console',
  'emulators',
  'handlers',
  'jivochat',
  'leads',
  'sandbox',
  'store',
  'sync',
  'text',
  'package.json',
  'tsconfig.json',
];

let home: string;
let child: ChildProcess | undefined;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'start-'));
  for (const folder of FOLDERS) cpSync(join(ROOT, folder), join(home, folder), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
});
afterEach(() => stop());
afterAll(() => rmSync(home, { recursive: true }));

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** `npm start` as a user runs it; resolves when it waits for events. */
async function start(
  more: NodeJS.ProcessEnv = {},
): Promise<{ url: string; output: string; said: () => string }> {
  const env = { PATH: process.env.PATH, PORT: String(await freePort()), HOME: home, NO_COLOR: '1', ...more };
  const began = performance.now();
  child = spawn('npm', ['start'], { cwd: home, env, detached: true });
  let output = '';
  const text = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout!.on('data', text);
  child.stderr!.on('data', text);
  while (!output.includes('Waiting for events')) {
    if (child.exitCode !== null || performance.now() - began > 30_000)
      throw new Error(`It did not start:\n${output}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
  const url = /http:\/\/localhost:\d+\/webhooks\/hubspot\/\S+/.exec(output)![0];
  return { url, output, said: () => output };
}

async function stop(): Promise<void> {
  if (!child || child.exitCode !== null) return;
  // npm goes before the process it started has written its state; their output ends with the last of them.
  const gone = once(child, 'close');
  process.kill(-child.pid!, 'SIGTERM');
  await gone;
  child = undefined;
}

async function post(
  url: string,
  file: string,
  change: (body: string) => string = (body) => body,
): Promise<Reply> {
  const body = change(readFileSync(join(home, 'sandbox/events', file), 'utf8'));
  const response = await fetch(url, { method: 'POST', body });
  return (await response.json()) as Reply;
}

/** The running sandbox answers no page and no foreign name, and a second one does not start on its files. */
async function onlyForOneself({ url, output }: { url: string; output: string }): Promise<void> {
  const env = parseEnv(readFileSync(join(home, '.jivochat-crm/hubspot.env'), 'utf8'));
  const table = env.AWS_ENDPOINT_URL_DYNAMODB!;
  for (const place of [url, table, env.HUBSPOT_BASE_URL!]) {
    const answer = await fetch(place, {
      method: 'POST',
      body: '{}',
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect(output).not.toContain(env.AWS_ACCESS_KEY_ID);
  expect((await fetch(table)).status).toBe(400);
  const open = readdirSync(join(home, '.jivochat-crm'), { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(home, '.jivochat-crm', name)).mode & 0o077)
    .filter((others) => others !== 0);
  expect(open).toEqual([]);
  expect(await ended([])).toEqual({ code: 1, lines: [expect.stringMatching(/^Another npm start uses/)] });
}

/** The commands as the start says: `send` finds the webhook and `show` the CRM. @returns name and e-mail shown. */
async function commandsOn(url: string): Promise<string[]> {
  const file = join(home, '.jivochat-crm/hubspot.env');
  const sent = await run([
    '--env-file',
    file,
    'send',
    '--name',
    'Ada Lovelace',
    '--email',
    'ada@example.com',
  ]);
  expect(sent).toMatchObject({ code: 0, error: '' });
  expect(parseEnv(readFileSync(file, 'utf8')).SANDBOX_WEBHOOK).toBe(url);
  const { out } = await run(['--env-file', file, 'show', '--json']);
  const records = JSON.parse(out) as { fields: [string, string][] }[];
  const ada = records
    .map(({ fields }) => Object.fromEntries(fields))
    .find(({ email }) => /^ada/.test(email ?? ''));
  expect((await run(['--env-file', file, 'show'])).out).toMatch(/^Contact \d+[^]*firstname +Ada/m);
  return [`${ada?.firstname} ${ada?.lastname}`, ada?.email ?? ''];
}

const otherVisitor = (body: string) =>
  body
    .replaceAll('tom.clifton@example.com', 'jane@example.com')
    .replaceAll('7507', '9001')
    .replaceAll('"18"', '"19"')
    .replaceAll('4155552671', '4155552672');

/** A start that is to end by itself. */
function ended(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; lines: string[] }> {
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  const own = { PATH: process.env.PATH, HOME: home, NO_COLOR: '1', PORT: '0' };
  const process_ = spawn(tsx, ['sandbox/start.ts', ...args], { cwd: home, env: { ...own, ...env } });
  let output = '';
  for (const stream of [process_.stdout, process_.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  return new Promise((done) => {
    process_.once('close', (code) => done({ code, lines: output.split('\n').filter(Boolean) }));
  });
}

it.each([
  [['--nonsense'], {}, /Unknown option '--nonsense'/],
  [[], { PORT: 'abc' }, /PORT must be a whole number/],
])(
  'npm start %j %j ends with one line and exit code 2',
  async (args, env, words) => {
    const { code, lines } = await ended(args, env);
    expect(lines).toEqual([expect.stringMatching(words)]);
    expect(code).toBe(2);
  },
  60_000,
);

it('npm start notices a wrong credential', async () => {
  const hubspot = createHubSpotEmulator();
  const account = await hubspot.listen();
  const salesforce = createSalesforceEmulator();
  const org = await salesforce.listen();
  const hubspotEnv = { HUBSPOT_ACCESS_TOKEN: 'pat-wrong', HUBSPOT_BASE_URL: account.url };
  const salesforceEnv = {
    SALESFORCE_LOGIN_URL: org.url,
    SALESFORCE_CLIENT_ID: 'wrong',
    SALESFORCE_CLIENT_SECRET: 'wrong',
  };
  const first = await ended([], hubspotEnv);
  const second = await ended(['--crm', 'salesforce'], salesforceEnv);
  await Promise.all([account.close(), org.close()]);
  expect(first).toEqual({ code: 1, lines: [expect.stringMatching(/does not know HUBSPOT_ACCESS_TOKEN/)] });
  expect(second).toEqual({ code: 1, lines: [expect.stringMatching(/^Salesforce: .*SALESFORCE_CLIENT_/)] });
}, 60_000);

const ESC = '\u001b';
// eslint-disable-next-line no-control-regex -- what may never be seen
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

it('npm start shows a visitor’s control characters and obeys none', async () => {
  const events = join(home, 'sandbox/events');
  const hostile = JSON.stringify(`Eve${ESC}[2J\u009b31m\u202e`).slice(1, -1);
  cpSync(events, join(home, 'events-kept'), { recursive: true });
  for (const name of readdirSync(events)) {
    const body = readFileSync(join(events, name), 'utf8');
    writeFileSync(join(events, name), body.replaceAll('Tom Clifton', hostile));
  }
  const { output } = await start({ FORCE_COLOR: '1', NO_COLOR: '' });
  await stop();
  rmSync(join(home, '.jivochat-crm'), { recursive: true });
  cpSync(join(home, 'events-kept'), events, { recursive: true });
  const from = output.indexOf('Paste this URL');
  const coloured = output.slice(from - 10);
  expect(coloured).toContain('Eve[2J31m\\u202e');
  expect(coloured).toContain(`${ESC}[1mchat_accepted${ESC}[22m`);
  // eslint-disable-next-line no-control-regex -- the program's own colours
  expect(coloured.replace(/\u001b\[\d+m/g, '')).not.toMatch(OBEYED);
}, 90_000);

it('nothing that is written to a stream keeps a control character', () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  filterOutput([stream]);
  stream.write(JSON.stringify({ level: 'WARN', name: 'Eve\u009b31m\u202e' }));
  stream.write(Buffer.from(`an answer of a CRM ${ESC}]0;owned`));
  expect(written).toHaveLength(2);
  expect(written.join('')).not.toMatch(OBEYED);
});

it('npm start prints the URL, plays a chat, answers events, and remembers them', async () => {
  const first = await start();
  expect(first.output).toContain('jivochat_source        JivoChat');
  expect(first.output).toContain('New lead');
  const made = await post(first.url, 'chat_accepted.json', otherVisitor);
  expect(made).toMatchObject({
    result: 'ok',
    enable_assign: true,
    contact_info: { email: 'jane@example.com' },
  });
  expect(made.custom_data).toContainEqual(expect.objectContaining({ content: 'New lead' }));
  await post(`${first.url}x`, 'chat_accepted.json', (body) => body);
  await onlyForOneself(first);
  expect(await commandsOn(first.url)).toEqual(['Ada Lovelace', 'ada@example.com']);
  await stop();
  expect(first.said()).toMatch(/\d\d:\d\d:\d\d {2}chat_accepted .*New lead {2}https:\S+ {2}\d+ ms/);
  expect(first.said()).not.toContain('Read again');
  expect(first.said()).toMatch(/404 {2}the token at the end of the URL is another one/);

  const second = await start();
  expect(second.url.split('/').at(-1)).toBe(first.url.split('/').at(-1));
  expect(second.output).toContain('3 contacts');
  const known = await post(second.url, 'chat_updated.json', otherVisitor);
  expect(known.crm_link).toBe(made.crm_link);
}, 90_000);
