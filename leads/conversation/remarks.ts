import { shorten } from '../../text/plain-text';
import { LABELS, type Label } from '../../text/languages/labels';
import type { Words } from '../../text/languages/words';

/** A short fact with a name, for the head of a note or a task. */
export type Remark = Fact | Refusal;

/** What an event tells. */
export type Fact =
  /** By a label of ours, or by a name of the site's that is none of ours. */
  | { kind?: undefined; label: string; value: string }
  /** By a name the site chose, which is one of ours as well. */
  | { kind: 'profile' | 'attribute'; label: string; value: string };

/** A value the CRM did not get, dropped so that the rest is saved. */
export interface Refusal {
  /** The CRM refused it; another record has it; the field is not ours to write; the field is too short for it. */
  kind: 'notAccepted' | 'leftToOther' | 'notOurs' | 'tooLong';
  /** As people know it. */
  crm: string;
  /** By its name in the CRM. */
  field: string;
  /** The CRM's words or code. */
  why?: string;
  value: string;
}

/** What is longer is no remark but an attack or a mistake; a conversation is never cut, it is no remark. */
const MAX_VALUE = 5_000;
/** What the agent wrote is not cut as long as a task can hold it. */
const MAX_COMMENT = 15_000;
const MAX_NAME = 200;
/** All together, in bytes, they must fit into a row of the table (400 KB), several times over. */
const MAX_TOTAL = 60_000;
/** What a row needs for a remark besides its texts, however short they are. */
const OVERHEAD = 32;

export const LEFT_OUT_LABEL: Label = 'Left out for want of room';

export const COMMENT_LABEL: Label = 'Comment';

const OUR_LABELS: ReadonlySet<string> = new Set(LABELS);

/** Whether the label is one of ours, which the site must not use for its own values. */
export function isOurLabel(label: string): label is Label {
  return OUR_LABELS.has(label);
}

/** Whether the remark is the one of ours with this label. */
export function isCalled(remark: Remark, label: Label): boolean {
  return remark.kind === undefined && remark.label === label;
}

/** What a remark is called in the reader's language; names of the site and of the CRM's fields are as they are. */
export function labelIn(words: Words, remark: Remark): string {
  switch (remark.kind) {
    case undefined:
      return isOurLabel(remark.label) ? words.labels[remark.label] : remark.label;
    case 'profile':
    case 'attribute':
      return `${remark.label} (${words.kinds[remark.kind]})`;
    default:
      return words.refusals[remark.kind](remark.crm, remark.field, remark.why);
  }
}

/** The values a CRM did not get, by the names they have there, for a log or a history: no value is in it. */
export function namesOf(refused: readonly Refusal[]): string[] {
  return refused.map(({ field, why }) => (why ? `${field} (${why})` : field));
}

/** Equal for two remarks that say the same, whatever else is known of them. */
export function isSameRemark(a: Remark, b: Remark): boolean {
  return JSON.stringify([...textsOf(a), a.value]) === JSON.stringify([...textsOf(b), b.value]);
}

function textsOf(remark: Remark): string[] {
  if (remark.kind === undefined) return [remark.label];
  return 'label' in remark
    ? [remark.kind, remark.label]
    : [remark.kind, remark.crm, remark.field, remark.why ?? ''];
}

function maxLength(remark: Remark): number {
  return isCalled(remark, COMMENT_LABEL) ? MAX_COMMENT : MAX_VALUE;
}

/** The remarks in a size that any note and any row can hold; what is left out is counted, never silent. */
export function boundedRemarks<R extends Remark>(remarks: readonly R[]): (R | Fact)[] {
  const kept: R[] = [];
  let total = 0;
  for (const whole of remarks) {
    const remark = withTexts(whole, (text, name) =>
      shorten(text, name === 'value' ? maxLength(whole) : MAX_NAME),
    );
    for (const text of [...textsOf(remark), remark.value]) total += Buffer.byteLength(text);
    total += OVERHEAD;
    if (total > MAX_TOTAL) break;
    kept.push(remark);
  }
  const left = remarks.length - kept.length;
  return left === 0 ? kept : [...kept, { label: LEFT_OUT_LABEL, value: String(left) }];
}

function withTexts<R extends Remark>(remark: R, change: (text: string, name: string) => string): R {
  const entries = Object.entries(remark).map(([name, told]: [string, unknown]) => [
    name,
    typeof told === 'string' ? change(told, name) : told,
  ]);
  return Object.fromEntries(entries) as R;
}
