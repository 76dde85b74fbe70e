import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Env } from '../../config/env';
import { readSettings } from '../../config/settings';
import { definition as hubspot } from '../../connectors/hubspot/definition';
import { definition as salesforce } from '../../connectors/salesforce/definition';
import { packageTemplate } from './template';

const PAGE = readFileSync(resolve(__dirname, '../../docs/settings.md'), 'utf8');
/** Only the sandbox and the tests talk to another address than HubSpot's. */
const NOT_DEPLOYED = ['HUBSPOT_BASE_URL', 'JIVOCHAT_CRM_CONFIG'];

/** Every variable a reader of settings looks at, whatever it makes of it. */
function variablesOf(read: (env: Env) => unknown, env: Env): string[] {
  const asked = new Set<string>();
  const watched = new Proxy(env, {
    get(target, name: string) {
      asked.add(name);
      return target[name];
    },
  });
  try {
    read(watched);
  } catch {
    // What is wrong with these settings does not matter here.
  }
  return [...asked].filter((name) => !name.endsWith('_SSM'));
}

const readSalesforce = (env: Env) => salesforce.settings.read(env, 'SALESFORCE_');
const variables = [
  ...variablesOf(readSettings, {}),
  ...variablesOf((env) => hubspot.settings.read(env, 'HUBSPOT_'), {}),
  ...variablesOf(readSalesforce, {}),
  // The other flow looks at further ones.
  ...variablesOf(readSalesforce, { SALESFORCE_USERNAME: 'x', SALESFORCE_PRIVATE_KEY: rsaKey() }),
];

/** What is read as more than a text. */
const VALUES: Readonly<Record<string, string>> = {
  REPLY_DEADLINE_MS: '3000',
  ACCOUNTS: 'hubspot,salesforce',
};
/** Something for each of them; the ones that have a default have it replaced. */
const given = Object.fromEntries(
  variables.filter((name) => !NOT_DEPLOYED.includes(name)).map((name) => [name, VALUES[name] ?? 'x']),
);

let deployed: Record<string, unknown>;
beforeAll(async () => {
  const { resources } = await packageTemplate('prod', given);
  const { Environment } = resources.WebhookLambdaFunction!.Properties as {
    Environment: { Variables: Record<string, unknown> };
  };
  deployed = Environment.Variables;
}, 60_000);

it('every setting the code reads reaches the deployed functions, secrets by the name of their parameter', () => {
  const missing = variables.filter(
    (name) => !(name in deployed) && !(`${name}_SSM` in deployed) && !NOT_DEPLOYED.includes(name),
  );
  expect(variables.length).toBeGreaterThan(25);
  expect(missing).toEqual([]);
});

it('docs/settings.md explains every setting', () => {
  expect(variables.filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
});

function rsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
