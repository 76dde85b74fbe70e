import { SANDBOX_APP, SANDBOX_REFRESH_TOKEN } from '../../../emulators/pipedrive';
import { Rows } from '../../../store/rows';
import { run } from '../../cli/cli';
import { newChat, talk } from '../hubspot/world';
import { startPipedriveWorld, type PipedriveWorld, type PipedriveWorldOptions } from './world';

let world: PipedriveWorld;
afterEach(() => world.close());

const APP = {
  PIPEDRIVE_API_TOKEN: '',
  PIPEDRIVE_CLIENT_ID: SANDBOX_APP.clientId,
  PIPEDRIVE_CLIENT_SECRET: SANDBOX_APP.clientSecret,
  PIPEDRIVE_REFRESH_TOKEN: SANDBOX_REFRESH_TOKEN,
};
const HOUR_MS = 3_600_000;
const start = async (options: PipedriveWorldOptions = {}) =>
  (world = await startPipedriveWorld({ ...options, env: APP }));
const signIns = () => world.requests().filter((request) => request === 'POST /oauth/token').length;
const people = () => world.pipedrive.persons().length;

describe.each(['stay', 'rotate'] as const)('a private app whose refresh tokens %s', (refreshTokens) => {
  it('signs in once an hour, whatever instances there are, and keeps no token that can be read', async () => {
    await start({ refreshTokens });
    for (const [hours, expected] of [
      [0, 1],
      [0, 0],
      [2, 1],
      [100, 1],
    ] as const) {
      world.clock.offsetMs += hours * HOUR_MS;
      world.restart();
      const chat = newChat({ email: `${Math.random()}@example.com` });
      expect((await world.send(chat.accepted())).reply.crm_link).toContain('/person/');
      await world.send(chat.finished(talk(2)));
      expect(signIns()).toBe(expected);
    }
    expect(people()).toBe(4);
    const rows = new Rows(world.table.rows);
    let kept = '';
    for await (const row of rows.scan()) kept += JSON.stringify(row) + (await rows.payload(row));
    const { refreshTokens: refresh, accessTokens: access } = world.pipedrive.state.app;
    expect(kept).toContain('sealed');
    for (const token of [...Object.keys(refresh), ...Object.keys(access)]) expect(kept).not.toContain(token);
  });

  it('whose access token ends before its time gets another one, and nothing is made twice', async () => {
    await start({ refreshTokens });
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.accepted());
    world.pipedrive.state.app.accessTokens = {};
    await world.send(chat.finished(talk(2)));
    expect(signIns()).toBe(2);
    expect(world.pipedrive.notes()).toHaveLength(1);
    expect([people(), world.pipedrive.leads().length]).toEqual([1, 1]);
  });
});

it('events that come at once share one sign-in', async () => {
  await start();
  const chats = [1, 2, 3].map((number) => newChat({ email: `${number}@example.com` }));
  await Promise.all(chats.map((chat) => world.send(chat.accepted())));
  expect(signIns()).toBe(1);
  expect(people()).toBe(3);
});

it('a refresh token that has ended keeps the event, and a new one brings it in', async () => {
  await start();
  world.pipedrive.state.app.refreshTokens = { another: { userId: 1001, until: Infinity } };
  const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
  expect(reply.enable_assign).toBe(true);
  expect(people()).toBe(0);
  world.restart({ PIPEDRIVE_REFRESH_TOKEN: 'another' });
  for (let round = 0; round < 3; round++) {
    world.clock.offsetMs += HOUR_MS;
    await world.retry();
  }
  expect(people()).toBe(1);
});

it('doctor has nothing to say of a good app, and names a wrong one', async () => {
  await start();
  const doctor = async (changed: Record<string, string>) => {
    const { out } = await run(['doctor', '--json'], { env: { ...world.env, ...changed } });
    return Object.values(JSON.parse(out) as Record<string, { what: string }[]>).flatMap((all) =>
      all.map(({ what }) => what),
    );
  };
  expect((await doctor({})).filter((what) => what.includes('app'))).toEqual([]);
  const wrong = expect.stringContaining('does not know the private app');
  expect(await doctor({ PIPEDRIVE_CLIENT_SECRET: 'wrong' })).toContainEqual(wrong);
  expect(await doctor({ PIPEDRIVE_REFRESH_TOKEN: 'wrong' })).toContainEqual(wrong);
  const missing = expect.stringContaining('PIPEDRIVE_REFRESH_TOKEN (a private app) are missing');
  expect(await doctor({ PIPEDRIVE_REFRESH_TOKEN: '' })).toContainEqual(missing);
});

it.each([
  [{}, 'Missing parameter: grant_type'],
  [{ grant_type: 'password' }, 'Unsupported grant type: grant_type is invalid'],
  [{ grant_type: 'refresh_token' }, 'Invalid client: cannot retrieve client credentials'],
  [{ grant_type: 'refresh_token', client_id: 'x', client_secret: 'y' }, 'Invalid client: client is invalid'],
  [
    { grant_type: 'refresh_token', client_id: SANDBOX_APP.clientId, client_secret: SANDBOX_APP.clientSecret },
    'Invalid grant: refresh_token is invalid',
  ],
])('the emulated token endpoint refuses %j', async (form, message) => {
  await start();
  const body = new URLSearchParams(form as Record<string, string>);
  const answer = await fetch(`${world.env.PIPEDRIVE_BASE_URL}/oauth/token`, { method: 'POST', body });
  expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ message })]);
});
