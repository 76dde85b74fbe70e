import { defaultAccount, readAccounts, variableOf } from '../../config/accounts';
import { ConfigError } from '../../config/env';
import { CONNECTOR_NAMES, loadDefinitions } from '../../connectors/registry';
import { WRONG } from './wrong-accounts';

const CRMS = ['hubspot', 'salesforce'];
const names = (ACCOUNTS?: string) =>
  readAccounts({ ACCOUNTS }, CRMS).map(({ name, crm, prefix }) => [name, crm, prefix]);

it.each([
  [
    undefined,
    [
      ['hubspot', 'hubspot', 'HUBSPOT_'],
      ['salesforce', 'salesforce', 'SALESFORCE_'],
    ],
  ],
  [
    ' , ',
    [
      ['hubspot', 'hubspot', 'HUBSPOT_'],
      ['salesforce', 'salesforce', 'SALESFORCE_'],
    ],
  ],
  ['salesforce', [['salesforce', 'salesforce', 'SALESFORCE_']]],
  [
    'hubspot, eu = hubspot',
    [
      ['hubspot', 'hubspot', 'HUBSPOT_'],
      ['eu', 'hubspot', 'EU_'],
    ],
  ],
])('ACCOUNTS=%s', (text, accounts) => expect(names(text)).toEqual(accounts));

it.each(WRONG)('ACCOUNTS=%s is refused', (text, problem) => {
  const read = () => readAccounts({ ACCOUNTS: `salesforce2=salesforce,${text}` }, CRMS);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(problem);
});

it('tells of every mistake at once', () => {
  expect(() => names('a=b,c=d,e=hubspot')).toThrow(/2 problem.*"a=b".*"c=d"/);
});

it('the account that a CRM has by itself spells its variables as the CRM declares them', async () => {
  const definitions = await loadDefinitions();
  expect(definitions.map(({ name }) => name)).toEqual(CONNECTOR_NAMES);
  for (const { name, settings } of definitions) {
    expect(defaultAccount(name).prefix).toBe(settings.prefix);
    for (const variable of Object.keys(settings.settings)) {
      expect(variableOf(defaultAccount(name), variable)).toBe(variable);
      expect(variableOf({ name: 'eu', crm: name, prefix: 'EU_' }, variable)).toBe(
        `EU_${variable.slice(settings.prefix.length)}`,
      );
    }
  }
});
