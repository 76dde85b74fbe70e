import {
  notAccepted,
  writeAmended,
  type RefusalRules,
  type RefusedValue,
} from '../../../../connectors/shared/fields/accepted-values';

type Fields = Record<string, string>;
type Rules = RefusalRules<string, RefusedValue<string>>;

/** Finds the field that the refusal names, and tells it. */
const naming =
  (name: string): Rules['readings'][number] =>
  (error, { [name]: value }) =>
    value !== undefined && String(error).endsWith(` ${name}`) ? [{ name, code: 'BAD' }] : [];

/** A CRM that takes none of these fields, and names one at a time. */
function crm(bad: readonly string[]) {
  const sent: Fields[] = [];
  const write = (fields: Fields) => {
    sent.push(fields);
    const named = bad.find((name) => name in fields);
    return named ? Promise.reject(new Error(`bad ${named}`)) : Promise.resolve('written');
  };
  return { sent, write };
}

const fields = { a: '1', b: '2', c: '3' };
const reading = (...names: string[]): Rules => ({ crm: 'A CRM', readings: names.map(naming), maxRounds: 3 });

it('writes the rest without what was refused, and tells it', async () => {
  const { sent, write } = crm(['a', 'c']);
  expect(await writeAmended(reading('a', 'b', 'c'), { fields, write })).toMatchObject({
    written: 'written',
    accepted: { b: '2' },
    refused: [notAccepted('A CRM', 'a', '1', 'BAD'), notAccepted('A CRM', 'c', '3', 'BAD')],
  });
  expect(sent).toHaveLength(3);
});

it('follows the first reading that finds a value', async () => {
  const { write } = crm(['a']);
  const readings = [
    () => [],
    naming('a'),
    () => [
      { name: 'b', code: 'BAD' },
      { name: 'c', code: 'BAD' },
    ],
  ];
  expect((await writeAmended({ crm: 'A CRM', readings, maxRounds: 3 }, { fields, write })).accepted).toEqual({
    b: '2',
    c: '3',
  });
});

it('throws what no reading explains or the write cannot do without, and asks no oftener than it may', async () => {
  const { sent, write } = crm(['a', 'b']);
  await expect(writeAmended(reading('b'), { fields, write })).rejects.toThrow('bad a');
  await expect(writeAmended({ ...reading('a', 'b'), maxRounds: 2 }, { fields, write })).rejects.toThrow(
    'bad b',
  );
  expect(sent).toHaveLength(3);
  await expect(writeAmended(reading('a', 'b'), { fields, indispensable: ['b'], write })).rejects.toThrow(
    'bad b',
  );
});

it('writes nothing when nothing is left, unless the write carries more', async () => {
  const { sent, write } = crm(['a']);
  const options = { fields: { a: '1' }, write };
  expect((await writeAmended(reading('a'), options)).written).toBeUndefined();
  expect(sent).toHaveLength(1);
  expect((await writeAmended(reading('a'), { ...options, carriesMore: true })).written).toBe('written');
});

it('gives another owner, another value and a stand-in for what was refused', async () => {
  const sent: Fields[] = [];
  const write = (given: Fields) => {
    sent.push(given);
    return sent.length === 1 ? Promise.reject(new Error('bad')) : Promise.resolve('written');
  };
  const rules: Rules = {
    crm: 'A CRM',
    readings: [
      () => [
        { name: 'owner', code: 'BAD' },
        { name: 'long', code: 'BAD', instead: 'l' },
        { name: 'name', code: 'BAD' },
      ],
    ],
    isTold: ({ name }) => name === 'long',
    maxRounds: 3,
    owner: { fields: ['owner'], insteadOf: (refused) => Promise.resolve(`not ${refused}`) },
  };
  const given = { owner: '7', long: 'longer', name: 'Tom', kept: 'k' };
  const standIn = (left: Fields, gone: Fields) => ({ ...left, name: `for ${gone.name}` });
  const { accepted, refused } = await writeAmended(rules, { fields: given, standIn, write });
  expect(accepted).toEqual({ owner: 'not 7', long: 'l', name: 'for Tom', kept: 'k' });
  expect(refused).toEqual([notAccepted('A CRM', 'long', 'longer', 'BAD')]);
});

it('tells a refused value by the CRM’s words, and by its code where those quote the value', async () => {
  const write = jest.fn().mockRejectedValueOnce(new Error('bad')).mockResolvedValue('written');
  const found = [
    { name: 'mail', code: 'BAD', why: 'BAD: tom@ is no address' },
    { name: 'list', code: 'BAD', why: 'BAD: too many' },
  ];
  const rules = {
    crm: 'A CRM',
    readings: [() => found],
    maxRounds: 2,
    label: (name: string) => `my ${name}`,
  };
  const given = { mail: 'tom@', list: [{ value: 'a' }, { value: 'b' }], rest: 'r' };
  const { refused } = await writeAmended<unknown, unknown, RefusedValue>(rules, { fields: given, write });
  expect(refused).toEqual([
    notAccepted('A CRM', 'my mail', 'tom@', 'BAD'),
    notAccepted('A CRM', 'my list', 'a, b', 'BAD: too many'),
  ]);
});

it('of a record that may not be edited tells what is missed, and throws where nobody edits one', async () => {
  const write = () => Promise.reject(new Error('locked'));
  const rules: Rules = { ...reading(), lockedBy: (error) => /locked/.exec(String(error))?.[0] };
  const warn = jest.fn();
  const edit = {
    record: { ref: { type: 'person', id: '7' }, emails: ['a@example.com'], phones: [] },
    call: { log: { warn } },
    isMissed: (name: string) => name !== 'b',
  } as never;
  const outcome = await writeAmended(rules, { fields, edit, write });
  expect(outcome).toEqual({
    accepted: {},
    dropped: [],
    locked: 'locked',
    refused: [notAccepted('A CRM', 'a', '1', 'locked'), notAccepted('A CRM', 'c', '3', 'locked')],
  });
  expect(warn.mock.calls).toEqual([
    [expect.any(String), { record: '7', why: 'locked', fields: ['a', 'b', 'c'] }],
  ]);
  await expect(writeAmended(rules, { fields, write })).rejects.toThrow('locked');
  const lists = { mails: [{ value: 'a@example.com' }, { value: 'b@example.com' }], old: ['a@example.com'] };
  const { refused } = await writeAmended<unknown, unknown, RefusedValue>(rules as never, {
    fields: lists,
    edit,
    write,
  });
  expect(refused.map(({ value }) => value)).toEqual(['b@example.com', 'a@example.com']);
});
