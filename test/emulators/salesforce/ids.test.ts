import fc from 'fast-check';
import { makeId, readId, to18 } from '../../../emulators/salesforce';

describe('ids', () => {
  it.each([
    ['all small or digits', '00000000000000a', '00000000000000aAAA'],
    ['an organization', '00D2C00000016Uw', '00D2C00000016UwUAI'],
    ['jsforce #205', '00Qd000000aaSv2', '00Qd000000aaSv2EAE'],
    ['jsforce #1006', '0015w000029KTYH', '0015w000029KTYHAA4'],
    ['go-salesforce #133', '001Vr00000m4eGC', '001Vr00000m4eGCIAY'],
  ])('%s: 15 characters become 18', (_case, short, long) => {
    expect(to18(short)).toBe(long);
    expect(readId(short)).toBe(long);
    expect(readId(long)).toBe(long);
  });

  it('repairs the case of 18 characters', () => {
    expect(readId('00QD000000AASV2EAE')).toBe('00Qd000000aaSv2EAE');
    expect(readId('00qd000000aasv2eae')).toBe('00Qd000000aaSv2EAE');
  });

  it.each([
    '',
    '00Q',
    '00Qd000000aaSv2EA',
    '00Qd000000aaSv2EAE0',
    '00Qd000000aaSv!',
    '00Qd000000aaSv2E9E',
    '00Qd000000aaSv2EAU',
  ])('reads no id in %j', (text) => expect(readId(text)).toBeUndefined());

  it('gives every record another id, also without regard to case', () => {
    const ids = Array.from({ length: 5000 }, (_, n) => makeId('00Q', n));
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(5000);
    expect(ids.every((id) => id.startsWith('00Q') && id.length === 18 && readId(id) === id)).toBe(true);
  });

  it('survives any change of case, for all ids', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (n) => {
        const id = makeId('003', n);
        expect(readId(id.toLowerCase())).toBe(id);
        expect(readId(id.slice(0, 15))).toBe(id);
      }),
    );
  });
});
