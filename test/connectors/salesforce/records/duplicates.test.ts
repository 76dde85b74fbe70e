import { duplicatesIn, holderOf } from '../../../../connectors/salesforce/records/duplicates';
import { SalesforceResponseError } from '../../../../connectors/salesforce/api/errors';
import { normalizePhone } from '../../../../leads/contact/identity';
import type { Lead } from '../../../../leads/lead';

const lead: Lead = {
  title: 'JivoChat #1',
  email: 'tom@example.com',
  phone: normalizePhone('+14155552671'),
  identified: true,
  visit: { utm: {} },
  unusable: [],
};
const LEAD = '00QD000000hZQNFMA4';
const CONTACT = '003D000000QV9n2IAD';

function detected(records: Record<string, unknown>[], allowSave = true) {
  const matchResults = [{ matchRecords: records.map((record) => ({ record })) }];
  const duplicateResult = { allowSave, matchResults };
  return new SalesforceResponseError('create Lead', 400, [
    { errorCode: 'DUPLICATES_DETECTED', message: 'Use one of these?', duplicateResult },
  ]);
}
const record = (type: string, Id: string, more = {}) => ({ attributes: { type }, Id, ...more });

describe('duplicatesIn', () => {
  it.each([
    ['no details', {}, true],
    ['the e-mail in another case', { Email: 'TOM@example.com' }, true],
    ['the number in another form', { Email: 'a@b.example', MobilePhone: '(415) 555-2671' }, true],
    ['another e-mail', { Email: 'a@b.example' }, false],
    ['another number', { Phone: '+1 415 555 0000' }, false],
  ])('with %s is the same person: %s', (_case, details, same) => {
    const found = duplicatesIn(detected([record('Lead', LEAD, details)]), lead)!;
    expect(found.same).toEqual(same ? [{ type: 'Lead', id: LEAD }] : []);
    expect(found.others).toHaveLength(same ? 0 : 1);
  });

  it('customers come first, other objects never', () => {
    const records = [
      record('Account', '001D000000IRFmaIAH'),
      record('Lead', LEAD),
      record('Contact', CONTACT),
    ];
    expect(duplicatesIn(detected(records, false), lead)).toEqual({
      same: [
        { type: 'Contact', id: CONTACT },
        { type: 'Lead', id: LEAD },
      ],
      others: [],
      mayBeSaved: false,
    });
  });

  it('a refusal about something else is none', () => {
    const other = new SalesforceResponseError('create Lead', 400, [
      { errorCode: 'INVALID_FIELD', message: '' },
    ]);
    expect(duplicatesIn(other, lead)).toBeUndefined();
    expect(holderOf(other)).toBeUndefined();
  });

  it('the holder of a unique value stands in the words, if it stands anywhere', () => {
    const taken = (message: string) =>
      holderOf(new SalesforceResponseError('create Lead', 400, [{ errorCode: 'DUPLICATE_VALUE', message }]));
    expect(
      taken(`duplicate value found: X__c duplicates value on record with id: ${LEAD.slice(0, 15)}`),
    ).toEqual({
      id: LEAD.slice(0, 15),
    });
    expect(taken('duplicate value found: <unknown> duplicates value on record with id: <unknown>')).toEqual(
      {},
    );
  });
});
