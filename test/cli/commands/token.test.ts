import { createParameterStoreEmulator } from '../../../emulators/aws/ssm/server';
import { run as runCli, type Ended } from '../cli';

const NAME = '/jivochat-crm/prod/webhook-tokens';
const OLD = 'the-old-token-0123456789';
const TOKEN = /^[\w-]{32}$/;

let ssm: ReturnType<typeof createParameterStoreEmulator>;
let env: Record<string, string>;
beforeEach(async () => {
  ssm = createParameterStoreEmulator();
  env = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SSM: (await ssm.listen()).url,
    WEBHOOK_TOKENS_SSM: NAME,
  };
});
afterEach(() => ssm.close());

const put = (Value: string) =>
  ssm.parameters.put({ Name: NAME, Value, Type: 'SecureString', Overwrite: true });
const stored = () => ssm.parameters.find(NAME);
const run = (args: string[], more = {}, answer?: boolean): Promise<Ended> =>
  runCli(['token', ...args], { env: { ...env, ...more }, answer });

describe('token, with a parameter', () => {
  it('new makes the first secret, encrypted, and prints none of it', async () => {
    const { code, out } = await run(['new']);
    expect(code).toBe(0);
    expect(stored()).toMatchObject({ Type: 'SecureString', Value: expect.stringMatching(TOKEN) });
    expect(out).toContain(NAME);
    expect(out).not.toContain(stored()!.Value);
    expect((await run(['new'])).error).toMatch(/there is a secret already/);
    expect(stored()!.Version).toBe(1);
  });

  it('rotate puts a new one before the old one, retire takes the old one away', async () => {
    put(OLD);
    const rotated = await run(['rotate', '--json']);
    expect(JSON.parse(rotated.out)).toEqual({ parameter: NAME, valid: 2 });
    const [fresh, old, ...more] = stored()!.Value.split(',');
    expect([old, more]).toEqual([OLD, []]);
    expect(fresh).toMatch(TOKEN);
    expect((await run(['rotate'])).error).toMatch(/two secrets are valid already/);

    expect((await run(['retire'])).code).toBe(2);
    expect((await run(['retire'], {}, false)).out).toMatch(/Refuse 1 older secret.*Nothing was changed/s);
    expect(stored()!.Value).toBe(`${fresh},${OLD}`);
    const retired = await run(['retire', '--yes', '--json']);
    expect(JSON.parse(retired.out)).toEqual({ retired: 1, parameter: NAME, valid: 1 });
    expect(stored()!.Value).toBe(fresh);
    expect((await run(['retire', '--yes'])).out).toMatch(/nothing to do/);
    expect(rotated.out + retired.out).not.toContain(fresh);
  });

  it.each([
    [['rotate'], 2, /token new makes the first one/],
    [['retire', '--yes'], 2, /token new makes the first one/],
    [['burn'], 2, /unknown command/],
  ])('%j is refused in words', async (args, code, words) => {
    const ended = await run(args);
    expect(ended.error).toMatch(words);
    expect(ended.code).toBe(code);
  });

  it.each(['rotate', 'retire'])('%s keeps no secret the adapter would refuse', async (command) => {
    const bad = `bad/token+with=signs-0123${command === 'retire' ? `,${OLD}` : ''}`;
    put(bad);
    const { code, error, out } = await run([command]);
    expect(code).toBe(1);
    expect(error).toMatch(/characters other than letters, digits/);
    expect(out + error).not.toContain('bad/token');
    expect(stored()!.Value).toBe(bad);
  });

  it('says what AWS said, and changes nothing', async () => {
    put(OLD);
    ssm.failNext('AccessDeniedException');
    const { code, error } = await run(['rotate']);
    expect(code).toBe(1);
    expect(error).toMatch(
      /does not give \/jivochat-crm\/prod\/webhook-tokens: AccessDeniedException.*AWS_REGION/,
    );
    expect(stored()!.Value).toBe(OLD);
  });
});

describe('token, without a parameter', () => {
  it('prints the line to put in, and asks AWS nothing', async () => {
    const first = await run(['new'], { WEBHOOK_TOKENS_SSM: '' });
    expect(first.out).toMatch(/^WEBHOOK_TOKENS=[\w-]{32}$/);
    const rotated = await run(['rotate'], { WEBHOOK_TOKENS: OLD });
    expect(rotated.out).toMatch(new RegExp(`^WEBHOOK_TOKENS=[\\w-]{32},${OLD}$`));
    const retired = await run(['retire'], { WEBHOOK_TOKENS: `fresh-0123456789,${OLD}` });
    expect(retired.out).toBe('WEBHOOK_TOKENS=fresh-0123456789');
    expect(ssm.requests).toEqual([]);
  });
});
