import fc from 'fast-check';
import { escapeHtml, htmlParagraphs, htmlSpan, htmlText } from '../../text/html';
import { visibleText } from './visible-text';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
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

describe('paragraphs', () => {
  test('a text that fits is one, with the head on its own line', () => {
    expect(htmlParagraphs('<b>Tom</b>', 'a < b', 2000)).toEqual([
      '<p><b>Tom</b><br><span dir="auto">a &lt; b</span></p>',
    ]);
  });

  test('no head, no line for it', () => {
    expect(htmlParagraphs('', 'a', 2000)).toEqual(['<p><span dir="auto">a</span></p>']);
  });

  test('no text is still a paragraph', () => {
    expect(htmlParagraphs('<b>Tom</b>', '', 2000)).toEqual(['<p><b>Tom</b><br><span dir="auto"></span></p>']);
  });

  test('a limit without room for text is refused', () => {
    expect(() => htmlParagraphs('x'.repeat(1000), 'a', 1200)).toThrow(RangeError);
  });

  test('long text: every piece whole HTML within the limit, nothing lost', () => {
    const long = fc
      .tuple(anyText, fc.integer({ min: 1, max: 300 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(long, fc.integer({ min: 600, max: 3000 }), (text, limit) => {
        const pieces = htmlParagraphs('', text, limit);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece).toMatch(
            /^<p><span dir="auto">(?:[^<>&]|<br>|&(?:amp|lt|gt|quot|#39);)*<\/span><\/p>$/,
          );
          expect(piece.isWellFormed() || !text.isWellFormed()).toBe(true);
        }
        expect(pieces.map(visibleText).join('')).toBe(text);
      }),
    );
  });

  test('an emoji of many parts stays whole at a cut', () => {
    const family = '👩‍👩‍👧‍👦';
    for (let before = 0; before < 12; before += 1) {
      const pieces = htmlParagraphs('', 'x'.repeat(before) + family.repeat(100), 600).map(visibleText);
      expect(pieces.length).toBeGreaterThan(1);
      for (const piece of pieces) expect(piece.replace(/^x*/, '').replaceAll(family, '')).toBe('');
    }
  });

  test('endless combining marks are cut without halving a surrogate pair', () => {
    const text = `a${'\u{1d165}'.repeat(2000)}`;
    const pieces = htmlParagraphs('', text, 600);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(pieces.map(visibleText).join('')).toBe(text);
  });

  test('more text changes no piece but the last', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, more) => {
        const start = text.repeat(50);
        const before = htmlParagraphs('', start, 600).slice(0, -1);
        expect(htmlParagraphs('', `${start} ${more}`, 600).slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test('100,000 characters in tens of milliseconds', () => {
    const text = '<😀'.repeat(33_334);
    expect(htmlParagraphs('', text, 2000).map(visibleText).join('')).toBe(text);
  });
});
