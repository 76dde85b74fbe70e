import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readCompiled, writeCompiled } from '../../../config/file/compiled';
import { readAccounts } from '../../../config/accounts';
import { knownAccounts } from '../../../connectors/known-accounts';
import { CONNECTOR_NAMES } from '../../../connectors/registry';
import { parseCompanyFile, readCompanyFile } from '../../../config/file/read-file';
import { ACCOUNTS, companyOf, problemsOf } from './accounts';

const ROOT = join(__dirname, '../../..');
const FILE = `
channels: { NRQ4JbEW7J: shop }
hours: { zone: Europe/Berlin, mon-fri: 09:00-18:00, sat: [10:00-12:00, 13:00-14:00], holidays: [12-25] }
guards: { staff: [example.com], disposable: on }
mask: [cards]
accounts:
  hubspot:
    fields:
      contact:
        campaign: utm.campaign
        plan: { from: token.plan, map: { Gold: g }, default: none, policy: latest }
        origin: { value: chat }
    reply: [{ title: Stage, field: lifecyclestage }, { title: Campaign, from: utm.campaign }]
    match: [{ field: customer_id, from: token.user_id }, { link: token.link }, email]
rules:
  - name: support
    when: { channel: shop, hours: closed, words: [price], is: { attribute.plan: pro } }
    then: { create: { messages: 2 }, owner: { round-robin: [A@x.com, b@x.com] }, task: { due: 2h } }
`;
const jsonSchema = JSON.parse(readFileSync(join(ROOT, 'config/file/schema.json'), 'utf8')) as object;
const isValid = new Ajv({ allowUnionTypes: true }).compile(jsonSchema);

