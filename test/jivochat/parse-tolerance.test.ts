import fc from 'fast-check';
import { EVENT_NAMES } from '../../jivochat/event';
import { parseEvent } from '../../jivochat/parse';
import { eventOf, sample } from './sample';

describe('what is not an event', () => {
  test.each([
    { case: 'null', body: null },
    { case: 'a string', body: 'chat_accepted' },
    { case: 'an array', body: [{ event_name: 'chat_accepted' }] },
  ])('$case is no object', ({ body }) => {
    expect(parseEvent(body)).toEqual({ kind: 'invalid', problem: 'the body is not a JSON object' });
  });

  test.each([
    { case: 'no name', body: {} },
    { case: 'a name that is a number', body: { event_name: 42 } },
    { case: 'a blank name', body: { event_name: ' ' } },
  ])('$case is invalid', ({ body }) => {
    expect(parseEvent(body)).toEqual({
      kind: 'invalid',
      problem: 'event_name is missing or not a string',
    });
  });

  test.each([
    { case: 'a new event', body: { event_name: 'chat_translated' }, name: 'chat_translated' },
    { case: 'an event of the CRM in JivoChat', body: { event_type: 'deal_created' }, name: 'deal_created' },
    { case: 'event_type named like ours', body: { event_type: 'chat_accepted' }, name: 'chat_accepted' },
    { case: 'a name of Object', body: { event_name: 'constructor' }, name: 'constructor' },
  ])('$case is unknown', ({ body, name }) => {
    expect(parseEvent(body)).toEqual({ kind: 'unknown', name });
  });

  test('the name of an unknown event is bounded: it goes to the log', () => {
    const parsed = parseEvent({ event_name: 'x'.repeat(5000) });
    expect(parsed).toMatchObject({ kind: 'unknown', name: expect.stringMatching(/^x{99}…$/) });
  });
});

const WRONG = [null, '', ' ', 42, true, 'foo', {}, [], [[]], [null], { foo: 1 }];

describe.each(WRONG.map((value) => ({ value })))('$value in place of any field', ({ value }) => {
  test.each(EVENT_NAMES)('%s is still read', (name) => {
    const fields = Object.keys({ ...sample('chat_finished'), ...sample('call_event'), ...sample(name) });
    for (const field of fields.filter((other) => other !== 'event_name')) {
      expect(eventOf({ ...sample(name), [field]: value }).name).toBe(name);
    }
  });
});

describe('one bad field costs no other', () => {
  const visitorWith = (fields: object) =>
    eventOf({ event_name: 'chat_accepted', visitor: { name: 'Tom', ...fields } }).visitor;

  test.each([
    { case: 'an e-mail that is a number', fields: { email: 42 } },
    { case: 'a phone that is an object', fields: { phone: {} } },
    { case: 'a description that is a list', fields: { description: ['x'] } },
    { case: 'a number that is a fraction', fields: { number: 18.5 } },
    { case: 'a number too long for a key', fields: { number: '1'.repeat(129) } },
    { case: 'a negative count', fields: { chats_count: -1 } },
    { case: 'social that is text', fields: { social: 'facebook' } },
  ])('$case', ({ fields }) => {
    expect(visitorWith(fields)).toEqual({ name: 'Tom', social: {} });
  });

  test.each([
    { case: 'a visitor that is text', fields: { visitor: 'foo' } },
    { case: 'agents that are no list', fields: { agents: { id: 1 } } },
    { case: 'messages that are no list', fields: { chat: { messages: {} } } },
  ])('$case', ({ fields }) => {
    const event = eventOf({ event_name: 'chat_finished', chat_id: 5, ...fields });
    expect(event).toMatchObject({ chatId: '5', visitor: { social: {} }, agents: [], messages: [] });
  });

  test('bad items of a list are passed over', () => {
    const event = eventOf({
      event_name: 'chat_finished',
      agents: [null, {}, 'Anna', { id: 1 }],
      tags: [null, { id: 1 }, { title: 'vip' }, 'new'],
      chat: { messages: [null, 7, { message: '' }, { type: 'visitor', message: 'hi' }] },
    });
    expect(event.agents).toEqual([{ id: '1' }]);
    expect(event.tags).toEqual(['vip', 'new']);
    expect(event.messages).toEqual([{ from: 'visitor', text: 'hi', timestamp: 0 }]);
  });
});

