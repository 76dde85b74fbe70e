import { seal, unseal } from '../../../connectors/shared/seal';

it('opens with its key, never twice the same', () => {
  const sealed = seal('a secret ✓', 'key');
  expect(unseal(sealed, 'key')).toBe('a secret ✓');
  expect(seal('a secret ✓', 'key')).not.toBe(sealed);
});

it.each([
  ['another key', (sealed: string) => sealed, 'other'],
  ['a changed text', (sealed: string) => (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1), 'key'],
  ['a cut text', (sealed: string) => sealed.slice(0, 20), 'key'],
  ['nothing', () => '', 'key'],
])('does not open %s', (_case, change, key) => {
  expect(unseal(change(`${seal('a secret', 'key')}`), key)).toBeUndefined();
});
