import {
  fieldWords,
  lengthWords,
  outcomeWords,
  recordWords,
  shortKey,
  stateWords,
  timeWords,
} from '../../../console/events/words';
import type { EventSeen } from '../../../store/history/histories';
import { onOneLine } from '../../../text/one-line';
import type { Terminal } from '../../terminal/terminal';

type Column<Cell> = readonly [head: string, cell: (event: EventSeen) => Cell];

const SHOWN: readonly Column<string | undefined>[] = [
  ['key', ({ key }) => shortKey(key)],
  ['came', ({ receivedAt }) => timeWords(receivedAt)],
  ['account', ({ account }) => account],
  ['event', ({ history }) => history?.event],
  ['chat', ({ history }) => history?.chat],
  ['state', stateWords],
  ['done', outcomeWords],
  ['record', ({ history }) => recordWords(history?.record)],
  ['answered', ({ history }) => (history?.answeredIn === undefined ? '' : lengthWords(history.answeredIn))],
  ['attempts', ({ attempts }) => (attempts > 1 ? `${attempts}` : '')],
];

/** A table for a terminal: as wide as its texts. */
export function historyTable(events: readonly EventSeen[], { style }: Pick<Terminal, 'style'>): string {
  if (events.length === 0) return 'No events.';
  const rows = events.map(cellsOf);
  const widths = SHOWN.map(([head], column) =>
    Math.max(head.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [style('bold', line(SHOWN.map(([head]) => head))), ...rows.map(line)].join('\n');
}

/** One event on one line, for what goes on. */
export function historyLine(event: EventSeen): string {
  return cellsOf(event).filter(Boolean).join('  ');
}

function cellsOf(event: EventSeen): string[] {
  return SHOWN.map(([, cell]) => (cell(event) ?? '').replaceAll(/\s+/g, ' ').slice(0, 80));
}

type Value = string | number | undefined;

const COLUMNS: readonly Column<Value>[] = [
  ['key', ({ key }) => key],
  ['received', ({ receivedAt }) => new Date(receivedAt).toISOString()],
  ['account', ({ account }) => account],
  ['event', ({ history }) => history?.event],
  ['channel', ({ history }) => history?.channel],
  ['chat', ({ history }) => history?.chat],
  ['state', stateWords],
  ['outcome', ({ history }) => history?.did],
  ['because', ({ history }) => history?.because],
  ['match', ({ history }) => history?.match],
  ['record type', ({ history }) => history?.record?.type],
  ['record', ({ history }) => history?.record?.id],
  ['owner', ({ history }) => history?.owner?.id],
  ['owner by', ({ history }) => history?.owner?.by],
  ['rules', ({ history }) => history?.rules?.join(' ')],
  ['fields', ({ history }) => fieldWords(history?.fields ?? [])],
  ['not taken', ({ history }) => history?.dropped?.join(', ')],
  ['attempts', ({ attempts }) => attempts],
  ['answered ms', ({ history }) => history?.answeredIn],
  ['done', ({ doneAt }) => (doneAt === undefined ? undefined : new Date(doneAt).toISOString())],
  ['reason', ({ failure }) => failure?.message],
];

/** RFC 4180, but for its CRLF: a terminal gets no carriage return from us, and spreadsheets take either. One line an event. */
export function historyCsv(events: readonly EventSeen[]): string {
  const rows = events.map((event) => COLUMNS.map(([, value]) => csvCell(value(event))));
  return [COLUMNS.map(([name]) => csvCell(name)), ...rows].map((row) => row.join(',')).join('\n');
}

/** What a spreadsheet takes for a formula's beginning (OWASP: CSV Injection). */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@]|^[\t\r\n]/u;

/** Always quoted; what could run as a formula begins with an apostrophe, which spreadsheets show or hide and never run. */
export function csvCell(value: Value): string {
  const text = onOneLine(String(value ?? ''));
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
