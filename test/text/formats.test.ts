import { dayOf, format } from '../../text/formats';

it('makes a formatter once for each language and wish', () => {
  expect(format('NumberFormat', 'de')).toBe(format('NumberFormat', 'de'));
  const wishes = [
    format('NumberFormat', 'de'),
    format('NumberFormat', 'en'),
    format('NumberFormat', 'de', { maximumFractionDigits: 0 }),
    format('PluralRules', 'de'),
  ];
  expect(new Set(wishes).size).toBe(wishes.length);
  expect(wishes.slice(0, 3).map((made) => (made as Intl.NumberFormat).format(1234.5))).toEqual([
    '1.234,5',
    '1,234.5',
    '1.235',
  ]);
});

it('goes on where there were more than anybody has', () => {
  for (let digits = 0; digits <= 100; digits++)
    for (const locale of ['en', 'fr', 'ru'])
      expect(format('NumberFormat', locale, { maximumFractionDigits: digits }).format(1)).toBe('1');
});

it('throws each time for a zone there is none of', () => {
  for (let time = 0; time < 2; time++)
    expect(() => format('DateTimeFormat', 'en', { timeZone: 'Nowhere' })).toThrow(RangeError);
});

it('knows the day of a moment in a zone', () => {
  const at = Date.parse('2026-11-24T23:30:00Z');
  expect([dayOf(at, 'UTC'), dayOf(at, 'Europe/Berlin')]).toEqual(['2026-11-24', '2026-11-25']);
});
