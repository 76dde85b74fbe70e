import type { Env } from '../../config/env';
import { createDepsSource } from '../../handlers/deps';
import { createParameterStore } from '../../handlers/parameter-store';
import { SECRETS_TTL_MS, createSecretEnv } from '../../handlers/secrets';
import { createWebhookHandler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { createParameterStoreEmulator, type ParameterStoreEmulator } from '../../emulators/aws/ssm/server';
import { newChat, recorder, startWorld, type LogLine } from '../e2e/hubspot/world';

const TOKENS = '/app/test/webhook-tokens';
const KEY = '/app/test/hubspot-access-token';
const OLD = 'the-first-token-of-all';
const NEW = 'the-token-that-comes-next';

let ssm: ParameterStoreEmulator;
let env: Env;
let lines: LogLine[];

beforeEach(async () => {
  ssm = createParameterStoreEmulator({ allows: (_caller, action) => action === 'ssm:GetParameters' });
  const { url } = await ssm.listen();
  lines = [];
  env = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SSM: url,
    WEBHOOK_TOKENS_SSM: TOKENS,
    HUBSPOT_ACCESS_TOKEN_SSM: KEY,
  };
  put(TOKENS, OLD);
  put(KEY, SANDBOX_TOKEN);
});
afterEach(() => ssm.close());

function put(Name: string, Value: string) {
  ssm.parameters.put({ Name, Value, Type: 'SecureString', Overwrite: true });
}

function secretEnv(of: Env = env) {
  const clock = { now: 1_000_000 };
  const read = createParameterStore(of);
  return { clock, get: createSecretEnv({ env: of, read, now: () => clock.now, log: recorder(lines) }) };
}

describe('secrets from Parameter Store', () => {
  it('come in one request, decrypted', async () => {
    const { get } = secretEnv();
    expect(await get()).toMatchObject({ WEBHOOK_TOKENS: OLD, HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN });
    expect(ssm.requests).toEqual([{ operation: 'GetParameters', names: [TOKENS, KEY] }]);
  });

  it('are read once for all events that come at the same time, and not again for five minutes', async () => {
    const { get, clock } = secretEnv();
    const [first, second] = await Promise.all([get(), get()]);
    clock.now += SECRETS_TTL_MS - 1;
    expect(await get()).toBe(first);
    expect(second).toBe(first);
    expect(ssm.requests).toHaveLength(1);
  });

  it('are read again after five minutes', async () => {
    const { get, clock } = secretEnv();
    await get();
    put(TOKENS, NEW);
    clock.now += SECRETS_TTL_MS;
    expect((await get()).WEBHOOK_TOKENS).toBe(NEW);
  });

  it('are the same object while nothing has changed, so that nothing is made anew', async () => {
    const { get, clock } = secretEnv();
    const before = await get();
    clock.now += SECRETS_TTL_MS;
    expect(await get()).toBe(before);
    expect(ssm.requests).toHaveLength(2);
  });

  it('are not asked for where the variable is given outright, or no parameter is named', async () => {
    const plain = { ...env, WEBHOOK_TOKENS: 'given', HUBSPOT_ACCESS_TOKEN_SSM: '' };
    expect(await secretEnv(plain).get()).toMatchObject({ WEBHOOK_TOKENS: 'given' });
    expect(ssm.requests).toEqual([]);
  });

  it('are asked for ten at a time', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`S${n}_SSM`, `/app/${n}`]));
    put('/app/11', 'eleven');
    expect(await secretEnv({ ...env, ...many }).get()).toMatchObject({ S11: 'eleven' });
    expect(ssm.requests.map(({ names }) => names.length)).toEqual([10, 4]);
  });

  it.each([
    { type: 'AccessDeniedException', times: 1 },
    { type: 'ThrottlingException', times: 2 },
  ])(
    'name the parameters when the first read fails, and are asked for again: $type',
    async ({ type, times }) => {
      ssm.failNext(type, times);
      const { get } = secretEnv();
      await expect(get()).rejects.toMatchObject({
        name: 'SecretsError',
        code: type,
        message: expect.stringContaining(`${TOKENS}, ${KEY}`),
      });
      await expect(get()).resolves.toBeDefined();
    },
  );

  it('survive one lost request', async () => {
    ssm.failNext('InternalServerError');
    expect((await secretEnv().get()).WEBHOOK_TOKENS).toBe(OLD);
  });

  it('stay as they are when a refresh fails, and are asked for again half a minute later', async () => {
    const { get, clock } = secretEnv();
    await get();
    put(TOKENS, NEW);
    clock.now += SECRETS_TTL_MS;
    ssm.failNext('AccessDeniedException');
    expect((await get()).WEBHOOK_TOKENS).toBe(OLD);
    expect(lines).toMatchObject([{ level: 'error', message: expect.stringContaining('stay in use') }]);
    expect((await get()).WEBHOOK_TOKENS).toBe(OLD);
    clock.now += 30_000;
    expect((await get()).WEBHOOK_TOKENS).toBe(NEW);
  });

  it('stay as they are when a parameter is deleted', async () => {
    const { get, clock } = secretEnv();
    await get();
    ssm.parameters.delete(KEY);
    clock.now += SECRETS_TTL_MS;
    expect((await get()).HUBSPOT_ACCESS_TOKEN).toBe(SANDBOX_TOKEN);
    expect(lines[0]!.data).toEqual({ parameters: [KEY] });
  });

  it('say when nobody answers', async () => {
    await ssm.close();
    await expect(secretEnv().get()).rejects.toMatchObject({
      message: expect.stringMatching(`${TOKENS}.*ECONNREFUSED`),
    });
  });
});

