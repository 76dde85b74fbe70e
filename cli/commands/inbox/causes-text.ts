import type { Cause } from '../../../console/events/causes';
import { shortKey } from '../../../console/events/words';
import { onOneLine } from '../../../text/one-line';
import type { Terminal } from '../../terminal/terminal';

/** More keys of one cause are counted; `--json` has them all. */
const MAX_SHOWN = 20;

/** What waits, by cause. */
export function causesText(causes: readonly Cause[], terminal: Terminal): string {
  if (causes.length === 0) return 'No parked events.';
  const count = causes.reduce((sum, { events }) => sum + events.length, 0);
  const head = `${counted(count, 'event')}, ${counted(causes.length, 'cause')}`;
  return [terminal.style('bold', head), ...causes.map((cause) => causeText(cause, terminal))].join('\n\n');
}

function causeText({ account, message, remedy, events }: Cause, { style }: Terminal): string {
  const keys = events.slice(0, MAX_SHOWN).map(({ key, dueAt }) => {
    return `  ${style('bold', shortKey(key))}  parked ${new Date(dueAt).toISOString()}`;
  });
  const rest = events.length - keys.length;
  return [
    `${account}: ${counted(events.length, 'event')}: ${onOneLine(message)}`,
    ...(remedy ? [`  → ${onOneLine(remedy)}`] : []),
    ...keys,
    ...(rest > 0 ? [`  and ${rest} more (--json lists them all)`] : []),
  ].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
