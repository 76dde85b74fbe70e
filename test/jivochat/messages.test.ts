import fc from 'fast-check';
import type { Message } from '../../jivochat/event';
import { mergeMessages, sortMessages } from '../../jivochat/messages';

function said(text: string, timestamp = 1): Message {
  return { from: 'visitor', text, timestamp };
}

const texts = (messages: Message[]) => messages.map(({ text }) => text).join(' ');

describe('a chat that is finished again', () => {
  test.each([
    { case: 'with all its messages', older: ['a', 'b'], newer: ['a', 'b', 'c'], merged: 'a b c' },
    { case: 'with the new ones only', older: ['a', 'b'], newer: ['c'], merged: 'a b c' },
    { case: 'with fewer than before', older: ['a', 'b', 'c'], newer: ['b'], merged: 'a b c' },
    { case: 'with something said twice', older: ['a', 'a'], newer: ['a', 'a', 'a'], merged: 'a a a' },
    { case: 'before and after nothing', older: [], newer: [], merged: '' },
  ])('$case', ({ older, newer, merged }) => {
    const both = [older, newer].map((list) => list.map((text) => said(text))) as [Message[], Message[]];
    expect(texts(mergeMessages(...both))).toBe(merged);
  });

  test('a late message takes its place in time', () => {
    expect(texts(mergeMessages([said('a', 1), said('c', 3)], [said('b', 2)]))).toBe('a b c');
  });

  test.each([
    { case: 'speaker', other: { from: 'agent' as const } },
    { case: 'agent', other: { agentId: '7' } },
    { case: 'second', other: { timestamp: 2 } },
    { case: 'text', other: { text: 'b' } },
  ])('another $case is another message', ({ other }) => {
    expect(mergeMessages([said('a')], [{ ...said('a'), ...other }])).toHaveLength(2);
  });
});

test('messages of one second keep their order', () => {
  expect(texts(sortMessages([said('z', 2), said('b', 1), said('a', 1)]))).toBe('b a z');
});

const messages = fc.array(
  fc.record({
    from: fc.constantFrom('visitor' as const, 'agent' as const),
    text: fc.constantFrom('a', 'b'),
    timestamp: fc.nat({ max: 3 }),
  }),
);

describe('whatever the lists', () => {
  const counts = (list: Message[]) => {
    const keys = list.map((message) => JSON.stringify(message));
    return new Map(keys.map((key) => [key, keys.filter((other) => other === key).length]));
  };

  test('each message is kept as often as the richer list has it, in order of time', () => {
    fc.assert(
      fc.property(messages, messages, (older, newer) => {
        const merged = mergeMessages(older, newer);
        const [a, b, both] = [counts(older), counts(newer), counts(merged)];
        for (const key of new Set([...a.keys(), ...b.keys(), ...both.keys()])) {
          expect(both.get(key)).toBe(Math.max(a.get(key) ?? 0, b.get(key) ?? 0));
        }
        expect(merged).toEqual(sortMessages(merged));
      }),
    );
  });

  test('merging again changes nothing', () => {
    fc.assert(
      fc.property(messages, messages, (older, newer) => {
        const merged = mergeMessages(older, newer);
        expect(mergeMessages(merged, newer)).toEqual(merged);
        expect(mergeMessages(merged, older)).toEqual(merged);
      }),
    );
  });

  test('both ways round the same messages come out', () => {
    fc.assert(
      fc.property(messages, messages, (older, newer) => {
        expect(counts(mergeMessages(newer, older))).toEqual(counts(mergeMessages(older, newer)));
      }),
    );
  });
});
