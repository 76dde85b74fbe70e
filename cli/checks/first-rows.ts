import type { StoredRow } from '../../store/rows';
import type { Cli } from '../cli';

/** A table of some hundred thousand rows is read in part: what is looked for is all over it. */
const ROWS_AT_MOST = 20_000;

export async function* firstRows({ rows }: Pick<Cli, 'rows'>): AsyncGenerator<StoredRow> {
  let looked = 0;
  for await (const row of rows().scan()) {
    if (++looked > ROWS_AT_MOST) return;
    yield row;
  }
}
