import { matchRecords } from '../../leads/match';
import { normalizePhone } from '../../leads/contact/identity';
import { crmRecord } from './record';

const email = 'tom@example.com';
const phone = normalizePhone('+14155552671')!;
const record = (id: string, parts = {}) => crmRecord({ ref: { type: 'contact', id }, ...parts });

describe('matchRecords', () => {
  it.each([
    [
      'e-mail before phone',
      [record('1', { phones: ['+14155552671'], activeAt: 9 }), record('2', { emails: [email] })],
      ['2', '1'],
    ],
    [
      'a secondary e-mail, whatever the case',
      [record('1', { emails: ['a@b.de', 'TOM@example.com'] })],
      ['1'],
    ],
    [
      'customers before leads, but e-mail before both',
      [
        record('1', { emails: [email], activeAt: 9 }),
        record('2', { emails: [email], customer: true }),
        record('3', { phones: ['+14155552671'], customer: true }),
      ],
      ['2', '1', '3'],
    ],
    [
      'open before closed',
      [record('1', { emails: [email], open: false, activeAt: 9 }), record('2', { emails: [email] })],
      ['2', '1'],
    ],
    [
      'newest activity first',
      [record('1', { emails: [email], activeAt: 1 }), record('2', { emails: [email], activeAt: 2 })],
      ['2', '1'],
    ],
    ['then the lower id', [record('10', { emails: [email] }), record('9', { emails: [email] })], ['9', '10']],
    ['a number of another country is another number', [record('1', { phones: ['+494155552671'] })], []],
    [
      'a hit that carries neither',
      [record('1', { emails: ['other@example.com'], phones: ['+14155550000'] })],
      [],
    ],
    [
      'a national number, read in the visitor’s country',
      [record('1', { phones: ['(415) 555-2671'] })],
      ['1'],
    ],
  ])('%s', (_case, hits, ids) => {
    const { best, others } = matchRecords({ email, phone, country: 'US' }, hits);
    expect([best, ...others].filter(Boolean).map((found) => found!.ref.id)).toEqual(ids);
  });
});
