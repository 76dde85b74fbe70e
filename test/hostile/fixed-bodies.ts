import { gzipSync } from 'node:zlib';
import { newChat } from '../e2e/hubspot/world';

const MEGABYTE = 1_048_576;

export const person = { email: 'tom@example.com', name: 'Tom Clifton' };
export const text = (event: unknown) => JSON.stringify(event);

/** The text with `what` in the place of the mark, past JSON.stringify. */
function withText(event: unknown, mark: string, what: string): string {
  const [before, after] = text(event).split(JSON.stringify(mark));
  return `${before}${what}${after}`;
}

const MARK = 'the mark';
const marked = (field: string) => newChat({ ...person, [field]: MARK }).accepted();
const deep = (levels: number, inner = '1') => '['.repeat(levels) + inner + ']'.repeat(levels);
const messages = (list: unknown[]) => newChat(person).finished(list);

/** Bodies that have brought others down, and the status of the answer. */
export const FIXED_BODIES: [string, number, () => string | Buffer][] = [
  ['nothing', 400, () => ''],
  ['white space', 400, () => ' \n\t '],
  ['null', 400, () => 'null'],
  ['a list', 400, () => '[]'],
  ['a string', 400, () => '"chat_accepted"'],
  ['an empty object', 400, () => '{}'],
  ['half an event', 400, () => text(newChat(person).accepted()).slice(0, -20)],
  ['two events', 400, () => text(newChat().accepted()).repeat(2)],
  ['gzip', 400, () => gzipSync(text(newChat(person).accepted()))],
  ['random bytes', 400, () => Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256))],
  ['a byte order mark before it', 200, () => `\uFEFF${text(newChat(person).accepted())}`],
  [
    'more than a megabyte',
    413,
    () => text(messages([{ type: 'visitor', message: 'x'.repeat(MEGABYTE), timestamp: 1 }])),
  ],
  [
    'almost a megabyte in one message',
    200,
    () => text(messages([{ type: 'visitor', message: 'x'.repeat(MEGABYTE - 2_000), timestamp: 1 }])),
  ],
  [
    'almost a megabyte of brackets in one message',
    200,
    () => text(messages([{ type: 'visitor', message: '<'.repeat(MEGABYTE - 2_000), timestamp: 1 }])),
  ],
  [
    'a hundred thousand levels',
    200,
    () => withText({ ...newChat(person).accepted(), extra: MARK }, MARK, deep(100_000)),
  ],
  [
    'a hundred thousand levels where a name should be',
    200,
    () => withText(marked('name'), MARK, deep(100_000)),
  ],
  [
    'a hundred thousand levels with a long number in them',
    400,
    () =>
      withText({ ...newChat(person).accepted(), extra: MARK }, MARK, deep(100_000, '12345678901234567890')),
  ],
  [
    'bytes that are no UTF-8',
    200,
    () => Buffer.from(withText(marked('name'), MARK, '"T\xff\xfe\xc0m"'), 'latin1'),
  ],
  ['half a surrogate pair', 200, () => withText(marked('name'), MARK, String.raw`"\ud83d Tom \udc00"`)],
  [
    'half a pair in messages',
    200,
    () => withText(messages([{ type: 'visitor', message: MARK, timestamp: 1 }]), MARK, String.raw`"\ud83d"`),
  ],
  [
    'NUL characters',
    200,
    () =>
      text(
        newChat({ ...person, name: 'T\0om\u0007' }).finished([
          { type: 'visitor', message: 'a\0b\u001b[31m', timestamp: 1 },
        ]),
      ),
  ],
  ['NUL in the ids', 200, () => text({ ...newChat(person).accepted(), chat_id: '1\x002', widget_id: '\0' })],
  [
    '__proto__ everywhere',
    200,
    () =>
      withText(
        { ...newChat({ ...person, social: MARK }).accepted() },
        MARK,
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      ).replace('{', '{"__proto__":{"polluted":1},'),
  ],
  [
    'an attribute called __proto__',
    200,
    () =>
      withText(
        { event_name: 'client_attribute_updated', client_id: 5, attributes: MARK },
        MARK,
        '{"__proto__":"polluted","toString":"x"}',
      ),
  ],
  [
    'the same member twice',
    200,
    () => text(newChat(person).accepted()).replace('{', '{"event_name":"nonsense",'),
  ],
  [
    'two hundred thousand messages',
    200,
    () =>
      `{"event_name":"chat_finished","chat_id":7,"visitor":{"email":"tom@example.com"},"chat":{"messages":[${Array.from({ length: 80_000 }, () => '{"type":"x"}').join(',')}]}}`,
  ],
  [
    'ten thousand agents',
    200,
    () =>
      text({
        ...newChat(person).accepted(),
        agents: Array.from({ length: 10_000 }, (_, id) => ({ id, email: `a${id}@e.com` })),
      }),
  ],
  [
    'numbers past 2^53',
    200,
    () =>
      withText(
        { ...newChat(person).accepted(), chat_id: MARK },
        MARK,
        '92233720368547758079223372036854775807',
      ),
  ],
  [
    'numbers past all numbers',
    200,
    () => withText({ ...newChat(person).accepted(), chat_id: MARK }, MARK, '1e999'),
  ],
  [
    'dates out of range',
    200,
    () =>
      text(
        messages(
          [-1, 0, 1e18, 8_640_000_000_001, '9'.repeat(400), 'yesterday', null, {}].map((timestamp) => ({
            type: 'visitor',
            message: 'when?',
            timestamp,
          })),
        ),
      ),
  ],
  [
    'everything of another type',
    200,
    () =>
      text({
        event_name: 'chat_finished',
        chat_id: {},
        widget_id: [],
        visitor: 7,
        agents: 'Anna',
        chat: [],
        page: 1,
        session: 'x',
        tags: {},
        user_token: [],
      }),
  ],
  [
    'an address of a hundred thousand characters',
    200,
    () =>
      text(
        newChat(person).accepted(
          {},
          { page: { url: `https://shop.example.com/?${'a=b&'.repeat(25_000)}`, title: 'x'.repeat(100_000) } },
        ),
      ),
  ],
  [
    'an e-mail of a hundred thousand characters',
    200,
    () =>
      text(
        newChat({
          email: `${'a'.repeat(100_000)}@${'b.'.repeat(50_000)}com`,
          phone: '1'.repeat(100_000),
        }).accepted(),
      ),
  ],
  [
    'a name of a hundred thousand blanks',
    200,
    () => text(newChat({ ...person, name: `${' \t'.repeat(50_000)}x` }).accepted()),
  ],
  [
    'a user_token that is a bomb',
    200,
    () => text({ ...newChat(person).accepted(), user_token: deep(50_000) }),
  ],
  [
    'a user_token of separators',
    200,
    () => text({ ...newChat(person).accepted(), user_token: ' | '.repeat(100_000) }),
  ],
];
