import { existsSync } from 'node:fs';
import { COOKIE } from '../../console/access';
import { serveConsole } from '../../console/serve';
import { readRules } from '../../console/rules-source';
import type { ShownRecord } from '../../console/sources';
import { createWebhookHandler } from '../../handlers/webhook';
import { startGateway } from '../../sandbox/gateway';
import { postEvent } from '../../sandbox/sample-chat/post-event';
import { startWorld, TOKEN, type World } from '../e2e/hubspot/world';

export const CONSOLE_TOKEN = 'the-token-of-the-terminal';

/** The emulated HubSpot, the adapter behind a real port, and the console over both. */
export async function startConsole() {
  const world = await startWorld();
  const gateway = await startGateway(
    createWebhookHandler(() => world.deps()),
    0,
  );
  const served = await serveConsole(
    {
      stage: 'npm start',
      store: () => world.deps().store,
      accounts: ['hubspot'],
      rules: () => readRules(world.env),
      sandbox: {
        records: () => recordsOf(world),
        post: (body) => postEvent(`${gateway.url}/webhooks/hubspot/${TOKEN}`, body),
      },
      now: () => Date.now(),
    },
    CONSOLE_TOKEN,
    0,
  );
  const { origin } = new URL(served.url);
  const headers = { cookie: `${COOKIE}=${CONSOLE_TOKEN}`, origin };
  return {
    world,
    origin,
    entrance: served.url,
    /** As a browser that came by the entrance. */
    get: async (path: string) => {
      const response = await fetch(origin + path, {
        headers: { cookie: headers.cookie },
        redirect: 'manual',
      });
      return { status: response.status, headers: response.headers, html: await response.text() };
    },
    post: async (path: string, form: Record<string, string>) => {
      const body = new URLSearchParams(form);
      const response = await fetch(origin + path, { method: 'POST', headers, body, redirect: 'manual' });
      return { status: response.status, headers: response.headers, html: await response.text() };
    },
    async close() {
      await served.close();
      await gateway.close();
      await world.close();
    },
  };
}

export type ConsoleWorld = Awaited<ReturnType<typeof startConsole>>;

/** As emulators/hubspot/sandbox.ts shows them. */
function recordsOf({ hubspot }: World): ShownRecord[] {
  const kinds = [
    ['Contact', 'person', hubspot.contacts()],
    ['Note', 'note', hubspot.notes()],
    ['Task', 'task', hubspot.tasks()],
  ] as const;
  return kinds.flatMap(([label, kind, found]) =>
    found.map(({ id, properties, associations }) => ({
      title: `${label} ${id}`,
      kind,
      id,
      of: (associations.contacts ?? []).map(String),
      html: ['hs_note_body', 'hs_task_body'],
      fields: Object.entries(properties).filter(([name]) =>
        /^(email|firstname|lastname|phone|hs_note_body|hs_task_)/.test(name),
      ),
    })),
  );
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Debian's browser; undefined: none is installed, and the tests that need one say so. */
export const chromium = CHROMIUM.find((path) => existsSync(path));
