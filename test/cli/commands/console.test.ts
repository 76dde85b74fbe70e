import { request } from 'node:http';
import { connect } from 'node:net';
import { createCloudFormationEmulator } from '../../../emulators/aws/cloudformation/outputs-server';
import { SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { newChat, startWorld, type World } from '../../e2e/hubspot/world';
import { run } from '../cli';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.send(newChat({ name: 'Tom', email: 'tom@console.example' }).accepted());
  world.hubspot.tokens.revoke(SANDBOX_TOKEN);
  await world.send(newChat({ email: 'parked@console.example' }).accepted());
});
afterAll(() => world.close());

/** Starts the command, looks while it runs, and stops it. */
async function whileItRuns(
  work: (url: URL) => Promise<void>,
  { args = [], env = world.env }: { args?: string[]; env?: Record<string, string | undefined> } = {},
): Promise<void> {
  const said: string[] = [];
  const sleep = async () => {
    await work(new URL((JSON.parse(said.join('')) as { url: string }).url));
    throw Object.assign(new Error('stopped'), { name: 'AbortError' });
  };
  const ended = await run(['console', '--json', ...args], { env, sleep, said });
  expect([ended.code, ended.error]).toEqual([0, '']);
}

interface Asked {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
}

/** As any client may ask, under whatever Host. */
function ask(url: URL, { path = '/live', method = 'GET', headers = {} }: Asked = {}) {
  return new Promise<{ status: number; text: string; cookie: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: url.port, path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const cookie = String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0]!;
      answer.on('end', () => resolve({ status: answer.statusCode!, text, cookie }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function enter(url: URL): Promise<Record<string, string>> {
  const { status, cookie } = await ask(url, { path: url.pathname + url.search, headers: { host: url.host } });
  expect([status, cookie]).toEqual([303, expect.stringMatching(/^jivochat_console=.{20,}/)]);
  return { host: url.host, cookie };
}

const rows = async () => {
  const all = await world.table.all();
  return all.map((item) => JSON.stringify(item)).toSorted();
};

it('shows a table to who came by the address it prints, without play and without the emulated CRM', () =>
  whileItRuns(async (url) => {
    const headers = await enter(url);
    const { status, text } = await ask(url, { headers });
    expect(status).toBe(200);
    expect(text).toMatch(/chat_accepted[^]*parked|parked[^]*chat_accepted/);
    expect(text).not.toMatch(/href="\/(send|crm)"/);
    for (const path of ['/send', '/crm', '/crm.json'])
      expect((await ask(url, { path, headers })).status).toBe(404);
    for (const path of ['/parked', '/people?who=tom%40console.example', '/rules', '/health'])
      expect([path, (await ask(url, { path, headers })).status]).toEqual([path, 200]);
  }));

it('keeps out whoever has another Host, another Origin or no token', () =>
  whileItRuns(async (url) => {
    const headers = await enter(url);
    const { origin } = url;
    const refused: Record<string, Asked> = {
      'no token': { headers: { host: url.host } },
      'another token': { path: '/?token=guessed', headers: { host: url.host } },
      'another Host': { headers: { ...headers, host: `evil.example:${url.port}` } },
      'another Origin': { headers: { ...headers, origin: 'https://evil.example' } },
      'a form of another page': {
        method: 'POST',
        path: '/parked/do',
        headers: { ...headers, origin: 'null' },
      },
      'a form of no page': { method: 'POST', path: '/parked/do', headers },
      'a form without the cookie': {
        method: 'POST',
        path: '/parked/do',
        headers: { host: url.host, origin },
      },
    };
    for (const [who, asked] of Object.entries(refused)) {
      const { status, text } = await ask(url, asked);
      expect([who, status]).toEqual([who, 403]);
      expect(text).not.toContain('tom');
    }
  }));

it('changes nothing by GET, on whatever page', () =>
  whileItRuns(async (url) => {
    const headers = await enter(url);
    const before = await rows();
    const [event] = await world.deps().store.queues.parked({ account: 'hubspot', limit: 1 });
    const paths = ['/live', '/parked', '/people?who=7507', '/rules', '/health', `/event/${event!.key}`];
    const deeds = ['replay', 'drop'].flatMap((deed) =>
      ['plan', 'do'].map((step) => `/parked/${step}?deed=${deed}&keys=${event!.key}`),
    );
    for (const path of [...paths, ...deeds])
      for (const method of ['GET', 'HEAD']) await ask(url, { path, method, headers });
    expect(await rows()).toEqual(before);
  }));

it('answers on the machine’s own address only', () =>
  whileItRuns(async (url) => {
    const reached = (host: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host, port: Number(url.port) });
        socket.once('connect', () => (socket.destroy(), resolve(true)));
        socket.once('error', () => resolve(false));
      });
    expect(await reached('127.0.0.1')).toBe(true);
    // All of 127/8 is this machine (RFC 1122, 3.2.1.3): a server of every address would be reached by it.
    expect(await reached('127.0.0.2')).toBe(false);
  }));

it('finds the table of a deployed stage', async () => {
  const stacks = createCloudFormationEmulator({ 'jivochat-crm-prod': { TableName: world.table.tableName } });
  const { url: endpoint } = await stacks.listen();
  const env = { ...world.env, TABLE_NAME: undefined, AWS_ENDPOINT_URL_CLOUDFORMATION: endpoint };
  await whileItRuns(
    async (url) => {
      const { text } = await ask(url, { headers: await enter(url) });
      expect(text).toContain('chat_accepted');
      expect(text).toContain('prod');
    },
    { args: ['--stage', 'prod'], env },
  );
  const other = await run(['console', '--stage', 'dev'], { env });
  expect(other).toMatchObject({ code: 1, error: expect.stringMatching(/jivochat-crm-dev/) });
  await stacks.close();
});

it('says what is missing', async () => {
  expect(await run(['console'], { env: { ...world.env, TABLE_NAME: undefined } })).toMatchObject({
    code: 1,
    error: expect.stringMatching(/TABLE_NAME/),
  });
  expect(await run(['console', '--port', '70000'], { env: world.env })).toMatchObject({ code: 2 });
});
