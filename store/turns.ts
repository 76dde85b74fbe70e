import { UpdateCommand } from './dynamodb/table';
import { guarded } from './errors';
import type { PayloadTable } from './payload';

/** Whose turn it is, counted once for all instances: one row for each list that takes turns. */
export class Turns {
  readonly #table: PayloadTable;

  constructor(table: PayloadTable) {
    this.#table = table;
  }

  /**
   * Takes the next turn. Two that ask at the same time get two numbers; whoever takes one and is gone leaves a gap of one.
   * @returns 1 for the first.
   */
  async next(account: string, list: string): Promise<number> {
    const { Attributes } = await guarded(
      'take a turn',
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.tableName,
          Key: { pk: `turns#${account}#${list}` },
          UpdateExpression: 'ADD taken :one',
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    return Number(Attributes?.taken);
  }
}
