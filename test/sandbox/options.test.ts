import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDefinition } from '../../connectors/registry';
import { startEmulation } from '../../sandbox/emulation';
import { readStartOptions } from '../../sandbox/options';

const ACCOUNTS = 'salesforce,eu=hubspot';
const chosen = (args: string[], env: Record<string, string>) => {
  const options = readStartOptions(args, env);
  return options === 'help' ? options : options.account.name;
};

describe('npm start -- --crm', () => {
  it.each([
    [[], {}, 'hubspot'],
    [['--crm', 'salesforce'], {}, 'salesforce'],
    [[], { ACCOUNTS }, 'salesforce'],
    [['--crm', 'eu'], { ACCOUNTS }, 'eu'],
  ])('%j with %j is about %s', (args, env, name) => expect(chosen(args, env)).toBe(name));

  it('takes no account that is not named', () => {
    expect(() => chosen(['--crm', 'hubspot'], { ACCOUNTS })).toThrow('--crm must be one of salesforce, eu');
    expect(() => chosen([], { ACCOUNTS: 'eu=hubspt' })).toThrow('there is no CRM of this name');
  });
});

it.each([
  [['--nonsense'], {}, "Unknown option '--nonsense'"],
  [['--crm', 'sap'], {}, '--crm must be one of hubspot, pipedrive, salesforce'],
  [[], { PORT: 'abc' }, 'PORT must be a whole number'],
  [['salesforce'], { npm_config_crm: 'true' }, 'write: npm start -- --crm salesforce'],
])('npm start %j %j is refused in words', (args, env, words) => {
  expect(() => readStartOptions(args, env as Record<string, string>)).toThrow(words);
});

it('the emulation of a named account takes and gives the variables of that account', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulation-'));
  const account = { name: 'eu', crm: 'hubspot', prefix: 'EU_' };
  const env = { EU_DEFAULT_OWNER: 'anna@example.com', HUBSPOT_DEFAULT_OWNER: 'boris@example.com' };
  const crm = await startEmulation(account, await loadDefinition('hubspot'), join(folder, 'eu.json'), env);
  await crm.close();
  rmSync(folder, { recursive: true });
  expect(Object.keys(crm.env).every((name) => name.startsWith('EU_'))).toBe(true);
  expect(crm.env).toMatchObject({ EU_BASE_URL: crm.url, EU_DEFAULT_OWNER: 'anna@example.com' });
});
