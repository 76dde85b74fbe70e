import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import table from '../../store/dynamodb/table.json';
import { foreignRequest, guard, isSignedBy, type Refusal } from '../../emulators/http/local-guard';

export interface LocalDynamoDB {
  endpoint: string;
  close(): Promise<void>;
}

interface LocalDynamoDBOptions {
  /** Default: a free one. */
  port?: number;
  /** A folder to keep the data in; without it everything is gone with the process. */
  path?: string;
  /** Only requests signed with this key are taken; without it any key will do. */
  accessKeyId?: string;
}

/** A local DynamoDB over HTTP. dynalite answers every web page: no page and no foreign name comes through to it. */
export function startDynamoDB({
  port = 0,
  path,
  accessKeyId,
}: LocalDynamoDBOptions = {}): Promise<LocalDynamoDB> {
  const server = dynalite({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  guard(server, (headers): Refusal | undefined => {
    const message = foreignRequest(headers);
    if (message !== undefined) return { status: 403, body: { message } };
    return accessKeyId === undefined || isSignedBy(accessKeyId, headers) ? undefined : UNKNOWN_KEY;
  });
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

/** DynamoDB Developer Guide: Error handling. */
const UNKNOWN_KEY: Refusal = {
  status: 400,
  body: {
    __type: 'com.amazon.coral.service#UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
};

const ANY_KEY = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Makes the table of `store/dynamodb/table.json` unless it is there; what only CloudFormation knows is left out. */
export async function ensureTable(endpoint: string, TableName: string, credentials = ANY_KEY): Promise<void> {
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table as Omit<
    CreateTableCommandInput,
    'TableName'
  >;
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
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
