import { demanded } from '../../../../connectors/salesforce/admin/check-rules';

it.each([
  ['ISBLANK(Region__c)', [['Region__c', true]]],
  ['ISBLANK( TEXT( Region__c ) )', [['Region__c', true]]],
  ['ISPICKVAL(Rating, "")', [['Rating', true]]],
  [
    'OR(ISBLANK(Region__c), ISBLANK(Branch__c))',
    [
      ['Region__c', true],
      ['Branch__c', true],
    ],
  ],
  ['AND(ISPICKVAL(Status, "Closed"), ISBLANK(Reason__c))', [['Reason__c', false]]],
  ['ISPICKVAL(Status, "Working") && ISBLANK(Reason__c)', [['Reason__c', false]]],
  ['IF(Amount__c > 5, ISBLANK(Reason__c), false)', [['Reason__c', false]]],
  ['NOT(ISBLANK(Region__c))', []],
  ['REGEX(LastName, "ISBLANK(Region__c)")', []],
  ['LEN(Phone) < 5', []],
  ['', []],
])('%s', (formula, expected) => {
  expect(demanded(formula).map(({ name, alone }) => [name, alone])).toEqual(expected);
});

it('takes time that grows with the length of a formula', () => {
  expect(demanded('ISBLANK('.repeat(200_000))).toEqual([]);
});
