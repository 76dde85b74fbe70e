import { convertValue, type FieldKind } from '../../../../connectors/shared/fields/field-kinds';

const CHOICES = [
  ['r', 'Red'],
  ['g', 'Green'],
] as const;
const field = (kind: FieldKind['kind'], more: Partial<FieldKind> = {}): FieldKind => ({
  name: 'f',
  kind,
  writable: true,
  ...more,
});

describe('a text as the field’s own type', () => {
  it.each<[FieldKind, string, string | RegExp]>([
    [field('number'), '12', '12'],
    [field('number'), '-1,5', '-1.5'],
    [field('number'), '1 234 567.25', '1234567.25'],
    [field('number'), "1'234", '1234'],
    [field('number'), '1.2.3', /no number/],
    [field('number'), '12 apples', /no number/],
    [field('number'), '', /no number/],
    [field('number'), 'Infinity', /no number/],
    [field('number'), '9'.repeat(400), /no number/],
    [field('integer'), '3', '3'],
    [field('integer'), '3.5', /no whole number/],
    [field('boolean'), 'YES', 'true'],
    [field('boolean'), 'нет', 'false'],
    [field('boolean'), '2', /neither/],
    [field('date'), '25.11.2026', '2026-11-25'],
    [field('date'), '11/12/2026', /no day/],
    [field('datetime'), '1795600800', '2026-11-25T10:00:00.000Z'],
    [field('datetime'), 'now', /no date/],
    [field('choice', { choices: CHOICES }), 'RED', 'r'],
    [field('choice', { choices: CHOICES }), 'g', 'g'],
    [field('choice', { choices: CHOICES }), 'blue', /none of the choices/],
    [field('choice'), 'anything', 'anything'],
    [field('choices', { choices: CHOICES }), 'Green, blue; red', 'g;r'],
    [field('choices', { choices: CHOICES }), 'blue', /none/],
    [field('text'), 'as it is', 'as it is'],
    [field('text', { writable: false }), 'x', /may not be written/],
  ])('%j: %s', (kind, text, expected) => {
    const converted = convertValue(text, kind);
    if (typeof expected === 'string') expect(converted).toEqual({ ok: true, value: expected });
    else expect(converted).toEqual({ ok: false, why: expect.stringMatching(expected) as string });
  });
});
