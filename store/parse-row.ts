import * as v from 'valibot';
import { UnreadableRowError } from './errors';

/**
 * Of every row that states one. It changes when an older program would read a row wrongly: a field of another meaning, not one
 * that is new. What was written before there were versions is as the first.
 */
export const VERSION = 1;

type Row = Readonly<Record<string, unknown>>;

/** For rows of what can be learned again: a newer program's are as good as none. */
export function isReadable({ version = VERSION }: Row): boolean {
  return version === VERSION;
}

/** @throws UnreadableRowError naming the row, when a newer program wrote it or somebody changed it by hand. */
export function parseRow<const Schema extends v.GenericSchema>(
  schema: Schema,
  operation: string,
  key: string,
  row: Row,
): v.InferOutput<Schema> {
  if (!isReadable(row)) {
    const why = `it is of version ${String(row.version)}, this program reads ${VERSION}`;
    throw new UnreadableRowError(operation, key, why);
  }
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  const places = result.issues.map((issue) => v.getDotPath(issue) ?? 'the whole');
  throw new UnreadableRowError(operation, key, `unexpected: ${[...new Set(places)].join(', ')}`);
}
