import fc from 'fast-check';

/**
 * Text of any code points, halves of surrogate pairs included: what fast-check calls `unit: 'binary'`, without the table of
 * a million code points that it makes first, a second of processor time in each file.
 */
export function anyText(constraints: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> {
  return fc.string({ unit: codePoint, ...constraints });
}

const codePoint = fc.integer({ min: 0, max: 0x10_ffff }).map(
  (point) => String.fromCodePoint(point),
  (text) => {
    const [first, second] = typeof text === 'string' ? [...text] : [];
    if (first === undefined || second !== undefined) throw new TypeError('no single code point');
    return first.codePointAt(0)!;
  },
);
