import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import table from '../store/table.json';

export interface LocalDynamoDB {
  endpoint: string;
  close(): Promise<void>;
}

/**
 * A local DynamoDB over HTTP.
 * @param path a folder to keep the data in; without it everything is gone with the process.
 */
export function startDynamoDB({
  port = 0,
  path,
}: { port?: number; path?: string } = {}): Promise<LocalDynamoDB> {
  const server = dynalite({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      resolve({
        endpoint: `http://127.0.0.1:${actual}`,
        close: () => new Promise((closed) => (server.close(() => closed()), server.closeAllConnections())),
      });
    });
  });
}

/** Makes the table of `store/table.json` unless it is there; what only CloudFormation knows is left out. */
export async function ensureTable(endpoint: string, TableName: string): Promise<void> {
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table as Omit<
    CreateTableCommandInput,
    'TableName'
  >;
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const wanted = { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
  try {
    await client.send(new CreateTableCommand(wanted)).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
    });
    // A table is made in the background; writes before it is active are refused. Delays are in seconds.
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.2 }, { TableName });
  } finally {
    client.destroy();
  }
}
