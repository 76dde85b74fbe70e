import fc from 'fast-check';
import { normalizeEmail, normalizePhone, samePhone } from '../../../leads/contact/identity';

describe('normalizeEmail', () => {
  it.each([
    ['Tom.Clifton@Example.COM', 'tom.clifton@example.com'],
    ['  tom@example.com ', 'tom@example.com'],
    ['mailto:tom@example.com', 'tom@example.com'],
    ['<tom@example.com>', 'tom@example.com'],
    ['tom+jivo@sub.example.co.uk', 'tom+jivo@sub.example.co.uk'],
    ['почта@пример.рф', 'почта@пример.рф'],
  ])('%s is %s', (typed, normal) => expect(normalizeEmail(typed)).toBe(normal));

  it.each([
    undefined,
    null,
    '',
    'tom',
    'tom@',
    '@example.com',
    'tom@example',
    'tom at example.com',
    'a..b@example.com',
    'tom@example.com; x@y.de',
    `${'a'.repeat(320)}@example.com`,
  ])('%s is no address', (typed) => expect(normalizeEmail(typed)).toBeUndefined());

  it('changes nothing when applied to its own result', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        const once = normalizeEmail(email);
        expect(normalizeEmail(once)).toBe(once);
      }),
    );
  });
});

describe('normalizePhone', () => {
  it.each([
    ['+1 (415) 555-2671', undefined, '+14155552671'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['030 901820', 'DE', '+4930901820'],
    ['+49 30 901820', 'US', '+4930901820'],
    ['4930901820123', undefined, '+4930901820123'],
    ['0044 20 7946 0018', 'GB', '+442079460018'],
  ])('%s read in %s is %s', (typed, country, e164) =>
    expect(normalizePhone(typed, country)?.e164).toBe(e164),
  );

  it('keeps a national number of an unknown country as it was typed', () => {
    expect(normalizePhone('555-2671', undefined)).toEqual({ raw: '555-2671', national: '5552671' });
  });

  it('reads a country it has never heard of as none', () => {
    expect(normalizePhone('555-2671', 'XX')).toEqual({ raw: '555-2671', national: '5552671' });
  });

  it.each([undefined, null, '', 'call me', '12', '+'])('%s is no number', (typed) =>
    expect(normalizePhone(typed, 'US')).toBeUndefined(),
  );

  it('never throws, and gives E.164 or nothing', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.option(fc.string({ maxLength: 3 }), { nil: undefined }),
        (typed, country) => {
          const phone = normalizePhone(typed, country);
          if (phone?.e164) expect(phone.e164).toMatch(/^\+\d{2,15}$/);
        },
      ),
    );
  });
});

describe('samePhone', () => {
  const visitor = normalizePhone('+14155552671')!;
  it.each([
    ['+14155552671', true],
    ['(415) 555-2671', true],
    ['415.555.2671', true],
    // Equal without the country code, but a German number: HubSpot's search would offer it.
    ['+494155552671', false],
    ['+14155552672', false],
    [undefined, false],
    ['', false],
  ])('+14155552671 and %s: %s', (stored, same) => expect(samePhone(visitor, stored, 'US')).toBe(same));
});