describe('ids', () => {
  test.each([
    { case: 'number', id: 7507, read: '7507' },
    { case: 'numeric string', id: '7507', read: '7507' },
    { case: 'padded string', id: ' 7507\n', read: '7507' },
    { case: 'zero', id: 0, read: '0' },
    { case: 'beyond 2^53, kept as text', id: '9007199254740993', read: '9007199254740993' },
    { case: 'boolean', id: true, read: undefined },
  ])('$case', ({ id, read }) => {
    expect(eventOf({ event_name: 'chat_accepted', chat_id: id }).chatId).toBe(read);
  });
});

describe('text', () => {
  const nameOf = (name: unknown) => eventOf({ event_name: 'chat_accepted', visitor: { name } }).visitor.name;

  test.each([
    { case: 'trimmed', name: '  Tom ', read: 'Tom' },
    { case: 'number', name: 42, read: '42' },
    { case: 'NUL and other controls', name: 'T\u0000o\u001bm\u0085', read: 'Tom' },
    { case: 'line ends and tabs', name: 'a\r\nb\rc\td\u2028e', read: 'a\nb\nc\td\ne' },
    { case: 'lone surrogate', name: 'Tom \ud83d', read: 'Tom \ufffd' },
    { case: 'whole emoji', name: 'Tom 👩‍👩‍👧', read: 'Tom 👩‍👩‍👧' },
    { case: 'a number beyond any', name: Infinity, read: undefined },
    { case: 'only controls', name: '\u0000\u0007', read: undefined },
  ])('$case', ({ name, read }) => {
    expect(nameOf(name)).toBe(read);
  });
});

describe('messages', () => {
  const messagesOf = (messages: unknown[]) =>
    eventOf({ event_name: 'chat_finished', chat: { messages } }).messages;

  test('are put in order of time', () => {
    const texts = messagesOf([
      { type: 'agent', message: 'b', timestamp: 2, agent_id: 1 },
      { type: 'visitor', message: 'c', timestamp: '3' },
      { type: 'visitor', message: 'a', timestamp: 1 },
    ]).map(({ text }) => text);
    expect(texts).toEqual(['a', 'b', 'c']);
  });

  test.each([
    { case: 'fraction', timestamp: 5.9, read: 5 },
    { case: 'null', timestamp: null, read: 0 },
    { case: 'text', timestamp: 'yesterday', read: 0 },
    { case: 'negative', timestamp: -5, read: 0 },
    { case: 'beyond any date', timestamp: 1e18, read: 0 },
  ])('timestamp: $case', ({ timestamp, read }) => {
    expect(messagesOf([{ type: 'visitor', message: 'a', timestamp }])[0]?.timestamp).toBe(read);
  });

  test.each([
    { type: 'agent', agent_id: undefined, read: { from: 'agent' } },
    { type: 'visitor', agent_id: 7, read: { from: 'visitor' } },
    { type: 'system', agent_id: 7, read: { from: 'agent', agentId: '7' } },
    { type: undefined, agent_id: undefined, read: { from: 'visitor' } },
    { type: 'system', agent_id: undefined, read: { from: 'system' } },
    { type: 'chat_bot', agent_id: null, read: { from: 'bot' } },
    { type: 'transfer', agent_id: undefined, read: { from: 'system' } },
    { type: 'Visitor', agent_id: undefined, read: { from: 'visitor' } },
  ])('type $type with agent $agent_id is from the $read.from', ({ type, agent_id, read }) => {
    expect(messagesOf([{ type, agent_id, message: 'a' }])).toEqual([{ ...read, text: 'a', timestamp: 0 }]);
  });
});

