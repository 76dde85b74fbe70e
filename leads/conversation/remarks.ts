import { shorten } from '../../text/plain-text';

/** A short fact with a name, for the head of a note or a task. */
export interface Remark {
  label: string;
  value: string;
}

/** What is longer is no remark but an attack or a mistake; a conversation is never cut, it is no remark. */
const MAX_VALUE = 5_000;
/** What the agent wrote is not cut as long as a task can hold it. */
const MAX_COMMENT = 15_000;
/** All together, in bytes, they must fit into a row of the table (400 KB), several times over. */
const MAX_TOTAL = 60_000;
/** What a row needs for a remark besides its texts, however short they are. */
const OVERHEAD = 32;

export const LEFT_OUT_LABEL = 'Left out for want of room';

export const COMMENT_LABEL = 'Comment';

function maxLength({ label }: Remark): number {
  return label === COMMENT_LABEL ? MAX_COMMENT : MAX_VALUE;
}

/** The remarks in a size that any note and any row can hold; what is left out is counted, never silent. */
export function boundedRemarks<R extends Remark>(remarks: readonly R[]): (R | Remark)[] {
  const kept: R[] = [];
  let total = 0;
  for (const whole of remarks) {
    const remark = {
      ...whole,
      label: shorten(whole.label, 200),
      value: shorten(whole.value, maxLength(whole)),
    };
    total += Buffer.byteLength(remark.label) + Buffer.byteLength(remark.value) + OVERHEAD;
    if (total > MAX_TOTAL) break;
    kept.push(remark);
  }
  const left = remarks.length - kept.length;
  return left === 0 ? kept : [...kept, { label: LEFT_OUT_LABEL, value: `${left} more` }];
}
