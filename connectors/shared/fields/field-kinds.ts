import { readDay, readMoment } from '../../../leads/vocabulary/day';

/** What a CRM says of one of its fields, in no CRM's words. */
export interface FieldKind {
  /** By the CRM's own name. */
  readonly name: string;
  /** What people call it, where its name is nothing anybody could know. */
  readonly label?: string;
  readonly kind:
    | 'text'
    | 'number'
    | 'integer'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'choice'
    | 'choices'
    | 'reference'
    | 'other';
  readonly writable: boolean;
  /** Its values stay unique: a person can be found by it. */
  readonly unique?: boolean;
  /** Longest text, where there is a limit. */
  readonly length?: number;
  /** Of a choice: its values with their labels; undefined: any text is taken. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
}

/** A value as the CRM's field takes it, in text. */
export type Converted = { ok: true; value: string } | { ok: false; why: string };

const NUMBER = /^[+-]?\d{1,3}(?:([ \u00a0'’])\d{3}(?:\1\d{3})*|\d*)(?:[.,]\d+)?$/;
const MAX_NUMBER_LENGTH = 40;
const YES = new Set(['true', 'yes', 'y', 'on', '1', 'ja', 'sim', 'sí', 'si', 'да', 'evet', 'oui']);
const NO = new Set(['false', 'no', 'n', 'off', '0', 'nein', 'não', 'нет', 'hayır', 'non']);

/**
 * A text of an event as the field's own type: a number without thousands apart, a day as `2026-11-25`, a moment in ISO 8601,
 * `true` or `false`, a choice by its value or label, choices parted by semicolons.
 * @returns why it cannot be one; the words quote nothing of the text.
 */
export function convertValue(text: string, field: FieldKind | undefined): Converted {
  if (!field) return { ok: false, why: 'there is no such field' };
  if (!field.writable) return { ok: false, why: 'the field may not be written' };
  switch (field.kind) {
    case 'number':
    case 'integer':
      return toNumber(text, field.kind === 'integer');
    case 'boolean': {
      const word = text.trim().toLowerCase();
      if (YES.has(word)) return { ok: true, value: 'true' };
      return NO.has(word) ? { ok: true, value: 'false' } : { ok: false, why: 'neither yes nor no' };
    }
    case 'date':
      return converted(readDay(text), 'no day');
    case 'datetime': {
      const at = readMoment(text);
      return converted(at === undefined ? undefined : new Date(at).toISOString(), 'no date');
    }
    case 'choice':
      return converted(choiceOf(text, field), 'none of the choices');
    case 'choices':
      return toChoices(text, field);
    case 'text':
    case 'reference':
    case 'other':
      return { ok: true, value: text };
  }
}

function converted(value: string | undefined, why: string): Converted {
  return value === undefined ? { ok: false, why } : { ok: true, value };
}

function toNumber(text: string, whole: boolean): Converted {
  const trimmed = text.length > MAX_NUMBER_LENGTH ? '' : text.trim();
  const number = NUMBER.test(trimmed) ? Number(trimmed.replace(/[ \u00a0'’]/g, '').replace(',', '.')) : NaN;
  if (!Number.isFinite(number)) return { ok: false, why: 'no number' };
  if (whole && !Number.isInteger(number)) return { ok: false, why: 'no whole number' };
  return { ok: true, value: String(number) };
}

function choiceOf(text: string, { choices }: FieldKind): string | undefined {
  if (!choices) return text;
  const wanted = text.trim().toLowerCase();
  const found =
    choices.find(([value]) => value.toLowerCase() === wanted) ??
    choices.find(([, label]) => label.toLowerCase() === wanted);
  return found?.[0];
}

/** Those of several that there are; none of them: none. */
function toChoices(text: string, field: FieldKind): Converted {
  const parts = text
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const known = parts.flatMap((part) => choiceOf(part, field) ?? []);
  if (known.length === 0) return { ok: false, why: 'none of the choices' };
  return { ok: true, value: [...new Set(known)].join(';') };
}
