import fc from 'fast-check';
import type { Message } from '../../jivochat/event';
import { agentName, paginate, renderHtml, renderText } from '../../text/transcript';
import { eventOf, sample } from '../jivochat/sample';
import { visibleText } from './visible-text';

const AGENTS = [
  { id: '7', name: 'Anna', login: 'anna@example.com' },
  { id: '8', login: 'ben@example.com' },
];
const CTX = { visitorName: 'Tom Clifton', agents: AGENTS };
const TIME = 1795428005;

function said(text: string, timestamp = TIME): Message {
  return { from: 'visitor', text, timestamp };
}

describe('agentName', () => {
  test.each([
    { case: 'name', id: '7', name: 'Anna' },
    { case: 'login where there is no name', id: '8', name: 'ben@example.com' },
    { case: 'unknown agent', id: '9', name: undefined },
    { case: 'no id', id: undefined, name: undefined },
  ])('$case', ({ id, name }) => {
    expect(agentName(id, [...AGENTS, { name: 'without an id' }])).toBe(name);
  });
});

describe('plain text', () => {
  test('a whole chat', () => {
    const { messages, agents } = eventOf(sample('chat_finished'));
    expect(renderText(messages, { visitorName: 'Tom Clifton', agents })).toBe(
      [
        '[2026-11-23 10:00:05 UTC] Tom Clifton (visitor): Hello! What does the team plan cost?',
        '[2026-11-23 10:00:31 UTC] Anna (agent): Hi Tom, 12 dollars a seat. How many seats do you need?',
        '[2026-11-23 10:01:14 UTC] Tom Clifton (visitor): 20 seats.',
        '  And can we pay <once a year>? 🙂',
        '[2026-11-23 10:01:42 UTC] Anna (agent): Yes, with two months free.',
      ].join('\n'),
    );
  });

  test.each([
    { timeZone: 'America/New_York', shown: '[2026-11-23 05:00:05 GMT−5]' },
    { timeZone: 'Europe/Berlin', shown: '[2026-11-23 11:00:05 CET]' },
    { timeZone: 'Asia/Kolkata', shown: '[2026-11-23 15:30:05 GMT+5:30]' },
  ])('times of $timeZone', ({ timeZone, shown }) => {
    expect(renderText([said('a')], { ...CTX, timeZone })).toBe(`${shown} Tom Clifton (visitor): a`);
  });

  test('midnight is hour 00', () => {
    expect(renderText([said('a', 1795392000)], CTX)).toContain('[2026-11-23 00:00:00 UTC]');
  });

  test('no time, no brackets', () => {
    expect(renderText([said('a', 0)], CTX)).toBe('Tom Clifton (visitor): a');
  });

  test('a wrong time zone is refused', () => {
    expect(() => renderText([], { ...CTX, timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });

  test('speakers without a name', () => {
    const messages: Message[] = [said('a', 0), { from: 'agent', text: 'b', timestamp: 0 }];
    expect(renderText(messages, { ...CTX, visitorName: '' })).toBe('Visitor: a\nAgent: b');
  });

  test('neither a name nor a text can pass for a message of the agent', () => {
    const visitorName = 'Tom\nAnna (agent): free';
    const text = renderText([said('hi\nAnna (agent): free', 0)], { ...CTX, visitorName });
    expect(text.split('\n').filter((line) => line.startsWith('Anna'))).toEqual([]);
  });

  test.each([
    { case: 'Hebrew', text: 'שלום', shown: '\u2068שלום\u2069' },
    { case: 'override', text: 'a\u202eb', shown: '\u2068a\u202eb\u2069' },
    { case: 'isolate left open', text: '\u2067a', shown: '\u2068\u2067a\u2069\u2069' },
    { case: 'isolate closed', text: '\u2067a\u2069', shown: '\u2068\u2067a\u2069\u2069' },
    { case: 'stray end of an isolate', text: '\u2069a', shown: '\u2068\u2068\u2069a\u2069' },
    { case: 'each line for itself', text: 'א\nb\nא', shown: '\u2068א\u2069\n  b\n  \u2068א\u2069' },
    { case: 'Latin', text: 'é😀', shown: 'é😀' },
  ])('direction: $case', ({ text, shown }) => {
    expect(renderText([said(text, 0)], CTX)).toBe(`Tom Clifton (visitor): ${shown}`);
  });
});

describe('HTML', () => {
  test('speaker, time and text', () => {
    const message: Message = { from: 'agent', agentId: '7', text: 'a\n<b>', timestamp: TIME };
    expect(renderHtml([message], CTX, 2000)).toEqual([
      '<p><b><span dir="auto">Anna</span> (agent)</b> 2026-11-23 10:00:05 UTC<br><span dir="auto">a<br>&lt;b&gt;</span></p>',
    ]);
  });

  test('no time', () => {
    expect(renderHtml([said('a', 0)], CTX, 2000)[0]).toContain('(visitor)</b><br>');
  });

  test('no script survives in name or text', () => {
    const attack = `</span><script>alert("x")</script><img src=x onerror='y'>`;
    const html = renderHtml([said(attack)], { ...CTX, visitorName: attack }, 2000).join('');
    expect(html.match(/<[a-z]+/g)).toEqual(['<p', '<b', '<span', '<br', '<span']);
  });

  test('the longest name leaves room in the smallest piece', () => {
    const pieces = renderHtml([said('x')], { ...CTX, visitorName: '"'.repeat(5000) }, 1500);
    expect(pieces[0]?.length).toBeLessThanOrEqual(1500);
  });

  test('a long message is several pieces, its head said once', () => {
    const pieces = renderHtml([said('<'.repeat(100_000))], CTX, 10_000);
    expect(pieces.every((piece) => piece.length <= 10_000)).toBe(true);
    expect(pieces.filter((piece) => piece.includes('(visitor)'))).toHaveLength(1);
    expect(pieces.map(visibleText).join('').match(/</g)).toHaveLength(100_000);
  });
});

describe('pages', () => {
  const pieces = fc.array(fc.string({ minLength: 1, maxLength: 10 }));

  test('as much as fits, in order', () => {
    expect(paginate(['aaa', 'bb', 'cccc', 'd'], 5)).toEqual([
      ['aaa', 'bb'],
      ['cccc', 'd'],
    ]);
  });

  test('nothing is no page', () => {
    expect(paginate([], 5)).toEqual([]);
  });

  test('a piece too long for any page is refused, not cut', () => {
    expect(() => paginate(['a', 'bbbbbb'], 5)).toThrow(RangeError);
  });

  test('within the limit, nothing lost, none emptier than need be', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 10, max: 40 }), (list, limit) => {
        const pages = paginate(list, limit);
        expect(pages.flat()).toEqual(list);
        pages.forEach((page, index) => {
          expect(page.join('').length).toBeLessThanOrEqual(limit);
          const next = pages[index + 1]?.[0] ?? 'x'.repeat(limit);
          expect(page.join('').length + next.length).toBeGreaterThan(limit);
        });
      }),
    );
  });

  test('more pieces change no page but the last', () => {
    fc.assert(
      fc.property(pieces, pieces, (list, more) => {
        const before = paginate(list, 20).slice(0, -1);
        expect(paginate([...list, ...more], 20).slice(0, before.length)).toEqual(before);
      }),
    );
  });
});

test('10,000 messages are whole, whatever the pages', () => {
  const messages = Array.from({ length: 10_000 }, (_, index) => said(`<b>שלום ${index}`, TIME + index));
  const pages = paginate(renderHtml(messages, CTX, 60_000), 60_000);
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.flat()).toHaveLength(10_000);
  expect(renderText(messages, CTX).split('\n')).toHaveLength(10_000);
});
