import { replyFields } from '../../leads/reply-fields';

const fields = { lifecyclestage: 'lead', 'Account.Name': 'Acme', empty: '' };

it.each<[string, [string, string][], [string, string][]]>([
  [
    'in the order of the configuration',
    [
      ['Client of', 'Account.Name'],
      ['Stage', 'lifecyclestage'],
    ],
    [
      ['Client of', 'Acme'],
      ['Stage', 'lead'],
    ],
  ],
  ['in whatever case the field is written', [['Client of', 'account.NAME']], [['Client of', 'Acme']]],
  [
    'without those the record lacks',
    [
      ['None', 'no_such_field'],
      ['Stage', 'lifecyclestage'],
    ],
    [['Stage', 'lead']],
  ],
  ['without those that are blank', [['Blank', 'empty']], []],
  ['none where none is wanted', [], []],
])('shows the fields of a record %s', (_case, wanted, shown) => {
  expect(replyFields(fields, wanted)).toEqual(shown.map(([title, content]) => ({ title, content })));
});
