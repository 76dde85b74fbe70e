import { dealWords, type OpenDeal } from '../../../leads/card/open-deals';
import { words as de } from '../../../text/languages/de';
import { words as en } from '../../../text/languages/en';

it.each<[string, OpenDeal[], string | undefined]>([
  ['none', [], undefined],
  ['a name alone', [{ name: 'Relaunch' }], 'Relaunch'],
  [
    'an amount in its currency',
    [{ name: 'A', amount: { value: 1_234.5, currency: 'USD' } }],
    'A · US$1,234.50',
  ],
  ['no cents where there are none', [{ name: 'A', amount: { value: 1_200, currency: 'EUR' } }], 'A · €1,200'],
  ['a currency that is none', [{ name: 'A', amount: { value: 12, currency: 'euro' } }], 'A · 12'],
  ['an amount of nothing', [{ name: 'A', amount: { value: 0, currency: 'EUR' } }], 'A'],
  ['what is no number', [{ name: 'A', amount: { value: NaN } }], 'A'],
  ['the CRM’s own words', [{ name: 'A', stage: 'New', amount: 'USD 5' }], 'A · New · USD 5'],
  ['the others as a count', [{ name: 'A' }, { name: 'B' }, { name: 'C' }], 'A (+ 2 more)'],
])('%s', (_, deals, expected) => {
  expect(dealWords(deals, en)).toBe(expected);
});

it('a long name leaves room for stage and amount, and cannot turn them round', () => {
  const name = `\u202e${'x'.repeat(5_000)}`;
  const line = dealWords([{ name, stage: 'New', amount: { value: 5, currency: 'EUR' } }], en)!;
  expect(line.length).toBeLessThan(100);
  expect(line).toMatch(/\u2069 · New · €5$/);
});

it('amounts are written as the agent’s language does', () => {
  expect(dealWords([{ name: 'A', amount: { value: 1_200, currency: 'EUR' } }], de)).toBe('A · 1.200\u00a0€');
});