describe('a message without plain text is not dropped', () => {
  const link = 'https://files.example.com/plan.pdf';

  test.each([
    ['a link in the text', { message: link }, link],
    ['an object as text', { message: { name: 'plan.pdf', url: link } }, `plan.pdf\n${link}`],
    ['an object with a text', { message: { text: 'see this', id: 7 } }, 'see this'],
    ['a file beside no text', { type: 'visitor', file: { url: link, size: 12 } }, link],
    ['a file beside a text', { message: 'my plan', file_name: 'plan.pdf', url: link }, `my plan\n${link}`],
    [
      'a list of files',
      { message: '', attachments: [{ url: link }, { file_name: 'b.png' }] },
      `${link}\nb.png`,
    ],
    ['an object of an unknown shape', { message: { lat: 1, lon: 2 } }, 'message.lat: 1\nmessage.lon: 2'],
  ])('%s', (_case, message, text) => {
    const event = eventOf({
      event_name: 'chat_finished',
      chat: { messages: [{ type: 'visitor', ...message }] },
    });
    expect(event.messages).toEqual([{ from: 'visitor', text, timestamp: 0 }]);
  });
});

test('the one agent counts where agents[] is empty', () => {
  const event = eventOf({ ...sample('chat_accepted'), agents: [{}] });
  expect(event.agents).toMatchObject([{ name: 'Anna' }]);
});

test.each([
  ['positive', 'positive'],
  ['5 stars', '5 stars'],
  [5, '5'],
  [null, undefined],
  ['x'.repeat(101), `${'x'.repeat(99)}…`],
])('rate %p', (rate, read) => {
  expect(eventOf({ event_name: 'chat_finished', chat: { rate } }).rate).toBe(read);
});

test.each([true, 1, 'true', '1'])('blacklisted as %p', (blacklisted) => {
  expect(eventOf({ event_name: 'chat_finished', chat: { blacklisted } }).blacklisted).toBe(true);
});

test('attributes of equal names: the last wins; nested ones get a dotted name', () => {
  const attributes = [{ plan: 'a' }, { plan: 'b' }, 'x', null, { address: { city: 'Ghent', primary: true } }];
  expect(eventOf({ event_name: 'client_attribute_updated', attributes }).attributes).toEqual({
    plan: 'b',
    'address.city': 'Ghent',
    'address.primary': 'true',
  });
});

test('prototype names in the body reach no prototype', () => {
  const body: unknown = JSON.parse(
    `{"event_name":"chat_accepted","__proto__":{"polluted":1},
      "visitor":{"__proto__":{"name":"x"},"social":{"__proto__":"x","constructor":"y","prototype":"z","ok":"1"}},
      "attributes":[{"__proto__":"x"},{"constructor":{"prototype":{"polluted":"y"}}}]}`,
  );
  const event = eventOf(body);
  expect(Object.keys(event.visitor.social)).toEqual(['ok']);
  expect(event.attributes).toEqual({ 'constructor.prototype.polluted': 'y' });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a known event is one whatever its other fields hold', () => {
  const anything = fc.anything({ maxDepth: 4, withNullPrototype: true, withBigInt: true });
  const fields = Object.keys({ ...sample('chat_finished'), ...sample('call_event'), client_id: 1 });
  const bodies = fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor'), anything);
  fc.assert(
    fc.property(fc.constantFrom(...EVENT_NAMES), bodies, (name, body) => {
      expect(eventOf({ ...body, event_name: name }).name).toBe(name);
    }),
  );
});

test('nothing makes the parser throw', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      expect(['event', 'unknown', 'invalid']).toContain(parseEvent(body).kind);
    }),
  );
});

describe('sizes', () => {
  const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));

  test('deep nesting', () => {
    const body = {
      event_name: 'chat_accepted',
      visitor: { name: 'Tom', social: deep },
      attributes: deep,
      tags: deep,
    };
    expect(eventOf(body).visitor).toEqual({ name: 'Tom', social: {} });
  });

  test('50,000 messages in well under a second', () => {
    const messages = Array.from({ length: 50_000 }, (_, index) => ({
      type: 'visitor',
      message: `message ${index}`,
      timestamp: 50_000 - index,
    }));
    const event = eventOf({ event_name: 'chat_finished', chat: { messages } });
    expect(event.messages[0]?.text).toBe('message 49999');
  });
});
