import fc from 'fast-check';
import { canonicalJson, InvalidJsonError, parseJson } from '../../text/json';

describe('parseJson', () => {
  test.each([
    { case: 'beyond 2^53', json: '9007199254740993', value: '9007199254740993' },
    { case: 'beyond -2^53', json: '-9007199254740993', value: '-9007199254740993' },
    { case: 'the greatest exact integer', json: '9007199254740991', value: 9007199254740991 },
    { case: 'a fraction with many digits', json: '0.1234567890123456', value: 0.1234567890123456 },
    { case: 'an exponent', json: '1.234567890123456789e30', value: 1.2345678901234568e30 },
    { case: 'digits in text', json: '"4111111111111111"', value: '4111111111111111' },
  ])('$case', ({ json, value }) => {
    expect(parseJson(`{"id":[${json}]}`)).toEqual({ id: [value] });
  });

  test('two different long ids never become equal', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (id) => {
        const read = parseJson(`[${id},${id + 1n}]`) as unknown[];
        expect(read.map(String)).toEqual([String(id), String(id + 1n)]);
      }),
    );
  });

  test('reads what JSON.parse reads, long integers as text', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(withTextNumbers(parseJson(json))).toBe(withTextNumbers(JSON.parse(json)));
      }),
    );
  });

  test.each(['', '{', 'undefined', '{"name":"Tom Clifton",}', '[9007199254740993'])(
    '%j is refused',
    (text) => {
      expect(() => parseJson(text)).toThrow(InvalidJsonError);
    },
  );

  test('the error quotes nothing of the body', () => {
    expect.assertions(2);
    try {
      parseJson('{"name":"Tom Clifton"');
    } catch (error) {
      expect(String(error)).not.toContain('Tom');
      expect((error as Error).cause).toBeUndefined();
    }
  });

  test('nesting too deep for long ids is a typed error too', () => {
    const text = `${'['.repeat(100_000)}9007199254740993${']'.repeat(100_000)}`;
    expect(() => parseJson(text)).toThrow(InvalidJsonError);
  });
});

describe('canonicalJson', () => {
  test('members are sorted at every depth; items are not', () => {
    expect(canonicalJson({ b: [2, 1, { d: null, c: 'x' }], a: {} })).toBe(
      '{"a":{},"b":[2,1,{"c":"x","d":null}]}',
    );
  });

  test('equal for the same members in another order, and still the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  test.each(['[', '{"a":'])('any depth JSON.parse accepts: %s', (open) => {
    const text = open.repeat(100_000) + '1' + (open === '[' ? ']' : '}').repeat(100_000);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    const levels =
      (open + '[{"b":[],"a":{}},2,').repeat(150) + '1' + (open === '[' ? ']]' : ']}').repeat(150);
    expect(canonicalJson(JSON.parse(levels))).toBe(levels.replaceAll('"b":[],"a":{}', '"a":{},"b":[]'));
  });
});

function withTextNumbers(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'number' ? String(inner) : inner,
  );
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, inner]) => [name, reversed(inner)] as const);
  return Object.fromEntries(members.reverse());
}
