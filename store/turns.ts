import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { GetCommand, UpdateCommand } from './dynamodb/table';
import { guarded, isConditionFailed } from './errors';
import { parseRow } from './parse-row';
import type { PayloadTable } from './payload';

/** Whoever has taken a turn is remembered beside the count, under a name that begins so. */
const TAKER = 't_';
/** Of so many at least the turn is remembered: more than are made while one of them is tried again. */
const REMEMBERED = 64;

const TURN = v.object({ taken: v.number() });

type Row = Readonly<Record<string, unknown>>;

/** Whose turn it is, counted once for all instances: one row for each list that takes turns. */
export class Turns {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /**
   * Takes the next turn, or tells the one that was taken: whoever asks again, because an answer was lost or an instance has
   * ended, gets the same. Two that ask at the same time get two numbers.
   * @param taker names what the turn is for, the same at every attempt.
   * @returns 1 for the first. @throws UnreadableRowError.
   */
  async next(account: string, list: string, taker: string): Promise<number> {
    const Key = { pk: `turns#${account}#${list}` };
    const name = TAKER + createHash('sha256').update(taker).digest('base64url').slice(0, 8);
    const row = (await this.#take(Key, name)) ?? (await this.#read(Key));
    await this.#forget(Key, row);
    const { version, taken } = row;
    return parseRow(TURN, 'take a turn', Key.pk, { version, taken: row[name] ?? taken }).taken;
  }

  /** @returns undefined when it was taken before. */
  async #take(Key: { pk: string }, name: string): Promise<Row | undefined> {
    const command = new UpdateCommand({
      TableName: this.#table.tableName,
      Key,
      UpdateExpression:
        'SET taken = if_not_exists(taken, :none) + :one, #taker = if_not_exists(taken, :none) + :one',
      ConditionExpression: 'attribute_not_exists(#taker)',
      ExpressionAttributeNames: { '#taker': name },
      ExpressionAttributeValues: { ':none': 0, ':one': 1 },
      ReturnValues: 'ALL_NEW',
    });
    try {
      return (await guarded('take a turn', this.#table.client.send(command))).Attributes ?? {};
    } catch (error) {
      if (isConditionFailed(error)) return undefined;
      throw error;
    }
  }

  async #read(Key: { pk: string }): Promise<Row> {
    const command = new GetCommand({ TableName: this.#table.tableName, Key, ConsistentRead: true });
    return (await guarded('read a turn', this.#table.client.send(command))).Item ?? {};
  }

  /** Now and then the oldest go, so that the row stays small. A row that keeps them costs a little more. */
  async #forget(Key: { pk: string }, row: Row): Promise<void> {
    const takers = Object.keys(row).filter((name) => name.startsWith(TAKER));
    if (takers.length < 2 * REMEMBERED) return;
    const oldest = takers.toSorted((a, b) => Number(row[a]) - Number(row[b])).slice(0, -REMEMBERED);
    const names = Object.fromEntries(oldest.map((name, index) => [`#n${index}`, name]));
    const command = new UpdateCommand({
      TableName: this.#table.tableName,
      Key,
      UpdateExpression: `REMOVE ${Object.keys(names).join(', ')}`,
      ExpressionAttributeNames: names,
    });
    await guarded('forget turns', this.#table.client.send(command)).catch(() => undefined);
  }
}
