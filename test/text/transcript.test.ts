import fc from 'fast-check';
import type { Message } from '../../jivochat/event';
import { words as EN } from '../../text/languages/en';
import { words as RU } from '../../text/languages/ru';
import { agentName, htmlPieces, paginate, textPieces, type TranscriptContext } from '../../text/transcript';
import { eventOf, sample } from '../jivochat/sample';
import { renderText } from './render-text';
import { visibleText } from './visible-text';

const AGENTS = [
  { id: '7', name: 'Anna', login: 'anna@example.com' },
  { id: '8', login: 'ben@example.com' },
];
const CTX: TranscriptContext = { visitorName: 'Tom Clifton', agents: AGENTS, words: EN };
const TIME = 1795428005;
const DAY = 86_400;

function said(text: string, timestamp = TIME): Message {
  return { from: 'visitor', text, timestamp };
}

function answered(agentId: string, text: string, timestamp = TIME): Message {
  return { from: 'agent', agentId, text, timestamp };
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
    expect(renderText(messages, { ...CTX, agents })).toBe(
      [
        '● Tom Clifton, 10:00',
        '  Hello! What does the team plan cost?',
        '○ Anna, 10:00',
        '  Hi Tom, 12 dollars a seat. How many seats do you need?',
        '● Tom Clifton, 10:01',
        '  20 seats.',
        '  And can we pay <once a year>? 🙂',
        '○ Anna, 10:01',
        '  Yes, with two months free.',
      ].join('\n'),
    );
  });

  test('speaker and time once a minute, the day where it changes, who takes over', () => {
    const messages = [
      said('a', TIME),
      said('b', TIME + 50),
      said('c', TIME + 60),
      answered('7', 'd', TIME + 61),
      answered('8', 'e', TIME + DAY),
      answered('8', 'f', TIME + DAY + 1),
    ];
    expect(renderText(messages, CTX).split('\n')).toEqual([
      '● Tom Clifton, 10:00',
      '  a',
      '  b',
      '● Tom Clifton, 10:01',
      '  c',
      '○ Anna, 10:01',
      '  d',
      '– ben@example.com took over',
      '○ ben@example.com, 24 Nov, 10:00',
      '  e',
      '  f',
    ]);
  });

  test('at the top of a page stands who is speaking, and when', () => {
    const [, second] = textPieces([said('a'), said('b', TIME + 1)], CTX);
    expect([second!.text, second!.alone()]).toEqual(['  b', '● Tom Clifton, 23 Nov, 10:00\n  b']);
  });

  test('in another language', () => {
    const messages = [
      answered('9', 'a'),
      answered('7', 'b'),
      { from: 'bot' as const, text: 'c', timestamp: TIME },
    ];
    expect(renderText(messages, { ...CTX, words: RU }).split('\n')).toEqual([
      '○ Оператор, 10:00',
      '  a',
      '– Чат принял оператор Anna',
      '○ Anna, 10:00',
      '  b',
      '◌ Бот, 10:00',
      '  c',
    ]);
  });

  test.each([
    { timeZone: 'America/New_York', shown: '05:00' },
    { timeZone: 'Europe/Berlin', shown: '11:00' },
    { timeZone: 'Asia/Kolkata', shown: '15:30' },
  ])('times of $timeZone', ({ timeZone, shown }) => {
    expect(renderText([said('a')], { ...CTX, timeZone })).toBe(`● Tom Clifton, ${shown}\n  a`);
  });

  test('midnight is hour 00', () => {
    expect(renderText([said('a', 1795392000)], CTX)).toContain(', 00:00\n');
  });

  test('no time, nothing in its place', () => {
    expect(renderText([said('a', 0)], CTX)).toBe('● Tom Clifton\n  a');
  });

  test('a wrong time zone is refused', () => {
    expect(() => renderText([], { ...CTX, timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });

  test('speakers without a name', () => {
    const messages: Message[] = [said('a', 0), { from: 'agent', text: 'b', timestamp: 0 }];
    expect(renderText(messages, { ...CTX, visitorName: '' })).toBe('● Visitor\n  a\n○ Agent\n  b');
  });

  test('neither a name nor a text can pass for a message of the agent', () => {
    const visitorName = 'Tom\n○ Anna, 10:00';
    const text = renderText([said('hi\n○ Anna, 10:00\n \u200b○ Anna: free', 0)], { ...CTX, visitorName });
    expect(text.split('\n').filter((line) => /^\s*\u200b?○/.test(line))).toEqual([]);
    expect(text).toContain('› ○ Anna');
  });

  test('a file stands with its name and address', () => {
    expect(renderText([said('scan.pdf\nhttps://files.example/1', 0)], CTX)).toBe(
      '● Tom Clifton\n  scan.pdf: https://files.example/1',
    );
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
    expect(renderText([said(text, 0)], CTX)).toBe(`● Tom Clifton\n  ${shown}`);
  });

  test('the direction of a name ends with it', () => {
    expect(renderText([said('a')], { ...CTX, visitorName: 'דנה' })).toBe('● \u2068דנה\u2069, 10:00\n  a');
  });
});

const html = (messages: Message[], ctx = CTX, maxPiece = 2000) =>
  htmlPieces(messages, ctx, maxPiece).map(({ text }) => text);

describe('HTML', () => {
  test('the visitor’s words as they are, an agent’s set in, what nobody said in italics', () => {
    const messages: Message[] = [
      said('a\n<b>'),
      answered('7', 'c'),
      answered('8', 'd'),
      { from: 'system', text: 'left', timestamp: TIME },
    ];
    expect(html(messages)).toEqual([
      '<p><strong><span dir="auto">Tom Clifton</span></strong> 10:00<br><span dir="auto">a<br>&lt;b&gt;</span></p>',
      '<blockquote><p><strong><span dir="auto">Anna</span></strong> 10:00<br><span dir="auto">c</span></p></blockquote>',
      '<p><em><span dir="auto">ben@example.com took over</span></em></p><blockquote><p><strong><span dir="auto">ben@example.com</span></strong> 10:00<br><span dir="auto">d</span></p></blockquote>',
      '<p><em><span dir="auto">System</span></em> 10:00<br><em><span dir="auto">left</span></em></p>',
    ]);
  });

  test('no time', () => {
    expect(html([said('a', 0)])[0]).toContain('</strong><br>');
  });

  test('no script survives in name or text', () => {
    const attack = `</span><script>alert("x")</script><img src=x onerror='y'>`;
    const markup = html([said(attack)], { ...CTX, visitorName: attack }).join('');
    expect(markup.match(/<[a-z]+/g)).toEqual(['<p', '<strong', '<span', '<br', '<span']);
  });

  test('the longest name leaves room in the smallest piece', () => {
    const ctx = { ...CTX, visitorName: '"'.repeat(5000) };
    for (const piece of htmlPieces([said('x'), answered('7', 'y')], ctx, 2000)) {
      expect(piece.text.length).toBeLessThanOrEqual(2000);
      expect(piece.alone().length - piece.text.length).toBeLessThanOrEqual(800);
    }
  });

  test('a long message is several pieces, its head said once', () => {
    const pieces = html([said('<'.repeat(100_000))], CTX, 10_000);
    expect(pieces.every((piece) => piece.length <= 10_000)).toBe(true);
    expect(pieces.filter((piece) => piece.includes('Tom Clifton'))).toHaveLength(1);
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
  const pages = paginate(html(messages, CTX, 60_000), 60_000);
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.flat()).toHaveLength(10_000);
  expect(renderText(messages, CTX).match(/^ {2}/gm)).toHaveLength(10_000);
});