describe('the webhook with secrets from Parameter Store', () => {
  async function start(more: Env = {}) {
    const world = await startWorld();
    const { WEBHOOK_TOKENS, HUBSPOT_ACCESS_TOKEN, ...others } = world.env;
    const clock = { offsetMs: 0 };
    const whole = { ...others, ...env, ...more };
    const source = createDepsSource(whole, recorder(lines), () => Date.now() + clock.offsetMs);
    const handler = createWebhookHandler(source);
    const send = async (token: string) => {
      const body = Buffer.from(JSON.stringify(newChat({ email: `${token}@example.com` }).accepted()));
      const { statusCode, body: reply } = await handler(
        toGatewayEvent('POST', `/webhooks/hubspot/${token}`, body),
      );
      return { statusCode, reply: reply ?? '' };
    };
    return { world, clock, send };
  }

  it('changes its secret without a refused event: both, then only the new one', async () => {
    const { world, clock, send } = await start();
    expect((await send(OLD)).statusCode).toBe(200);
    expect((await send(NEW)).statusCode).toBe(404);

    put(TOKENS, `${NEW},${OLD}`);
    clock.offsetMs += SECRETS_TTL_MS;
    expect((await send(OLD)).statusCode).toBe(200);
    expect((await send(NEW)).statusCode).toBe(200);

    put(TOKENS, NEW);
    clock.offsetMs += SECRETS_TTL_MS;
    expect((await send(OLD)).statusCode).toBe(404);
    expect((await send(NEW)).statusCode).toBe(200);
    await world.close();
  });

  it('uses a new CRM credential without a deploy', async () => {
    put(KEY, 'revoked');
    const { world, clock, send } = await start();
    await send(OLD);
    expect(world.hubspot.contacts()).toHaveLength(0);
    put(KEY, SANDBOX_TOKEN);
    clock.offsetMs += SECRETS_TTL_MS;
    expect((await send(OLD)).statusCode).toBe(200);
    expect(world.hubspot.contacts()).toHaveLength(1);
    await world.close();
  });

  it('keeps the old secrets when the new ones make no sense', async () => {
    const { world, clock, send } = await start();
    await send(OLD);
    put(TOKENS, 'short');
    clock.offsetMs += SECRETS_TTL_MS;
    expect((await send(OLD)).statusCode).toBe(200);
    expect(lines.map(({ message }) => message)).toContain(
      'The new secrets cannot be used; the old ones stay in use',
    );
    await world.close();
  });

  it('answers 503 while the secrets cannot be read, and works as soon as they can', async () => {
    const { world, send } = await start();
    ssm.failNext('AccessDeniedException');
    expect(await send(OLD)).toMatchObject({ statusCode: 503, reply: expect.stringContaining('secrets') });
    expect((await send(OLD)).statusCode).toBe(200);
    await world.close();
  });

  it('names the parameter that is missing', async () => {
    ssm.parameters.delete(TOKENS);
    const source = createDepsSource({ ...env, TABLE_NAME: 'events' }, recorder(lines));
    await expect(source()).rejects.toMatchObject({
      problems: [`WEBHOOK_TOKENS is missing; Parameter Store has no ${TOKENS}`],
    });
  });

  it('never writes a secret to the log', async () => {
    const { world, clock, send } = await start();
    await send(OLD);
    put(TOKENS, 'short-secret');
    clock.offsetMs += SECRETS_TTL_MS;
    await send(OLD);
    ssm.failNext('AccessDeniedException');
    clock.offsetMs += SECRETS_TTL_MS;
    await send(OLD);
    const log = JSON.stringify(lines);
    expect(lines.length).toBeGreaterThan(1);
    for (const secret of [OLD, 'short-secret', SANDBOX_TOKEN]) expect(log).not.toContain(secret);
    await world.close();
  });
});
