import fc from 'fast-check';
import { hasChanges, mergeLead } from '../../leads/merge';
import { leadOf } from '../../leads/lead';
import type { Visitor } from '../../jivochat/event';
import { jivoEvent } from './event';
import { crmRecord } from './record';

const capacity = { emails: 3, phones: 2 };
const lead = (visitor: Partial<Visitor>) => leadOf(jivoEvent({ visitor: { social: {}, ...visitor } }));
const merge = (visitor: Partial<Visitor>, record = crmRecord(), room = capacity) =>
  mergeLead(lead(visitor), {}, record, room);

describe('data priority', () => {
  it('keeps both: e-mail A and phone B in the chat, e-mail A and phone C in the CRM', () => {
    const record = crmRecord({ emails: ['a@example.com'], phones: ['+14155550003'] });
    const { changes, remarks } = merge({ email: 'A@example.com', phone: '+14155550002' }, record);
    expect(changes.emails).toEqual([]);
    expect(changes.phones).toEqual(['+14155550002']);
    expect(remarks).toEqual([]);
  });

  it('says in the note what finds no free field', () => {
    const record = crmRecord({ emails: ['a@example.com'], phones: ['+14155550003', '+14155550004'] });
    const { changes, remarks } = merge({ email: 'b@example.com', phone: '+14155550002' }, record, {
      emails: 1,
      phones: 2,
    });
    expect(hasChanges(changes)).toBe(false);
    expect(remarks).toEqual([
      { label: 'E-mail in the chat', value: 'b@example.com' },
      { label: 'Phone in the chat', value: '+14155550002' },
    ]);
  });

  it.each([
    ['blank: filled', undefined, 'Tom Clifton', { first: 'Tom', last: 'Clifton' }, false],
    [
      'our own placeholder: replaced',
      { first: 'JivoChat #18' },
      'Tom Clifton',
      { first: 'Tom', last: 'Clifton' },
      false,
    ],
    ['the last name was missing', { first: 'tom' }, 'Tom Clifton', { first: 'Tom', last: 'Clifton' }, false],
    ['the same, other case', { first: 'TOM', last: 'CLIFTON' }, 'Tom Clifton', undefined, false],
    ['shorter in the chat', { first: 'Tom', last: 'Clifton' }, 'Tom', undefined, false],
    ['another name: kept, and said', { first: 'Thomas', last: 'Clifton' }, 'Tom Clifton', undefined, true],
  ])('name, %s', (_case, stored, name, written, remarked) => {
    const { changes, remarks } = merge({ name }, crmRecord({ name: stored }));
    expect(changes.name && { first: changes.name.first, last: changes.name.last }).toEqual(written);
    expect(remarks.length > 0).toBe(remarked);
  });

  const written = { first: 'Thomas', last: 'Klifton' };
  it.each([
    ['corrected by the chat that wrote it', 'Thomas Klifton', false, 'Tom Clifton', false],
    ['corrected by a person since: kept, and said', 'Someone Else', false, undefined, true],
    ['never written by the chat: kept, and said', undefined, false, undefined, true],
    ['said by an older event: superseded', 'Thomas Klifton', true, undefined, false],
  ])('name, %s', (_case, writtenName, late, expected, remarked) => {
    const history = { late, writtenName };
    const { changes, remarks } = mergeLead(
      lead({ name: 'Tom Clifton' }),
      {},
      crmRecord({ name: written }),
      capacity,
      history,
    );
    expect(changes.name?.full).toBe(expected);
    expect(remarks.length > 0).toBe(remarked);
  });

  const main = 'tom@gmial.com';
  it.each([
    ['corrected by an edit', {}, { correctedEmail: 'tom@gmail.com', emails: [] }, false],
    ['no edit: a further one', { correctsEmail: false }, { emails: ['tom@gmail.com'] }, false],
    ['another one was written', { writtenEmail: 'else@example.com' }, { emails: ['tom@gmail.com'] }, false],
    ['none was written', { writtenEmail: undefined }, { emails: ['tom@gmail.com'] }, false],
    ['an older event: said, and not stored again', { late: true }, { emails: [] }, true],
    ['it is not to be written', { emailStaysOut: true }, { emails: [] }, true],
  ])('e-mail, %s', (_case, history, expected, remarked) => {
    const record = crmRecord({ emails: [main, 'further@example.com'] });
    const event = { writtenEmail: 'Tom@gmial.com', correctsEmail: true, ...history };
    const { changes, remarks } = mergeLead(lead({ email: 'tom@gmail.com' }), {}, record, capacity, event);
    expect({ correctedEmail: changes.correctedEmail, emails: changes.emails }).toEqual(expected);
    expect(remarks.length > 0).toBe(remarked);
  });

  it('names what the visitor typed and nobody can use', () => {
    const { changes, remarks } = merge({ email: 'not an address', phone: 'call me' });
    expect(hasChanges(changes)).toBe(false);
    expect(remarks.map(({ value }) => value)).toEqual(['not an address', 'call me']);
  });

  it('keeps the first source and replaces the last chat, but not by an older event', () => {
    const record = crmRecord({ leadFields: { source: 'Web', lastChat: '2026-01-01' } });
    const leadFields = { source: 'JivoChat', lastChat: '2026-02-02', utm: 'source=google' };
    expect(mergeLead(lead({}), leadFields, record, capacity).changes.leadFields).toEqual({
      lastChat: '2026-02-02',
      utm: 'source=google',
    });
    expect(mergeLead(lead({}), leadFields, record, capacity, { late: true }).changes.leadFields).toEqual({
      utm: 'source=google',
    });
  });

  it('writes no lead field the CRM has no field for', () => {
    const record = crmRecord({ placeableFields: new Set(['utm'] as const) });
    expect(
      mergeLead(lead({}), { source: 'JivoChat', utm: 'x' }, record, capacity).changes.leadFields,
    ).toEqual({
      utm: 'x',
    });
  });
});

