import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCompiled } from '../../../config/file/compiled';
import { createDeps } from '../../../handlers/deps';
import { createWebhookHandler } from '../../../handlers/webhook';
import { toGatewayEvent } from '../../../sandbox/gateway';
import { companyOf } from '../../config/file/accounts';
import { TOKEN, metricsRecorder, newChat, recorder, startWorld, type World } from '../hubspot/world';

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
  const handlers = Array.from({ length: INSTANCES }, () => {
    const made = createDeps(world.env, { log: recorder([]) });
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
  // An answer of the table that is lost on a busy machine leaves a gap of one turn each.
  const gaps = (await world.table.store.turns.next('hubspot', 'team')) - 1 - LEADS;
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1 + gaps);
});

it('a turn is taken once, also when the lead is made at a later attempt', async () => {
  const turns = async () => Number((await world.table.store.turns.next('hubspot', 'team')) - 1);
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
