import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCompiled } from '../../../config/file/compiled';
import { createDeps } from '../../../handlers/deps';
import { createWebhookHandler } from '../../../handlers/webhook';
import { toGatewayEvent } from '../../../sandbox/gateway';
import { companyOf } from '../../config/file/accounts';
import {
  TOKEN,
  metricsRecorder,
  newChat,
  recorder,
  startWorld,
  type LogLine,
  type World,
} from '../hubspot/world';

/** In every test run a part of them; all with ALL_LEADS=1. */
const LEADS = process.env.ALL_LEADS ? 300 : 24;
const INSTANCES = 3;
const TEAM = ['anna@example.com', 'boris@example.com', 'dora@example.com'];

let world: World;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turns-'));
  const path = join(folder, 'company.json');
  const file = `rules: [{ name: team, then: { owner: { round-robin: [${TEAM.join(', ')}] } } }]`;
  writeFileSync(path, writeCompiled(companyOf(file)));
  world = await startWorld({ env: { JIVOCHAT_CRM_CONFIG: path, REPLY_DEADLINE_MS: '20000' } });
  const [anna] = world.hubspot.state.owners;
  world.hubspot.state.owners.push({ ...anna!, id: '41629799', userId: 9_586_599, email: TEAM[2]! });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

it(`shares of ${LEADS} leads over ${INSTANCES} instances differ by at most one`, async () => {
  // Each as after a cold start, with a memory of its own.
  const lines: LogLine[] = [];
  const handlers = Array.from({ length: INSTANCES }, () => {
    const made = createDeps(world.env, { log: recorder(lines) });
    const deps = { ...made, metrics: metricsRecorder([]) };
    return createWebhookHandler(() => deps);
  });
  const send = async (n: number) => {
    const body = Buffer.from(JSON.stringify(newChat({ email: `rr${n}@example.org` }).accepted()));
    const { statusCode } = await handlers[n % INSTANCES]!(
      toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, body),
    );
    expect(statusCode).toBe(200);
  };
  for (let from = 0; from < LEADS; from += 6)
    await Promise.all(Array.from({ length: Math.min(6, LEADS - from) }, (_, at) => send(from + at)));
  const ids = new Map(world.hubspot.state.owners.map(({ id, email }) => [id, email.toLowerCase()]));
  const shares = new Map(TEAM.map((login) => [login, 0]));
  const leads = world.hubspot.contacts().filter(({ properties }) => properties.email?.startsWith('rr'));
  for (const { properties } of leads) {
    const login = ids.get(properties.hubspot_owner_id ?? '')!;
    shares.set(login, (shares.get(login) ?? 0) + 1);
  }
  expect(leads).toHaveLength(LEADS);
  const counts = TEAM.map((login) => shares.get(login)!);
  // On a machine that is too busy the table may not have told in time whose turn it was: one of the list was taken then.
  const untold = lines.filter(
    ({ message }) => message === 'Whose turn it is cannot be told; one of the list was taken',
  );
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1 + 2 * untold.length);
  expect(await world.table.store.turns.next('hubspot', 'team', 'the look')).toBeLessThanOrEqual(LEADS + 1);
});

it('a turn is taken once, also when the lead is made at a later attempt', async () => {
  let look = 0;
  const turns = () => world.table.store.turns.next('hubspot', 'team', `look ${++look}`);
  const before = await turns();
  world.hubspot.faults.add({ kind: 'server-error', status: 503, times: 2 });
  await world.send(newChat({ email: 'later@example.org' }).accepted());
  world.hubspot.faults.clear();
  world.clock.offsetMs += 3_600_000;
  await world.retry();
  expect(world.hubspot.contacts().some(({ properties }) => properties.email === 'later@example.org')).toBe(
    true,
  );
  // The look itself takes one, and the lead one.
  expect((await turns()) - before).toBe(2);
});

it('an instance that ends between taking a turn and writing it down takes no second one', async () => {
  const { links, turns } = world.deps().store;
  const before = await turns.next('hubspot', 'team', 'before the crash');
  const taking = jest.spyOn(turns, 'next');
  // Whatever was to be written is lost with the process, and the lease runs out.
  jest.spyOn(links, 'write').mockRejectedValueOnce(new Error('the process ends here'));
  world.hubspot.faults.add({
    kind: 'server-error',
    status: 503,
    method: 'POST',
    path: /contacts$/,
    times: 2,
  });
  await world.send(newChat({ email: 'crash@example.org' }).accepted());
  world.hubspot.faults.clear();
  world.clock.offsetMs += 3_600_000;
  await world.retry();
  const asked = taking.mock.calls.length;
  jest.restoreAllMocks();
  expect(asked).toBe(2);
  expect(world.hubspot.contacts().some(({ properties }) => properties.email === 'crash@example.org')).toBe(
    true,
  );
  expect((await turns.next('hubspot', 'team', 'after the crash')) - before).toBe(2);
});
