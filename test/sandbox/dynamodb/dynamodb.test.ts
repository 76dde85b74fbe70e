import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DescribeTableCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { createClient } from '../../../store/dynamodb/client';
import { createStore } from '../../../store/store';
import tableProperties from '../../../store/dynamodb/table.json';
import { ensureTable, startDynamoDB } from '../../../sandbox/dynamodb/dynamodb';

const TABLE = 'events';

const envOf = (endpoint: string) => ({
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
});

function connect(endpoint: string) {
  const client = createClient({ env: envOf(endpoint) });
  return { client, store: createStore({ client, tableName: TABLE }) };
}

it('makes the table that the stack has, once', async () => {
  const dynamo = await startDynamoDB();
  const client = createClient({ env: envOf(dynamo.endpoint) });
  await ensureTable(dynamo.endpoint, TABLE);
  await ensureTable(dynamo.endpoint, TABLE);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
  const { KeySchema, GlobalSecondaryIndexes: indexes } = tableProperties;
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema, GlobalSecondaryIndexes: indexes });
  expect(dynamo.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
  client.destroy();
  await dynamo.close();
});

it('keeps its data in a folder over a restart', async () => {
  const path = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  for (const run of ['first', 'second']) {
    const dynamo = await startDynamoDB({ path });
    await ensureTable(dynamo.endpoint, TABLE);
    const { client, store } = connect(dynamo.endpoint);
    if (run === 'first') await store.memory.put('owners', ['anna'], { ttlMs: 60_000, now: 0 });
    expect(await store.memory.get('owners', 1)).toEqual(['anna']);
    client.destroy();
    await dynamo.close();
  }
  rmSync(path, { recursive: true });
});

it('gives a table of an older version the indexes it lacks, and keeps its rows', async () => {
  const dynamo = await startDynamoDB();
  const client = createClient({ env: envOf(dynamo.endpoint) });
  const { BillingMode, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes: indexes } = tableProperties;
  const older = {
    TableName: TABLE,
    BillingMode,
    KeySchema,
    AttributeDefinitions: AttributeDefinitions.slice(0, 3),
    GlobalSecondaryIndexes: indexes.slice(0, 1),
  };
  await client.send(new CreateTableCommand(older as CreateTableCommandInput));
  await waitUntilTableExists(
    { client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.2 },
    { TableName: TABLE },
  );
  const { client: rows, store } = connect(dynamo.endpoint);
  for (let n = 0; n < 30; n++) await store.memory.put(`name ${n}`, [n], { ttlMs: 60_000, now: 0 });
  await ensureTable(dynamo.endpoint, TABLE);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['due', 'history']);
  for (let n = 0; n < 30; n++) expect(await store.memory.get(`name ${n}`, 1)).toEqual([n]);
  client.destroy();
  rows.destroy();
  await dynamo.close();
});

it('says so when the port is taken', async () => {
  const dynamo = await startDynamoDB();
  const port = Number(new URL(dynamo.endpoint).port);
  await expect(startDynamoDB({ port })).rejects.toThrow('EADDRINUSE');
  await dynamo.close();
});
