import type { JivoEvent } from '../../jivochat/event';
import { parseJson } from '../../text/json';
import { parseEvent } from '../../jivochat/parse';
import { PayloadLostError } from '../../store/errors';
import { rowName, type RowName, type Rows, type StoredRow } from '../../store/rows';
import type { Traces } from './traces';

/** What of a person stands in the table. */
export interface Found {
  /** In the order in which they may go: what leads to others goes last, so that an interrupted run can be repeated. */
  rows: StoredRow[];
  /** Parts of large payloads that belong to no row any more and cannot be read, nobody knows whose. */
  unreadable: number;
}

const ORDER: readonly RowName['kind'][] = ['part', 'body', 'event', 'transcript', 'link'];

/** Reads the whole table until nothing new is learned. @param looked is told of every row. */
export async function search(rows: Rows, traces: Traces, looked: () => void): Promise<Found> {
  for (;;) {
    const before = traces.size;
    const found = await searchOnce(rows, traces, looked);
    if (traces.size === before) return found;
  }
}

async function searchOnce(rows: Rows, traces: Traces, looked: () => void): Promise<Found> {
  const theirs: StoredRow[] = [];
  const named = new Set<string>();
  const parts = new Map<string, Part>();
  for await (const row of rows.scan()) {
    looked();
    const name = rowName(row.pk);
    if (name.kind === 'part') collect(parts, row.pk, name);
    if (row.generation) named.add(row.generation);
    const hasBody = name.kind === 'event' || name.kind === 'body';
    if (traces.claims(row, hasBody ? await eventOf(rows, row) : undefined)) theirs.push(row);
  }
  const leftOver = [...parts].filter(([generation]) => !named.has(generation)).map(([, part]) => part);
  const { pieces, unreadable } = await judge(rows, traces, leftOver, new Set(theirs.map(({ pk }) => pk)));
  const all = [...theirs, ...pieces.map((pk) => ({ pk }))];
  const rank = ({ pk }: StoredRow) => ORDER.indexOf(rowName(pk).kind);
  return { rows: all.toSorted((a, b) => rank(a) - rank(b)), unreadable };
}

/** The parts of one payload. */
interface Part {
  of: string;
  pks: string[];
}

function collect(
  parts: Map<string, Part>,
  pk: string,
  { of, generation }: { of: string; generation: string },
) {
  const part = parts.get(generation) ?? { of, pks: [] };
  part.pks.push(pk);
  parts.set(generation, part);
}

/** Parts that a crash, or a lost answer, has left behind. @param theirs keys of the rows that are theirs. */
async function judge(rows: Rows, traces: Traces, leftOver: Part[], theirs: ReadonlySet<string>) {
  const pieces: string[] = [];
  let unreadable = 0;
  for (const { of, pks } of leftOver) {
    if (theirs.has(of) || traces.claims({ pk: of }, undefined)) {
      pieces.push(...pks);
      continue;
    }
    const event = parsed(await textOf(rows, pks));
    if (!event) unreadable += pks.length;
    else if (traces.isTheirs(event)) pieces.push(...pks);
  }
  return { pieces, unreadable };
}

function textOf(rows: Rows, pks: string[]): Promise<string | undefined> {
  const index = (pk: string) => Number(pk.slice(pk.lastIndexOf('#') + 1));
  return rows.leftOver(pks.toSorted((a, b) => index(a) - index(b)));
}

async function eventOf(rows: Rows, row: StoredRow): Promise<JivoEvent | undefined> {
  try {
    return parsed(await rows.payload(row));
  } catch (error) {
    if (error instanceof PayloadLostError) return undefined;
    throw error;
  }
}

function parsed(text: string | undefined): JivoEvent | undefined {
  if (text === undefined) return undefined;
  try {
    const result = parseEvent(parseJson(text));
    return result.kind === 'event' ? result.event : undefined;
  } catch {
    return undefined;
  }
}
