import fc from 'fast-check';
import { normalizePhone } from '../../../../leads/contact/identity';
import { personCondition } from '../../../../connectors/salesforce/records/search';
import { ANYTHING, anyOf, names, pattern, soql } from '../../../../connectors/salesforce/api/soql';
import { decodePattern, decodeString } from '../../../../emulators/salesforce/soql/literals';

const fail = (sequence: string) => {
  throw new Error(`illegal ${sequence}`);
};
const inside = (text: string) => text.slice(1, -1);
/** Where the literal that begins at 0 ends. */
const end = (text: string) => /^'(?:[^'\\]|\\[^])*'/.exec(text)?.[0].length;

describe('soql', () => {
  it.each([
    [`o'reilly`, `'o\\'reilly'`],
    [`a\\`, `'a\\\\'`],
    [`x\\' OR Name != '`, `'x\\\\\\' OR Name != \\''`],
    ['a\nb\r', `'a\\nb\\r'`],
  ])('binds %j', (value, literal) => expect(soql`${value}`.text).toBe(literal));

  it('any text stays one literal and means itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '\\', '%', '_', 'n', '\n', '\r', '"', 'ä', '😀') }),
        (value) => {
          const { text } = soql`${value}`;
          expect(end(text)).toBe(text.length);
          expect(decodeString(inside(text), fail as never)).toBe(value);
        },
      ),
    );
  });

  it('any text in a LIKE matches itself and nothing longer or other', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', '%', '_', 'a', 'b') }), (value) => {
        const { text } = pattern(value);
        expect(end(text)).toBe(text.length);
        const like = decodePattern(inside(text), true, fail);
        expect(like.test(value)).toBe(true);
        expect(like.test(`${value}x`)).toBe(false);
        if (value) expect(like.test('x'.repeat(value.length))).toBe(false);
      }),
    );
  });

  it('makes text of what is none', () => {
    expect(soql`Email = ${{ $like: '%' } as unknown as string}`.text).toBe(`Email = '[object Object]'`);
  });

  it('joins', () => {
    const text = soql`SELECT ${names(['Id', 'Owner.Name'])} FROM Lead WHERE ${anyOf([soql`Id IN ${['a', `b'`]}`, soql`Name LIKE ${pattern(ANYTHING, '5%')}`])}`;
    expect(text.text).toBe(
      `SELECT Id, Owner.Name FROM Lead WHERE (Id IN ('a', 'b\\'') OR Name LIKE '%5\\%')`,
    );
    expect(() => names(['Id FROM User --'])).toThrow(TypeError);
  });
});

describe('personCondition', () => {
  const fields = { emails: ['Email'], phones: ['Phone'] };

  it('asks for the digits with anything between them', () => {
    const phone = normalizePhone('+14155552671');
    expect(personCondition('Phone', { phone }, fields)!.text).toBe(`(Phone LIKE '%4%1%5%5%5%5%2%6%7%1%')`);
    expect(personCondition('Phone', { phone: normalizePhone('55 26-71') }, fields)!.text).toBe(
      `(Phone LIKE '%552671')`,
    );
    expect(personCondition('Phone', {}, fields)).toBeUndefined();
  });

  it('asks for e-mail and usual spellings as they are', () => {
    const person = { email: 'tom@example.com', phone: normalizePhone('+1 415 555-2671') };
    expect(personCondition('Email', person, fields)!.text).toBe(`(Email = 'tom@example.com')`);
    expect(personCondition('Spelling', person, fields)!.text).toBe(
      `(Phone IN ('+14155552671', '14155552671', '+1 415 555-2671', '4155552671', '04155552671'))`,
    );
  });
});