describe('whatever the chat and the CRM hold', () => {
  const email = fc.constantFrom('a@example.com', 'b@example.com', 'c@example.com', 'd@example.com');
  const phone = fc.constantFrom('+14155550001', '+14155550002', '+14155550003', '(415) 555-0001');
  const stored = fc.record({
    emails: fc.uniqueArray(email, { maxLength: 3 }),
    phones: fc.uniqueArray(phone, { maxLength: 2 }),
  });

  it('nothing stored is lost, the room is not exceeded, and what is left over is remarked on', () => {
    fc.assert(
      fc.property(
        fc.option(email, { nil: undefined }),
        fc.option(phone, { nil: undefined }),
        stored,
        (mail, tel, has) => {
          const { changes, remarks } = merge({ email: mail, phone: tel }, crmRecord(has));
          const emails = [...has.emails, ...changes.emails];
          expect(emails.length).toBeLessThanOrEqual(capacity.emails);
          expect(has.phones.length + changes.phones.length).toBeLessThanOrEqual(capacity.phones);
          if (mail) expect(emails.includes(mail) || remarks.some(({ value }) => value === mail)).toBe(true);
        },
      ),
    );
  });

  it('merging the result again changes nothing', () => {
    fc.assert(
      fc.property(email, phone, stored, (mail, tel, has) => {
        const first = merge({ email: mail, phone: tel, name: 'Tom Clifton' }, crmRecord(has));
        const after = crmRecord({
          emails: [...has.emails, ...first.changes.emails],
          phones: [...has.phones, ...first.changes.phones],
          name: { first: 'Tom', last: 'Clifton' },
        });
        expect(hasChanges(merge({ email: mail, phone: tel, name: 'Tom Clifton' }, after).changes)).toBe(
          false,
        );
      }),
    );
  });
});
