import { flattenText } from '../../text/text-record';

it.each([
  ['29,000 attributes', Object.fromEntries(Array.from({ length: 29_000 }, (_, n) => [`a${n}`, 'x']))],
  [
    'values of a megabyte',
    Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`a${n}`, '€'.repeat(9e4)])),
  ],
])('%s fit a row of the table', (_case, value) => {
  expect(Buffer.byteLength(JSON.stringify(flattenText(value)))).toBeLessThan(100_000);
});