describe('jivochat-crm.yml', () => {
  it('compiles to plain data that goes through JSON unchanged', () => {
    const company = companyOf(FILE);
    expect(readCompiled(writeCompiled(company))).toEqual(company);
    expect(company.rules.map(({ name }) => name)).toEqual(['guard: staff', 'guard: disposable', 'support']);
    expect(company.rules[2]!.then).toEqual({
      create: { messages: 2 },
      owner: { turns: ['a@x.com', 'b@x.com'] },
      task: { dueMs: 7_200_000 },
    });
    expect(company.accounts.hubspot!.fields[1]).toEqual({
      object: 'contact',
      field: 'plan',
      policy: 'latest',
      from: [
        {
          name: 'token.plan',
          steps: [
            ['map', { gold: 'g' }],
            ['default', 'none'],
          ],
        },
      ],
    });
    expect(company.names).toEqual(expect.arrayContaining(['utm.campaign', 'chat.text', 'chat.messages']));
    expect(company.needs).toEqual(['disposable']);
  });

  it.each([
    ['chanels: {}', 'jivochat-crm.yml:1: chanels: chanels is no key here; did you mean channels?'],
    ['language: pt', /^jivochat-crm\.yml:1: language: must be one of en, pt-BR, es/],
    ['channels: { A1: { language: xx } }', /:1: channels\.A1\.language: must be one of en, pt-BR/],
    ['channels: { A1: { nam: x } }', /:1: channels\.A1\.nam: nam is no key here; did you mean name\?/],
    ['\n\nmask: [card]', 'jivochat-crm.yml:3: mask[1]: must be one of cards, ibans; did you mean cards?'],
    ['hours:\n  mon: 9-18', 'jivochat-crm.yml:2: hours.mon: must be hours such as 09:00-18:00'],
    [
      'hours:\n  mon: 18:00-09:00',
      'jivochat-crm.yml:2: hours.mon: the hours overlap, or end before they begin',
    ],
    ['hours: { mon: 09:00-18:00, zone: Europe/Berln }', /:1: hours\.zone: Europe\/Berln is no IANA zone/],
    ['hours: { mon: 09:00-18:00, holidays: [02-30] }', /:1: hours\.holidays\[1\]: 02-30 is no day/],
    [
      'accounts:\n  hubspo: {}',
      'jivochat-crm.yml:2: accounts.hubspo: hubspo is no account; did you mean hubspot?',
    ],
    [
      'accounts: { hubspot: { fields: { contact: { a: utm.campain } } } }',
      /utm\.campain is no value an event tells; did you mean utm\.campaign\?$/,
    ],
    [
      'accounts: { hubspot: { fields: { contact: { a: red } } } }',
      /red is no value an event tells.*did you mean|a fixed text is written \{ value: … \}/,
    ],
    ['accounts: { hubspot: { fields: { lead: { a: ip } } } }', /HubSpot has no fields of the lead to fill/],
    ['accounts: { hubspot: { fields: { contact: { a: "{ip" } } } }', /a \{ has no \} after it/],
    [
      'accounts: { hubspot: { fields: { contact: { a: "ip | lowr" } } } }',
      /lowr is no function; did you mean lower\?/,
    ],
    [
      'accounts: { hubspot: { fields: { contact: { a: { from: ip, value: x } } } } }',
      /needs either from or value/,
    ],
    ['accounts: { hubspot: { reply: [{ title: A }] } }', /reply\[1\]: needs one of field, from and show/],
    [
      'accounts: { hubspot: { match: [{ field: a }] } }',
      /match\[1\]: needs field and from, or one of link, email and phone alone/,
    ],
    ['rules: [{ name: a, then: {} }]', /rules\[1\]\.then: says nothing to do/],
    ['rules: [{ then: { create: never } }]', /rules\[1\](\.name)?: lacks name/],
    [
      'rules: [{ name: a, then: { note: skip } }, { name: a, then: { note: skip } }]',
      /two rules are named a/,
    ],
    ['rules: [{ name: a, when: { hours: open }, then: { note: skip } }]', /the file says no working hours/],
    [
      'channels: { A1: shop }\nrules: [{ name: a, when: { channel: shp }, then: { note: skip } }]',
      /:2: rules\[1\]\.when\.channel: shp is no channel of channels:; did you mean shop\?/,
    ],
    [
      'rules: [{ name: a, then: { owner: { round-robin: [] } } }]',
      /needs round-robin with at least one login/,
    ],
    ['a: 1\na: 2', /:2: Map keys must be unique/],
    ['a: [', /:1:/],
    ['- a', /must be a group with language, channels/],
  ])('%s is told with its line', (text, words) => {
    const [first] = problemsOf(text);
    if (typeof words === 'string') expect(first).toBe(words);
    else expect(first).toMatch(words);
  });

  it('tells every problem at once, by line', () => {
    expect(problemsOf('mask: [card]\nchanels: {}\nrules: 5')).toHaveLength(3);
  });

  it.each(['', '# only a comment\n', 'rules: []'])('%j says nothing', (text) => {
    expect(companyOf(text)).toMatchObject({ rules: [], mask: [], needs: [] });
  });

  it('is bounded: aliases do not multiply', () => {
    const bomb = [
      'a: &a [x, x]',
      ...[...'bcdefgh'].map(
        (name, at) => `${name}: &${name} [*${'abcdefg'[at]}, *${'abcdefg'[at]}, *${'abcdefg'[at]}]`,
      ),
    ];
    expect(problemsOf(bomb.join('\n'))).not.toEqual([]);
  });

  it('a file that is named and not there is an error, the usual one may be absent', () => {
    const read = () => {
      throw Object.assign(new Error('no'), { code: 'ENOENT' });
    };
    expect(readCompanyFile({}, ACCOUNTS, { read })).toBeUndefined();
    expect(() => readCompanyFile({ JIVOCHAT_CRM_CONFIG: 'x.yml' }, ACCOUNTS, { read })).toThrow(
      'cannot be read (ENOENT)',
    );
  });

  it('editors read it by a JSON schema that takes and refuses the same', () => {
    expect(isValid(parse(FILE))).toBe(true);
    for (const wrong of ['chanels: {}', 'mask: [card]', 'rules: [{ then: { create: never } }]', 'rules: 5'])
      expect({ wrong, valid: isValid(parse(wrong)) }).toEqual({ wrong, valid: false });
  });
});

describe('the examples of the docs', () => {
  const examples = ['docs/configuration.md'].flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(
      ([, text]) => [page, text!] as const,
    ),
  );

  it.each(examples)('%s: %s', async (_, text) => {
    const accounts = readAccounts({ ACCOUNTS: 'hubspot,eu=hubspot,salesforce' }, CONNECTOR_NAMES);
    expect(parseCompanyFile(text, 'docs', await knownAccounts(accounts))).toBeDefined();
    isValid(parse(text));
    expect(isValid.errors).toBeNull();
  });

  it('are there for each CRM', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a compiled file', () => {
  it.each(['rules: []', '{}', '{"version":2,"company":{}}', 'null'])(
    '%j is refused with the way out',
    (text) => {
      expect(() => readCompiled(text)).toThrow(/config compile/);
    },
  );
});
