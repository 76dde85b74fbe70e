import fc from 'fast-check';
import { objectOf, readId, to18 } from '../../../../connectors/salesforce/api/ids';

/** From the examples in Salesforce's REST API guide. */
const KNOWN = [
  '001D000000IRFmaIAH',
  '001D000000IqhSLIAZ',
  '001D000000K0fXOIAZ',
  '003D000000QV9n2IAD',
  '00QD000000hZQNFMA4',
  '005D0000001KyEIIA0',
  '001R0000005hDFYIA2',
];

const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const id15 = fc.array(character, { minLength: 15, maxLength: 15 }).map((all) => all.join(''));

describe('ids', () => {
  it.each(KNOWN)('%s', (id) => {
    expect(to18(id.slice(0, 15))).toBe(id);
    expect(readId(id)).toBe(id);
    expect(readId(id.slice(0, 15))).toBe(id);
  });

  it('two ids that differ in case only are told apart without regard to case', () => {
    fc.assert(
      fc.property(id15, id15, (a, b) => {
        const equal = to18(a).toLowerCase() === to18(b).toLowerCase();
        expect(equal).toBe(a === b);
      }),
    );
  });

  it.each(['', '00Q', '001D000000IRFmaIAX', '001d000000IRFmaIAH', '001D000000IRFma1', '001D000000IRFm/IAH'])(
    '%s is none',
    (text) => expect(readId(text)).toBeUndefined(),
  );

  it('name their object', () => {
    expect(objectOf('00QD000000hZQNFMA4')).toBe('Lead');
    expect(objectOf('a01D000000hZQNFMA4')).toBeUndefined();
  });
});
