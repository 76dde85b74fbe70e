import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccounts } from '../../../config/accounts';
import { writeCompiled } from '../../../config/file/compiled';
import { parseCompanyFile } from '../../../config/file/read-file';
import { knownAccounts } from '../../../connectors/known-accounts';
import { CONNECTOR_NAMES } from '../../../connectors/registry';
import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../emulators/salesforce';
import { createPipedriveEmulator, SANDBOX_TOKEN as PIPEDRIVE_TOKEN } from '../../../emulators/pipedrive';
import { createDeps } from '../../../handlers/deps';
import { createRetryHandler } from '../../../handlers/retry';
import { createWebhookHandler } from '../../../handlers/webhook';
import { Inbox } from '../../../store/inbox/inbox';
import type { Reply } from '../../../jivochat/reply';
import { toGatewayEvent } from '../../../sandbox/gateway';
import { startTable } from '../../store/table';
import { TOKEN, metricsRecorder, newChat, recorder, talk } from '../hubspot/world';
import { problemsOf } from '../../config/file/accounts';

async function startHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'routes-'));
  const table = await startTable();
  const [us, eu] = [createHubSpotEmulator(), createHubSpotEmulator()];
  const salesforce = createSalesforceEmulator();
  const pipedrive = createPipedriveEmulator();
  const servers = await Promise.all([us.listen(), eu.listen(), salesforce.listen(), pipedrive.listen()]);
  const env: Record<string, string> = {
    ...table.env,
    WEBHOOK_TOKENS: TOKEN,
    REPLY_DEADLINE_MS: '4000',
    ACCOUNTS: 'hubspot,eu=hubspot,salesforce,pipedrive',
    HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
    HUBSPOT_BASE_URL: servers[0].url,
    EU_ACCESS_TOKEN: SANDBOX_TOKEN,
    EU_BASE_URL: servers[1].url,
    SALESFORCE_LOGIN_URL: servers[2].url,
    SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    PIPEDRIVE_COMPANY: pipedrive.state.company.domain,
    PIPEDRIVE_API_TOKEN: PIPEDRIVE_TOKEN,
    PIPEDRIVE_BASE_URL: servers[3].url,
    JIVOCHAT_CRM_CONFIG: join(folder, 'company.json'),
  };
  const accounts = await knownAccounts(readAccounts(env, CONNECTOR_NAMES));
  const file = `
routes: { shop: [hubspot, eu, salesforce], each-crm: [hubspot, salesforce, pipedrive] }
mask: cards`;
  writeFileSync(env.JIVOCHAT_CRM_CONFIG!, writeCompiled(parseCompanyFile(file, 'test.yml', accounts)));
  const clock = { offsetMs: 0 };
  const made = createDeps(env, { log: recorder([]), now: () => Date.now() + clock.offsetMs });
  const deps = { ...made, metrics: metricsRecorder([]) };
  const handler = createWebhookHandler(() => deps);
  const retry = createRetryHandler(() => deps);
  return {
    us,
    eu,
    salesforce,
    pipedrive,
    deps,
    clock,
    async send(body: unknown, name = 'shop') {
      const began = Date.now();
      const { statusCode, body: answer } = await handler(
        toGatewayEvent('POST', `/webhooks/${name}/${TOKEN}`, Buffer.from(JSON.stringify(body))),
      );
      return { status: statusCode, reply: JSON.parse(answer!) as Reply, ms: Date.now() - began };
    },
    work: () => retry({} as never, { getRemainingTimeInMillis: () => 60_000 }),
    people: (email: string) => [
      us.contacts().filter(({ properties }) => properties.email === email).length,
      eu.contacts().filter(({ properties }) => properties.email === email).length,
      salesforce.leads().filter(({ fields }) => fields.Email === email).length,
    ],
    persons: (email: string) =>
      pipedrive.persons().filter(({ emails }) => emails.some(({ value }) => value === email)).length,
    notes: () => [
      us.notes().length,
      eu.notes().length,
      salesforce.tasks().filter(({ fields }) => fields.Status === 'Completed').length,
    ],
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await table.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let house: Awaited<ReturnType<typeof startHouse>>;
beforeEach(async () => void (house = await startHouse()));
afterEach(() => house.close());

it('one event goes to three accounts, one of them down: two have it, one later, nothing twice', async () => {
  house.eu.faults.add({ kind: 'server-error', status: 503, times: Infinity });
  const chat = newChat({ email: 'three@example.org', name: 'Tom' });
  const { status, reply, ms } = await house.send(chat.accepted());
  expect(status).toBe(200);
  expect(reply.crm_link).toContain('app.hubspot.com');
  expect(ms).toBeLessThan(4_000);
  await house.send(chat.finished(talk(3)));
  // JivoChat's own repetition changes nothing.
  await house.send(chat.finished(talk(3)));
  await house.work();
  expect(house.people('three@example.org')).toEqual([1, 0, 1]);
  const waiting = async () =>
    Promise.all(
      ['hubspot', 'eu', 'salesforce'].map((account) => house.deps.store.queues.countPending(account)),
    );
  expect(await waiting()).toEqual([0, 2, 0]);
  house.eu.faults.clear();
  house.clock.offsetMs += 2 * 3_600_000;
  await house.work();
  await house.work();
  expect(house.people('three@example.org')).toEqual([1, 1, 1]);
  expect(house.notes()).toEqual([1, 1, 1]);
  expect(await waiting()).toEqual([0, 0, 0]);
});

it('the first account being down keeps no other waiting; the agent is told', async () => {
  house.us.faults.add({ kind: 'server-error', status: 503, times: Infinity });
  const { status, reply } = await house.send(newChat({ email: 'down@example.org' }).accepted());
  expect({ status, result: reply.result }).toEqual({ status: 200, result: 'ok' });
  await house.work();
  expect(house.people('down@example.org')).toEqual([0, 1, 1]);
});

it.each(['pipedrive', 'salesforce', 'us'] as const)(
  'an account of each CRM, %s down: two have it, the third later, nothing twice, the reply in time',
  async (down) => {
    house[down].faults.add({ kind: 'empty', status: 503, times: Infinity });
    const email = 'each@example.org';
    const chat = newChat({ email, name: 'Tom' });
    const { status, reply, ms } = await house.send(chat.accepted(), 'each-crm');
    expect({ status, result: reply.result }).toEqual({ status: 200, result: 'ok' });
    expect(ms).toBeLessThan(4_000);
    await house.send(chat.finished(talk(3)), 'each-crm');
    await house.work();
    const leads = () => {
      const [us = 0, , salesforce = 0] = house.people(email);
      return { us, salesforce, pipedrive: house.persons(email) };
    };
    const all = { us: 1, salesforce: 1, pipedrive: 1 };
    expect(leads()).toEqual({ ...all, [down]: 0 });
    house[down].faults.clear();
    house.clock.offsetMs += 2 * 3_600_000;
    await house.work();
    await house.work();
    expect(leads()).toEqual(all);
    const [us, , salesforce] = house.notes();
    expect([us, salesforce, house.pipedrive.notes().length]).toEqual([1, 1, 1]);
  },
);

it('Lambda is not let stop in the middle of one account’s event because another’s cannot be kept', async () => {
  const { inbox } = house.deps.store;
  const keep = jest.spyOn(inbox, 'keep').mockImplementation((event) => {
    const isTheAgents = event.account === 'hubspot';
    return isTheAgents
      ? Inbox.prototype.keep.call(inbox, event)
      : Promise.reject(new Error('the table is away'));
  });
  house.us.faults.add({ kind: 'delay', ms: 1_000, times: 1 });
  house.eu.faults.add({ kind: 'server-error', status: 503, times: Infinity });
  const chat = newChat({ email: 'in-the-middle@example.com' });
  const { status } = await house.send(chat.accepted());
  keep.mockRestore();
  expect({ status, people: house.people('in-the-middle@example.com')[0] }).toEqual({
    status: 503,
    people: 1,
  });
});

it('card numbers are unreadable in every account’s row, and a name that is no route is unknown', async () => {
  const message = { type: 'visitor', message: '4111 1111 1111 1111', timestamp: 1_000 };
  await house.send(newChat({ email: 'masked@example.org' }).finished([message]));
  await house.work();
  expect(JSON.stringify([house.us.notes(), house.eu.notes(), house.salesforce.tasks()])).not.toMatch(/4111/);
  expect(house.notes()).toEqual([1, 1, 1]);
  expect((await house.send({}, 'nowhere')).status).toBe(404);
});

it.each([
  ['routes: { shop: [hubspt] }', /routes\.shop\[1\]: hubspt is no account; did you mean hubspot\?/],
  ['routes: { Shop!: [hubspot] }', /stands in an address/],
  ['routes: { shop: [] }', /names no account/],
])('%s is told', (file, words) => {
  expect(problemsOf(file)[0]).toMatch(words);
});
