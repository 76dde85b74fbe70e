import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Reply } from '../../jivochat/reply';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = [
  'config',
  'connectors',
  'handlers',
  'jivochat',
  'leads',
  'sandbox',
  'store',
  'sync',
  'package.json',
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
async function start(): Promise<{ url: string; output: string }> {
  const env = { PATH: process.env.PATH, PORT: String(await freePort()), HOME: home, NO_COLOR: '1' };
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
  return { url: /http:\/\/localhost:\d+\/webhooks\/hubspot\/\S+/.exec(output)![0], output };
}

async function stop(): Promise<void> {
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((done) => child!.once('exit', done));
  process.kill(-child.pid!, 'SIGTERM');
  await gone;
  // npm goes before the process it started has written its state.
  await new Promise((resume) => setTimeout(resume, 1_000));
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

const otherVisitor = (body: string) =>
  body
    .replaceAll('tom.clifton@example.com', 'jane@example.com')
    .replaceAll('7507', '9001')
    .replaceAll('"18"', '"19"')
    .replaceAll('4155552671', '4155552672');

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
  await stop();

  const second = await start();
  expect(second.url.split('/').at(-1)).toBe(first.url.split('/').at(-1));
  expect(second.output).toContain('2 contacts');
  const known = await post(second.url, 'chat_updated.json', otherVisitor);
  expect(known.crm_link).toBe(made.crm_link);
}, 90_000);
