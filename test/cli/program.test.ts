import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './cli';

describe('the command line', () => {
  it.each([
    [['--help'], 0, /^Usage: jivochat-crm .*Exit codes: 0 done/s],
    [['inbox', '--help'], 0, /replay.*Global Options:.*--json.*Examples:/s],
    [['inbox', 'list', '--help'], 0, /Global Options:/],
    [['--version'], 0, /^\d+\.\d+\.\d+$/],
    [[], 2, /Usage/],
    [['inbox'], 2, /Usage/],
    [['nonsense'], 2, /unknown command 'nonsense'/],
    [['inbox', 'list', '--nonsense'], 2, /unknown option '--nonsense'/],
    [['--env-file', '/nowhere/.env', 'inbox', 'list'], 2, /\/nowhere\/\.env cannot be read \(ENOENT\)/],
    [['inbox', 'list'], 1, /TABLE_NAME is missing/],
  ])('%j exits with %i', async (args, code, words) => {
    const ended = await run(args);
    expect(ended.out + ended.error).toMatch(words);
    expect(ended.code).toBe(code);
  });

  it.each([
    [['inbox', 'list', '--nonsense', '--json'], /unknown option '--nonsense'/],
    [['--json', 'nonsense'], /unknown command 'nonsense'/],
    [['--json'], /No command is given/],
    [['inbox', '--json'], /No command is given/],
    [['inbox', 'replay', '--json', '--nonsense'], /unknown option/],
    [['doctor', 'sap', '--json'], /there are hubspot, pipedrive, salesforce/],
    [['--json', '--env-file', '/nowhere/.env', 'doctor'], /cannot be read \(ENOENT\)/],
    [['--env-file', '/nowhere/.env', 'send', '--list', '--json'], /cannot be read \(ENOENT\)/],
    [['--env-file', '/nowhere/.env', 'url', '--base-url', 'http://localhost', '--json'], /cannot be read/],
  ])('%j is one JSON document and exit code 2', async (args, words) => {
    const { code, out, error } = await run(args);
    expect(code).toBe(2);
    expect(error).toBe('');
    const { error: told } = JSON.parse(out) as { error: { message: string } };
    expect(told.message).toMatch(words);
  });

  it('says what is wrong as JSON where a program asked', async () => {
    const { code, out, error } = await run(['inbox', 'list', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      error: { problems: [expect.stringMatching(/TABLE_NAME/)] },
    });
    expect(error).toBe('');
  });
});

describe('the built program', () => {
  const cli = resolve(__dirname, '../../dist/cli.js');
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cli-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** As a shell runs it: by its own first line, far from any node_modules. */
  function execute(args: string[], env = {}): Promise<{ code: unknown; out: string; error: string }> {
    const path = `${resolve(__dirname, '../../node_modules/.bin')}:${process.env.PATH}`;
    return new Promise((done) => {
      execFile(cli, args, { cwd: folder, env: { PATH: path, ...env } }, (error, out, stderr) => {
        done({ code: error ? error.code : 0, out, error: stderr });
      });
    });
  }

  it('prints help without colours where nobody looks', async () => {
    const { code, out } = await execute(['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: jivochat-crm/);
    expect((await execute(['--help'], { FORCE_COLOR: '1' })).out).toContain('\u001b[1m');
    expect((await execute(['--help'], { FORCE_COLOR: '1', NO_COLOR: '1' })).out).toContain('Usage');
  });

  it('ends without a word when whoever reads has read enough', async () => {
    const path = `${resolve(__dirname, '../../node_modules/.bin')}:${process.env.PATH}`;
    const child = spawn(cli, ['--help'], { cwd: folder, env: { PATH: path } });
    child.stdout.destroy();
    let error = '';
    child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
    expect([await once(child, 'close'), error]).toEqual([[0, null], '']);
  });

  it('reads .env in the folder it is started in; the environment wins', async () => {
    writeFileSync(
      join(folder, '.env'),
      'TABLE_NAME=events\nAWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:9\nAWS_REGION=local\nAWS_ACCESS_KEY_ID=x\nAWS_SECRET_ACCESS_KEY=x\n',
    );
    const { code, error } = await execute(['inbox', 'list']);
    expect(code).toBe(1);
    expect(error).toMatch(/store: list events: ECONNREFUSED/);
    expect((await execute(['inbox', 'list'], { TABLE_NAME: '' })).error).toMatch(/TABLE_NAME is missing/);
  });
});
