import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from './dynamodb/table';
import { parseRow } from './parse-row';

/** Whoever has taken a turn is remembered beside the count, under a name that begins so. */
const TAKER = 't_';
/** Of so many at least the turn is remembered: more than are made while one of them is tried again. */
const REMEMBERED = 64;

const TURN = v.object({ taken: v.number() });

type Row = Readonly<Record<string, unknown>>;

/** Whose turn it is, counted once for all instances: one row for each list that takes turns. */
export class Turns {
  constructor(private readonly table: Table) {}

  /**
   * Takes the next turn, or tells the one that was taken: whoever asks again, because an answer was lost or an instance has
   * ended, gets the same. Two that ask at the same time get two numbers.
   * @param taker names what the turn is for, the same at every attempt.
   * @returns 1 for the first. @throws UnreadableRowError.
   */
  async next(account: string, list: string, taker: string): Promise<number> {
    const pk = `turns#${account}#${list}`;
    const name = TAKER + createHash('sha256').update(taker).digest('base64url').slice(0, 8);
    const row = (await this.#take(pk, name)) ?? (await this.table.get('read a turn', pk)) ?? {};
    await this.#forget(pk, row);
    const { version, taken } = row;
    return parseRow(TURN, 'take a turn', pk, { version, taken: row[name] ?? taken }).taken;
  }

  /** @returns undefined when it was taken before. */
  #take(pk: string, taker: string): Promise<Row | undefined> {
    const next = 'if_not_exists(taken, :none) + :one';
    return this.table.update('take a turn', pk, {
      assign: [`taken = ${next}`, `#taker = ${next}`],
      condition: 'attribute_not_exists(#taker)',
      names: { taker },
      values: { none: 0, one: 1 },
      returns: 'ALL_NEW',
    });
  }

  /** Now and then the oldest go, so that the row stays small. A row that keeps them costs a little more. */
  async #forget(pk: string, row: Row): Promise<void> {
    const takers = Object.keys(row).filter((name) => name.startsWith(TAKER));
    if (takers.length < 2 * REMEMBERED) return;
    const oldest = takers.toSorted((a, b) => Number(row[a]) - Number(row[b])).slice(0, -REMEMBERED);
    await this.table.update('forget turns', pk, { remove: oldest }).catch(() => undefined);
  }
}
