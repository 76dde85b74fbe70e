import { shorten } from '../jivochat/text';
import type { Remark } from './lead';

/** What is longer is no remark but an attack or a mistake; a conversation is never cut, it is no remark. */
const MAX_VALUE = 5_000;
/** All together they must fit into a row of the table (400 KB), several times over. */
const MAX_TOTAL = 60_000;

/** The remarks in a size that any note and any row can hold; what is left out is counted, never silent. */
export function boundedRemarks(remarks: readonly Remark[]): Remark[] {
  const kept: Remark[] = [];
  let total = 0;
  for (const { label, value } of remarks) {
    const remark = { label: shorten(label, 200), value: shorten(value, MAX_VALUE) };
    total += remark.label.length + remark.value.length;
    if (total > MAX_TOTAL) break;
    kept.push(remark);
  }
  const left = remarks.length - kept.length;
  return left === 0 ? kept : [...kept, { label: 'Left out for want of room', value: `${left} more` }];
}
