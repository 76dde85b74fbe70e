import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COOKIE } from '../../console/access';
import { serveConsole } from '../../console/serve';
import { readRules } from '../../console/rules-source';
import { defaultAccount } from '../../config/accounts';
import { CONNECTOR_NAMES, loadDefinition } from '../../connectors/registry';
import { createDeps } from '../../handlers/deps';
import { createWebhookHandler } from '../../handlers/webhook';
import { startEmulation } from '../../sandbox/emulation';
import { toGatewayEvent } from '../../sandbox/gateway';
import { run } from '../cli/cli';
import { newChat, recorder, TOKEN } from '../e2e/hubspot/world';
import { startTable } from '../store/table';

it.each(CONNECTOR_NAMES)(
  '%s: the page CRM and show have the lead, and its note below it',
  async (name) => {
    const home = mkdtempSync(join(tmpdir(), 'records-'));
    const table = await startTable();
    const account = defaultAccount(name);
    const crm = await startEmulation(
      account,
      await loadDefinition(account.crm),
      join(home, 'state.json'),
      {},
    );
    const env = {
      ...table.env,
      ...crm.env,
      WEBHOOK_TOKENS: TOKEN,
      REPLY_DEADLINE_MS: '8000',
      POWERTOOLS_METRICS_DISABLED: 'true',
    };
    const deps = createDeps(env, { log: recorder([]) });
    const handler = createWebhookHandler(() => deps);
    const chat = newChat({ name: 'Ada Lovelace', email: 'ada@records.example' });
    const says = { type: 'visitor', message: 'What does it cost?', timestamp: 1_795_428_000 };
    for (const event of [chat.accepted(), chat.finished([says])]) {
      const raw = Buffer.from(JSON.stringify(event));
      const { body } = await handler(toGatewayEvent('POST', `/webhooks/${name}/${TOKEN}`, raw));
      expect(JSON.parse(body!)).toMatchObject({ result: 'ok' });
    }
    const sources = {
      stage: 'npm start',
      store: () => deps.store,
      accounts: [name],
      rules: () => readRules(env),
      sandbox: { records: () => crm.records(), post: () => Promise.reject(new Error('never asked')) },
      now: Date.now,
    };
    const served = await serveConsole(sources, TOKEN, 0);
    try {
      const page = await fetch(new URL('/crm', served.url), { headers: { cookie: `${COOKIE}=${TOKEN}` } });
      const html = await page.text();
      const [, person = ''] = /<section class="sheet"><h2>([^]*?)<\/section>/.exec(html)!;
      expect(person).toContain('Ada');
      expect(person).toContain('ada@records.example');
      expect(person).toMatch(/<article><h3>[^]*What does it cost\?/);
      const shown = await run(['show'], { env: { SANDBOX_CONSOLE: served.url } });
      expect(shown).toMatchObject({ code: 0, error: '' });
      expect(shown.out).toContain('ada@records.example');
      expect(shown.out).toContain('What does it cost?');
      expect(shown.out).not.toMatch(/<\/?(p|b|a|em|blockquote|br)\b[^>]*>/);
    } finally {
      await served.close();
      await crm.close();
      await table.close();
      rmSync(home, { recursive: true });
    }
  },
  30_000,
);
