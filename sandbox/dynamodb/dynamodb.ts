import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ScanCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import table from '../../store/dynamodb/table.json';
import { rebuildTable } from '../../emulators/aws/dynamodb/rebuild';
import { listenOn } from '../../emulators/http/listen';
import { foreignRequest, guard, isSignedBy, type Refusal } from '../../emulators/http/local-guard';

interface LocalDynamoDB {
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
export async function startDynamoDB({
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
  const { url, close } = await listenOn(server, port);
  return { endpoint: url, close };
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

/**
 * Makes the table of `store/dynamodb/table.json` unless it is there, and gives one of an older version the indexes it lacks;
 * what only CloudFormation knows is left out.
 */
export async function ensureTable(endpoint: string, TableName: string, credentials = ANY_KEY): Promise<void> {
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table as Omit<
    CreateTableCommandInput,
    'TableName'
  >;
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  const wanted = { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
  try {
    const isThere = await client.send(new CreateTableCommand(wanted)).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
        return true;
      },
    );
    // A table is made in the background; writes before it is active are refused. Delays are in seconds.
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.2 }, { TableName });
    if (isThere && (await lacksIndex(client, TableName))) await rebuildTable(sender(client), wanted);
  } finally {
    client.destroy();
  }
}

async function lacksIndex(client: DynamoDBClient, TableName: string): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const names = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName) ?? [];
  return table.GlobalSecondaryIndexes.some(({ IndexName }) => !names.includes(IndexName));
}

/** The engine's requests by the names of DynamoDB's API. */
function sender(client: DynamoDBClient) {
  const operations: Readonly<Record<string, (input: never) => Promise<object>>> = {
    Scan: (input) => client.send(new ScanCommand(input)),
    DeleteTable: (input) => client.send(new DeleteTableCommand(input)),
    DescribeTable: (input) => client.send(new DescribeTableCommand(input)),
    CreateTable: (input) => client.send(new CreateTableCommand(input)),
    BatchWriteItem: (input) => client.send(new BatchWriteItemCommand(input)),
  };
  return async (operation: string, input: unknown) => {
    try {
      return { status: 200, body: (await operations[operation]!(input as never)) as Record<string, unknown> };
    } catch (error) {
      const { name, message } = error as Error;
      return { status: 400, body: { name, message } };
    }
  };
}
