import type { Remark } from '../../../leads/conversation/remarks';
import type { Words } from '../../../text/languages/words';
import type { CallDraft } from '../../connector';
import { duration } from './head';

/** What is to be read of a call: how it ended, how long it was, who was called, the recording; then the rest. */
export function callRemarks(call: CallDraft, refused: readonly Remark[], words: Words): Remark[] {
  const { state, durationMs, phone, recordUrl, remarks } = call;
  const rows: [string, string | undefined][] = [
    ['Result', words.call.results[state]],
    ['Duration', durationMs === undefined ? undefined : duration(durationMs, words.locale)],
    ['Phone', phone],
    ['Recording', recordUrl],
  ];
  const told = rows.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  return [...told, ...refused, ...remarks];
}
