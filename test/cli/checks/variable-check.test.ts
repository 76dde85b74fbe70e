import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAccounts } from '../../../config/accounts';
import { CONNECTOR_NAMES } from '../../../connectors/registry';
import { checkVariables, knownVariables } from '../../../cli/checks/variable-check';
import { distance } from '../../../text/nearest';

const ROOT = resolve(__dirname, '../../..');
const accounts = readAccounts({ ACCOUNTS: 'hubspot,eu=hubspot,salesforce' }, CONNECTOR_NAMES);
let known: ReadonlySet<string>;
beforeAll(async () => {
  known = await knownVariables(accounts);
});

it.each([
  ['HUBPSOT_ACCESS_TOKEN', 'HUBSPOT_ACCESS_TOKEN'],
  ['HUBSPOT_ACCES_TOKEN', 'HUBSPOT_ACCESS_TOKEN'],
  ['HUBSPOT_ACCESS_TOKEN_SMS', 'HUBSPOT_ACCESS_TOKEN_SSM'],
  ['HUBSPOT_TOKEN', 'HUBSPOT_ACCESS_TOKEN'],
  ['EU_ACCES_TOKEN', 'EU_ACCESS_TOKEN'],
  ['EU_OWNERMAP', 'EU_OWNER_MAP'],
  ['SALESFORCE_LOGINURL', 'SALESFORCE_LOGIN_URL'],
  ['SALESFORCE_OWNERMAP', 'SALESFORCE_OWNER_MAP'],
  ['WEBHOOK_TOKEN', 'WEBHOOK_TOKENS'],
  ['LEAD_SORCE', 'LEAD_SOURCE'],
  ['REPLY_DEADLINE', undefined],
  ['RATE_LIMITS', 'RATE_LIMIT'],
])('%s: did you mean %s?', (name, meant) => {
  const [finding, ...more] = checkVariables({ [name]: 'value' }, known, accounts);
  expect(more).toEqual([]);
  if (meant === undefined) expect(finding).toBeUndefined();
  else {
    expect(finding).toMatchObject({ level: 'wrong', what: expect.stringContaining(name) });
    expect(finding!.remedy).toMatch(new RegExp(`Did you mean ${meant}\\?`));
  }
});

it('leaves other programs’ variables and empty ones alone', () => {
  const others = { PATH: '/bin', HOME: '/root', TERM: 'xterm', AWS_REGION: 'eu-1', TZ: 'UTC', PORTS: '1' };
  expect(checkVariables({ ...others, NODE_OPTIONS: '-', npm_config_cache: '-' }, known, accounts)).toEqual(
    [],
  );
  expect(checkVariables({ HUBSPOT_ACCES_TOKEN: ' ' }, known, accounts)).toEqual([]);
});

it('a name with a CRM’s prefix that resembles none of ours may be another program’s', () => {
  const [finding] = checkVariables({ HUBSPOT_PERSONAL_ACCESS_KEY_OF_THE_CLI: 'x' }, known, accounts);
  expect(finding).toMatchObject({ level: 'hint' });
});

it('knows every variable that deployment and sign-in read', () => {
  const files = ['serverless.yml', ...readdirSync(resolve(ROOT, 'deploy')).map((file) => `deploy/${file}`)];
  const text = files.map((file) => readFileSync(resolve(ROOT, file), 'utf8')).join('\n');
  const named = [...text.matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(known).toContain('SALESFORCE_JWT_AUDIENCE');
});

it.each([
  ['abcd', 'abcd', 0],
  ['abcd', 'abdc', 1],
  ['abcd', 'abc', 1],
  ['abcd', 'abxd', 1],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
])('%s and %s are %i apart', (a, b, apart) => {
  expect(distance(a, b)).toBe(apart);
  expect(distance(b, a)).toBe(apart);
});
