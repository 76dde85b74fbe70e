import fc from 'fast-check';
import { escapeHtml, htmlLink, htmlLinked, htmlSpan, htmlSpans, htmlText } from '../../text/html';
import { segmentsOf } from '../../text/segments';
import { visibleText } from './visible-text';
import { anyText as anyCodePoints } from '../arbitrary/any-text';

const anyText = fc.oneof(
  anyCodePoints(),
  fc
    .array(fc.constantFrom('<script>', '</p>', '&amp;', '&', '"', "'", '\n', '😀', 'e\u0301', '<!--'), {
      maxLength: 400,
    })
    .map((parts) => parts.join('')),
);

test('every character with a meaning in HTML is escaped', () => {
  expect(escapeHtml(`<a href="x" title='y'>R&D</a>\n`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D&lt;/a&gt;\n',
  );
});

test('line ends become <br>', () => {
  expect(htmlText('a\n\n<b>')).toBe('a<br><br>&lt;b&gt;');
});

test('a span has a direction of its own', () => {
  expect(htmlSpan('שלום')).toBe('<span dir="auto">שלום</span>');
});

test('no markup survives, and reading gives the text back', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const html = escapeHtml(text);
      expect(html).not.toMatch(/[<>"']/);
      expect(visibleText(html)).toBe(text);
    }),
  );
});

describe('spans', () => {
  test('a text that fits is one', () => {
    expect(htmlSpans('a < b', 2000)).toEqual(['<span dir="auto">a &lt; b</span>']);
  });

  test('no text is still one', () => {
    expect(htmlSpans('', 2000)).toEqual(['<span dir="auto"></span>']);
  });

  test('a limit without room for text is refused', () => {
    expect(() => htmlSpans('a', 520)).toThrow(RangeError);
  });

  test('long text: every piece whole HTML within the limit, nothing lost', () => {
    const long = fc
      .tuple(anyText, fc.integer({ min: 1, max: 300 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(long, fc.integer({ min: 600, max: 3000 }), (text, limit) => {
        const pieces = htmlSpans(text, limit);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece).toMatch(/^<span dir="auto">(?:[^<>&]|<br>|&(?:amp|lt|gt|quot|#39);)*<\/span>$/);
          expect(piece.isWellFormed() || !text.isWellFormed()).toBe(true);
        }
        expect(pieces.map(visibleText).join('')).toBe(text);
      }),
    );
  });

  test('an emoji of many parts stays whole at a cut', () => {
    const family = '👩‍👩‍👧‍👦';
    for (let before = 0; before < 12; before += 1) {
      const pieces = htmlSpans('x'.repeat(before) + family.repeat(100), 600).map(visibleText);
      expect(pieces.length).toBeGreaterThan(1);
      for (const piece of pieces) expect(piece.replace(/^x*/, '').replaceAll(family, '')).toBe('');
    }
  });

  test('endless combining marks are cut without halving a surrogate pair', () => {
    const text = `a${'\u{1d165}'.repeat(2000)}`;
    const pieces = htmlSpans(text, 600);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(pieces.map(visibleText).join('')).toBe(text);
  });

  test('more text changes no piece but the last', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, more) => {
        const start = text.repeat(50);
        const before = htmlSpans(start, 600).slice(0, -1);
        expect(htmlSpans(`${start} ${more}`, 600).slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test('100,000 characters in tens of milliseconds', () => {
    const text = '<😀'.repeat(33_334);
    expect(htmlSpans(text, 2000).map(visibleText).join('')).toBe(text);
  });
});

describe('links', () => {
  const linked = (text: string) => htmlLinked(segmentsOf(text));
  const a = (url: string, text = url) => `<a href="${url}">${text}</a>`;

  test.each([
    ['an address', 'see https://a.example/b', `see ${a('https://a.example/b')}`],
    ['the end of a sentence', 'https://a.example/b.', `${a('https://a.example/b')}.`],
    ['brackets around', '(https://a.example)', `(${a('https://a.example')})`],
    ['brackets within', 'https://a.example/x_(y)', a('https://a.example/x_(y)')],
    [
      'quotes',
      `'https://a.example/'onclick='x'`,
      `&#39;${a('https://a.example/&#39;onclick=&#39;x', 'https://a.example/&#39;onclick=&#39;x')}&#39;`,
    ],
    ['tags', 'https://a.example/<script>', `${a('https://a.example/')}&lt;script&gt;`],
    ['no script', 'javascript:alert(1) data:text/html,x', 'javascript:alert(1) data:text/html,x'],
    [
      'a file',
      'scan.pdf\nhttps://files.example/1',
      `${a('https://files.example/1', 'scan.pdf')} (files.example)`,
    ],
    [
      'a name and no file',
      'look here\nhttps://files.example/1',
      `look here<br>${a('https://files.example/1')}`,
    ],
    [
      'a site in place of a file',
      'https://bank.example\nhttps://evil.example',
      `${a('https://bank.example')}<br>${a('https://evil.example')}`,
    ],
  ])('%s', (_case, text, html) => {
    expect(linked(text)).toBe(html);
  });

  test('a long address is shown short and whole behind the link', () => {
    const url = `https://a.example/${'x'.repeat(500)}`;
    expect(htmlLink(url)).toMatch(new RegExp(`^<a href="${url}">https://a.example/x{20,80}…</a>$`));
  });

  test('nothing of any text is lost, and no other markup survives', () => {
    const parts = fc.array(
      fc.constantFrom('https://a.example/', '(', ')', '.', '\n', 'x.pdf', ' ', '"', '<b>', 'é'),
    );
    fc.assert(
      fc.property(parts, (list) => {
        const text = list.join('');
        expect(
          segmentsOf(text)
            .map((part) =>
              'text' in part ? part.text : part.name === undefined ? part.url : `${part.name}\n${part.url}`,
            )
            .join('')
            .replace(/\s/g, ''),
        ).toBe(text.replace(/\s/g, ''));
        expect(linked(text).replace(/<br>|<a href="[^"<>]*">|<\/a>/g, '')).not.toMatch(/[<>"]/);
      }),
    );
  });
});
