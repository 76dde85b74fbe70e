import { languageOf } from '../../../leads/rules/language';

const accounts = { eu: { fields: [], language: 'de' }, us: { fields: [] } } as const;
const languages = { PT1: 'pt-BR' } as const;

it.each([
  ['the channel before all else', { language: 'es', accounts, languages }, 'eu', 'PT1', 'pt-BR'],
  ['the account before the file', { language: 'es', accounts, languages }, 'eu', 'other', 'de'],
  ['the file before the variable', { language: 'es', accounts, languages }, 'us', 'other', 'es'],
  ['the file where there is no channel', { language: 'es', accounts, languages }, 'us', undefined, 'es'],
  ['the variable where the file says nothing', { accounts: {} }, 'us', 'PT1', 'fr'],
  ['the variable for names that every object has', { accounts, languages }, 'constructor', '__proto__', 'fr'],
] as const)('%s', (_case, company, account, channel, language) => {
  expect(languageOf(company, account, channel, 'fr')).toBe(language);
});
