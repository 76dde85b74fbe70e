import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDeps } from '../../../handlers/deps';
import { createWebhookHandler } from '../../../handlers/webhook';
import { toGatewayEvent } from '../../../sandbox/gateway';
import { recorder } from '../../e2e/hubspot/world';
import { startTable, type Table } from '../../store/table';
import { run } from '../cli';

const TOKEN = 'a-token-only-the-test-knows';
let table: Table;
let folder: string;
beforeAll(async () => {
  table = await startTable();
  folder = mkdtempSync(join(tmpdir(), 'preview-'));
});
afterAll(async () => {
  await table.close();
  rmSync(folder, { recursive: true });
});

it('plays what the table still keeps, and writes nothing', async () => {
  const env = {
    ...table.env,
    WEBHOOK_TOKENS: TOKEN,
    HUBSPOT_ACCESS_TOKEN: 'pat',
    // Nobody is there: the events wait.
    HUBSPOT_BASE_URL: 'http://127.0.0.1:9',
  };
  const deps = createDeps(env, { log: recorder([]) });
  const handler = createWebhookHandler(() => deps);
  for (const [chat_id, department] of [
    [1, 'Sales'],
    [2, 'Support'],
  ] as const) {
    const body = {
      event_name: 'chat_finished',
      chat_id,
      department: { name: department },
      visitor: { email: `p${chat_id}@example.org` },
    };
    await handler(toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, Buffer.from(JSON.stringify(body))));
  }
  const file = join(folder, 'own.yml');
  writeFileSync(
    file,
    `accounts: { hubspot: { fields: { contact: { team: department } } } }
rules: [{ name: support, when: { department: Support }, then: { create: never } }]`,
  );
  const before = await keptRows();
  const given = { env: { ...env, JIVOCHAT_CRM_CONFIG: file } };
  const { code, out } = await run(['--json', 'config', 'preview', '--since', '2h'], given);
  expect(code).toBe(0);
  const preview = JSON.parse(out) as {
    played: number;
    rules: object;
    events: { rules: string[]; lead: string; fields: { value: string }[] }[];
  };
  expect(preview).toMatchObject({ played: 2, rules: { support: 1 } });
  expect(preview.events.map(({ rules, lead, fields }) => [rules, lead, fields[0]!.value])).toEqual(
    expect.arrayContaining([
      [[], 'as LEAD_CREATION says', 'Sales'],
      [['support'], 'never', 'Support'],
    ]),
  );
  expect(await keptRows()).toEqual(before);
  expect((await run(['config', 'preview', '--since', '2h'], given)).out).toMatch(
    /2 events played[^]*1 {2}support/,
  );
  expect((await run(['config', 'preview', '--since', 'soon'], given)).code).toBe(2);
  const later = { ...given, now: () => Date.now() + 3 * 3_600_000 };
  expect(JSON.parse((await run(['--json', 'config', 'preview', '--since', '2h'], later)).out)).toMatchObject({
    played: 0,
  });
});

it('plays done events as long as their bodies are kept', async () => {
  const env = {
    ...table.env,
    WEBHOOK_TOKENS: TOKEN,
    HUBSPOT_ACCESS_TOKEN: 'pat',
    // Nobody is asked: whoever cannot be reached is no lead.
    HUBSPOT_BASE_URL: 'http://127.0.0.1:9',
  };
  const send = async (chat_id: number, more: object) => {
    const deps = createDeps({ ...env, ...more }, { log: recorder([]) });
    const body = { event_name: 'chat_finished', chat_id, department: { name: 'Done' } };
    const handler = createWebhookHandler(() => deps);
    await handler(toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, Buffer.from(JSON.stringify(body))));
  };
  await send(31, {});
  await send(32, { KEEP_BODIES_DAYS: '7' });
  const file = join(folder, 'done.yml');
  writeFileSync(file, 'rules: [{ name: done, when: { department: Done }, then: { create: never } }]');
  const given = { env: { ...env, JIVOCHAT_CRM_CONFIG: file } };
  const preview = async (now = Date.now()) => {
    const { out } = await run(['--json', 'config', 'preview', '--since', '30d'], {
      ...given,
      now: () => now,
    });
    return JSON.parse(out) as { gone: number; rules: object };
  };
  expect(await preview()).toMatchObject({ gone: 1, rules: { done: 1 } });
  // The row is removed by DynamoDB, days late perhaps: nobody reads it meanwhile.
  expect(await preview(Date.now() + 8 * 86_400_000)).toMatchObject({ gone: 2, rules: { done: 0 } });
});

async function keptRows(): Promise<unknown> {
  return table.store.queues.summary('hubspot');
}
