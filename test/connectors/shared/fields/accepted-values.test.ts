import type { Refusal } from '../../../../leads/conversation/remarks';
import { writeAmended, type Strategy } from '../../../../connectors/shared/fields/accepted-values';

type Fields = Record<string, string>;

const refusal = (field: string, value: string): Refusal => ({
  kind: 'notAccepted',
  crm: 'A CRM',
  field,
  value,
});

/** Leaves a field out that the refusal names, and tells it. */
const drop =
  (name: string): Strategy<Fields> =>
  (error, { [name]: value, ...rest }) =>
    value !== undefined && String(error).endsWith(` ${name}`)
      ? { fields: rest, refused: [refusal(name, value)] }
      : undefined;

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

it('writes the rest without what was refused, and tells it', async () => {
  const { sent, write } = crm(['a', 'c']);
  const strategies = ['a', 'b', 'c'].map(drop);
  expect(await writeAmended({ fields, strategies, maxRounds: 3, write })).toEqual({
    written: 'written',
    accepted: { b: '2' },
    refused: [refusal('a', '1'), refusal('c', '3')],
  });
  expect(sent).toHaveLength(3);
});

it('follows the first strategy that has an answer', async () => {
  const { write } = crm(['a']);
  const strategies: Strategy<Fields>[] = [() => undefined, drop('a'), () => ({ fields: {}, refused: [] })];
  expect((await writeAmended({ fields, strategies, maxRounds: 3, write })).accepted).toEqual({
    b: '2',
    c: '3',
  });
});

it('throws what no strategy can mend, and asks no oftener than it may', async () => {
  const { sent, write } = crm(['a', 'b']);
  await expect(writeAmended({ fields, strategies: [drop('b')], maxRounds: 3, write })).rejects.toThrow(
    'bad a',
  );
  await expect(
    writeAmended({ fields, strategies: [drop('a'), drop('b')], maxRounds: 2, write }),
  ).rejects.toThrow('bad b');
  expect(sent).toHaveLength(3);
});

it('writes nothing when nothing is left, unless the write carries more', async () => {
  const { sent, write } = crm(['a']);
  const rules = { fields: { a: '1' }, strategies: [drop('a')], maxRounds: 3, write };
  expect((await writeAmended(rules)).written).toBeUndefined();
  expect(sent).toHaveLength(1);
  expect((await writeAmended({ ...rules, carriesMore: true })).written).toBe('written');
});
