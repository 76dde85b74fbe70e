import { fromItem, toItem } from '../../../store/dynamodb/marshalling';

const ROW = {
  text: 'Grüße 😀',
  empty: '',
  count: 0,
  time: 1_700_000_000_000,
  share: 0.25,
  yes: true,
  no: false,
  none: null,
  bytes: new Uint8Array([0, 255]),
  list: ['a', 1, { deep: [] }, null],
  map: { 'paused#daily': 5, nested: { a: {} } },
};

it('writes DynamoDB’s notation, and reads it again', () => {
  expect(toItem(ROW)).toEqual({
    text: { S: 'Grüße 😀' },
    empty: { S: '' },
    count: { N: '0' },
    time: { N: '1700000000000' },
    share: { N: '0.25' },
    yes: { BOOL: true },
    no: { BOOL: false },
    none: { NULL: true },
    bytes: { B: new Uint8Array([0, 255]) },
    list: { L: [{ S: 'a' }, { N: '1' }, { M: { deep: { L: [] } } }, { NULL: true }] },
    map: { M: { 'paused#daily': { N: '5' }, nested: { M: { a: { M: {} } } } } },
  });
  expect(fromItem(toItem(ROW))).toEqual(ROW);
});

it('leaves out what is undefined, at any depth', () => {
  expect(toItem({ a: undefined, b: { c: undefined }, d: [undefined, 1] })).toEqual({
    b: { M: {} },
    d: { L: [{ N: '1' }] },
  });
});

it('keeps a name that JavaScript follows instead of setting it', () => {
  const row = JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
  const read = fromItem(toItem(row));
  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

it.each([
  { what: 'not a number', value: Number.NaN },
  { what: 'an instance of a class', value: new Date(0) },
  { what: 'a set', value: new Set(['a']) },
  { what: 'a function', value: () => 1 },
])('refuses $what', ({ value }) => {
  expect(() => toItem({ value })).toThrow(TypeError);
});

it('refuses to read a kind of value that it never writes', () => {
  expect(() => fromItem({ value: { SS: ['a'] } })).toThrow(TypeError);
});
