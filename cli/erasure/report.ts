import { rowName, type StoredRow } from '../../store/rows';
import type { Terminal } from '../terminal/terminal';
import type { Holding } from './crm';

/** What the table may hold of a person, and what it is. */
const MEANING = {
  waiting: 'event(s) the CRM does not have yet, and will not get',
  parked: 'parked event(s)',
  done: 'answered event(s) with their replies',
  bodies: 'body(ies) of answered events',
  transcripts: 'conversation(s)',
  links: 'link(s) to CRM records',
  leftOverParts: 'left-over part(s) of large events',
};
type Counted = keyof typeof MEANING;
export type Counts = Record<Counted, number>;

const BY_KIND: Readonly<Record<string, Counted>> = {
  link: 'links',
  transcript: 'transcripts',
  body: 'bodies',
  part: 'leftOverParts',
};

export function countRows(rows: readonly StoredRow[]): Counts {
  const counts = Object.fromEntries(Object.keys(MEANING).map((name) => [name, 0])) as Counts;
  for (const { pk, status } of rows) {
    counts[BY_KIND[rowName(pk).kind] ?? (status === 'parked' || status === 'done' ? status : 'waiting')]++;
  }
  return counts;
}

export function planText(counts: Counts, holdings: readonly Holding[], { style }: Terminal): string {
  const rows = Object.entries(counts).filter(([, count]) => count > 0) as [Counted, number][];
  const table = rows.map(([name, count]) => `  ${style('red', '-')} ${count} ${MEANING[name]}`);
  return [
    style('bold', 'In the table:'),
    ...(table.length > 0 ? table : ['  nothing']),
    style('bold', 'In the CRM, for you to delete there:'),
    ...(holdings.length > 0 ? holdings.flatMap(holdingLines) : ['  no CRM is configured here']),
  ].join('\n');
}

function holdingLines({ label, records, elsewhere, problem }: Holding): string[] {
  const lines = records.map(({ type, id, url }) => `  ${label} ${type} ${id}${url ? `  ${url}` : ''}`);
  for (const record of elsewhere) {
    lines.push(`  ${label} ${record.type} ${record.id} in another account (${record.elsewhere})`);
  }
  if (problem) lines.push(`  ${label} could not be asked: ${problem}`);
  return lines.length > 0 ? lines : [`  ${label}: nothing`];
}
