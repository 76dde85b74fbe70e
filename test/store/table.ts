import { createClient } from '../../store/dynamodb/client';
import { Table as Rows, type Item } from '../../store/dynamodb/table';
import { createStore } from '../../store/store';
import { ensureTable, startDynamoDB } from '../../sandbox/dynamodb/dynamodb';

/** A real DynamoDB engine with an empty table, and the store over it. */
export async function startTable() {
  const dynamo = await startDynamoDB();
  const tableName = 'events';
  await ensureTable(dynamo.endpoint, tableName);
  const env = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
  };
  // The engine shares this process, so a busy machine slows both; the timeouts have tests of their own.
  const client = createClient({ env, requestTimeoutMs: 10_000, connectionTimeoutMs: 10_000 });
  const rows = new Rows({ client, tableName });
  return {
    client,
    /** The rows as they stand there. */
    rows,
    async all(): Promise<Item[]> {
      const all: Item[] = [];
      for await (const row of rows.scan('look')) all.push(row);
      return all;
    },
    tableName,
    env: { ...env, TABLE_NAME: tableName },
    store: createStore({ client, tableName }),
    async close() {
      client.destroy();
      await dynamo.close();
    },
  };
}

export type Table = Awaited<ReturnType<typeof startTable>>;
