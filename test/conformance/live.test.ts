import {
  createHubSpotEmulator,
  SANDBOX_TOKEN,
  type HubSpotEmulator,
  type HubSpotEmulatorOptions,
} from '../../emulators/hubspot';
import { defineJivoChatProperties } from '../../emulators/hubspot/jivochat-properties';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../emulators/salesforce';
import { KNOWN_DEFECTS } from './known-defects';
import { EXIT, runLive } from './live';

/** Longer than the emulated search lags, and short enough to fail within a test. */
const PATIENCE_MS = 3_000;
const RUN_MS = 60_000;

let closing: (() => Promise<void>)[] = [];
let printed: string[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
  printed = [];
});

interface Emulator {
  listen(): Promise<{ url: string; close(): Promise<void> }>;
}

async function serve(emulator: Emulator): Promise<string> {
  const server = await emulator.listen();
  closing.push(() => server.close());
  return server.url;
}

async function startHubSpot(options: HubSpotEmulatorOptions = {}) {
  const hubspot = createHubSpotEmulator(options);
  defineJivoChatProperties(hubspot);
  const env = { HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN, HUBSPOT_BASE_URL: await serve(hubspot) };
  return { hubspot, env };
}

function run(args: readonly string[], env: Record<string, string>, signal?: AbortSignal) {
  return runLive({ args, env, print: (line) => printed.push(line), patienceMs: PATIENCE_MS, signal });
}

function expectOnlyKnownDefects(exit: number, connector: string): void {
  const known = Object.keys(KNOWN_DEFECTS[connector] ?? {});
  const failed = printed.filter((line) => line.startsWith('FAILED'));
  const names = failed.map((line) => line.replace(/^FAILED +| \(\d+ requests\)$/g, ''));
  expect(names.sort()).toEqual(known.sort());
  expect(exit).toBe(known.length > 0 ? EXIT.failed : EXIT.ok);
  expect(printed.at(-1)).toMatch(/^\n\d+ passed, \d+ failed, \d+ skipped\.$/);
}

function contentOf(hubspot: HubSpotEmulator) {
  return [hubspot.contacts(), hubspot.notes(), hubspot.tasks(), hubspot.calls()].flat();
}

it(
  'runs against a HubSpot whose search lags, says what it did and leaves nothing behind',
  async () => {
    const { hubspot, env } = await startHubSpot({ searchLagMs: 300 });
    const own = hubspot.seedContact({ email: 'a.customer@example.com', lastname: 'Customer' });
    expectOnlyKnownDefects(await run(['hubspot'], env), 'hubspot');
    expect(printed.join('\n')).toMatch(/removed: 1 note, 1 contact/);
    expect(contentOf(hubspot).map(({ id }) => id)).toEqual([own]);
  },
  RUN_MS,
);

it(
  'runs against a Salesforce, says what it did and leaves nothing behind',
  async () => {
    const salesforce = createSalesforceEmulator();
    salesforce.defineExternalId('Lead', 'JivoChat_Visitor__c');
    const before = salesforce.contacts();
    const exit = await run(['salesforce'], {
      SALESFORCE_LOGIN_URL: await serve(salesforce),
      SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
      SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
      SALESFORCE_EXTERNAL_ID_FIELD: 'JivoChat_Visitor__c',
    });
    expectOnlyKnownDefects(exit, 'salesforce');
    expect([salesforce.leads(), salesforce.tasks(), salesforce.contacts()]).toEqual([[], [], before]);
  },
  RUN_MS,
);

it(
  'cleans up after scenarios that failed, and says so',
  async () => {
    const { hubspot, env } = await startHubSpot();
    hubspot.addRule({ objectType: 'notes', property: 'hs_timestamp', pattern: 'never' });
    expect(await run(['hubspot'], env)).toBe(EXIT.failed);
    expect(printed.join('\n')).toMatch(/FAILED {3}conversation: .*\n(.*\n)* {9}removed: 1 contact/);
    expect(contentOf(hubspot)).toEqual([]);
  },
  RUN_MS,
);

it('stops when it is told to, after cleaning up', async () => {
  const { hubspot, env } = await startHubSpot();
  const stop = new AbortController();
  const running = run(['hubspot'], env, stop.signal);
  while (hubspot.contacts().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  expect(await running).toBe(EXIT.failed);
  expect(printed.at(-1)).toContain('stopped');
  expect(contentOf(hubspot)).toEqual([]);
});

it.each([
  ['hubspot', ['HUBSPOT_ACCESS_TOKEN']],
  ['salesforce', ['SALESFORCE_LOGIN_URL', 'SALESFORCE_CLIENT_ID']],
])('without credentials for %s says that %j are missing', async (connector, variables) => {
  expect(await run([connector], {})).toBe(EXIT.usage);
  for (const variable of variables) expect(printed.join('\n')).toContain(variable);
});

it('with half of the credentials says what is missing', async () => {
  const env = { SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com', SALESFORCE_CLIENT_ID: 'id' };
  expect(await run(['salesforce'], env)).toBe(EXIT.usage);
  expect(printed.join('\n')).toContain('SALESFORCE_CLIENT_SECRET');
});

it.each([[[]], [['zoho']], [['memory']], [['constructor']], [['hubspot', 'salesforce']]])(
  'with the arguments %j says how it is used',
  async (args) => {
    const { hubspot, env } = await startHubSpot();
    expect(await run(args, env)).toBe(EXIT.usage);
    expect(printed.join('\n')).toMatch(/^Usage: npm run test:live -- hubspot\|pipedrive\|salesforce$/);
    expect(hubspot.requests).toEqual([]);
  },
);
