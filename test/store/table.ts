import { createTableClient } from '../../store/dynamodb/client';
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
  const client = createTableClient({ env, requestTimeoutMs: 10_000, connectionTimeoutMs: 10_000 });
  return {
    client,
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
