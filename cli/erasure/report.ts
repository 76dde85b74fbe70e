import { rowName, type StoredRow } from '../../store/rows';
import type { Terminal } from '../terminal/terminal';
import type { Holding } from './crm';

export interface Counts {
  /** Events the CRM does not have yet. */
  waiting: number;
  /** Events a CRM refused for good. */
  parked: number;
  /** Answered events with their replies. */
  done: number;
  /** Bodies of answered events. */
  bodies: number;
  transcripts: number;
  links: number;
  leftOverParts: number;
}

export function countRows(rows: readonly StoredRow[]): Counts {
  const counts: Counts = {
    waiting: 0,
    parked: 0,
    done: 0,
    bodies: 0,
    transcripts: 0,
    links: 0,
    leftOverParts: 0,
  };
  for (const row of rows) {
    const { kind } = rowName(row.pk);
    if (kind === 'link') counts.links++;
    else if (kind === 'transcript') counts.transcripts++;
    else if (kind === 'body') counts.bodies++;
    else if (kind === 'part') counts.leftOverParts++;
    else counts[row.status === 'parked' || row.status === 'done' ? row.status : 'waiting']++;
  }
  return counts;
}

const MEANING: Readonly<Record<keyof Counts, string>> = {
  waiting: 'event(s) the CRM does not have yet, and will not get',
  parked: 'parked event(s)',
  done: 'answered event(s) with their replies',
  bodies: 'body(ies) of answered events',
  transcripts: 'conversation(s)',
  links: 'link(s) to CRM records',
  leftOverParts: 'left-over part(s) of large events',
};

export function planText(counts: Counts, holdings: readonly Holding[], { style }: Terminal): string {
  const rows = Object.entries(counts).filter(([, count]) => count > 0) as [keyof Counts, number][];
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
