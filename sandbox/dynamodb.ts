import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
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
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode,
        AttributeDefinitions,
        KeySchema,
        GlobalSecondaryIndexes,
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  } finally {
    client.destroy();
  }
}
