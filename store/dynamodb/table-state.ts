import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
  type DynamoDBClient,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import table from './table.json';

/** How the table in the account differs from `table.json`. */
export interface TableState {
  exists: boolean;
  /** In words: "the key is …, not …". */
  differences: string[];
  /** `unknown`: the engine or the role does not tell. */
  expiry: 'on' | 'off' | 'unknown';
}

/** Reads the table's own description. @throws what the SDK throws, but for a table that does not exist. */
export async function readTableState(client: DynamoDBClient, tableName: string): Promise<TableState> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return { exists: true, differences: differences(Table ?? {}), expiry: await expiry(client, tableName) };
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    return { exists: false, differences: [], expiry: 'unknown' };
  }
}

/** What the code relies on: keys, the index by due time, and what the index carries. */
export function differences({ KeySchema, GlobalSecondaryIndexes = [] }: TableDescription): string[] {
  const found: string[] = [];
  if (keys(KeySchema) !== keys(table.KeySchema)) {
    found.push(`its key is ${keys(KeySchema)}, not ${keys(table.KeySchema)}`);
  }
  for (const wanted of table.GlobalSecondaryIndexes) {
    const index = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === wanted.IndexName);
    if (!index) {
      found.push(`it has no index ${wanted.IndexName}`);
      continue;
    }
    if (keys(index.KeySchema) !== keys(wanted.KeySchema)) {
      found.push(
        `the key of its index ${wanted.IndexName} is ${keys(index.KeySchema)}, not ${keys(wanted.KeySchema)}`,
      );
    }
    const carried = index.Projection?.NonKeyAttributes ?? [];
    const missing = wanted.Projection.NonKeyAttributes.filter((name) => !carried.includes(name));
    if (index.Projection?.ProjectionType !== 'ALL' && missing.length > 0) {
      found.push(`its index ${wanted.IndexName} does not carry ${missing.join(', ')}`);
    }
  }
  return found;
}

function keys(schema: readonly Partial<Record<keyof KeySchemaElement, string>>[] = []): string {
  return schema.map(({ AttributeName, KeyType }) => `${AttributeName} (${KeyType})`).join(', ') || 'absent';
}

async function expiry(client: DynamoDBClient, tableName: string): Promise<TableState['expiry']> {
  try {
    const { TimeToLiveDescription: description } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: tableName }),
    );
    const on = ['ENABLED', 'ENABLING'].includes(description?.TimeToLiveStatus ?? '');
    return on && description?.AttributeName === table.TimeToLiveSpecification.AttributeName ? 'on' : 'off';
  } catch (error) {
    // Local engines have no such request, and a role may lack it; whether it is on matters only for what is kept.
    const name = error instanceof Error ? error.name : '';
    if (['UnknownOperationException', 'AccessDeniedException'].includes(name)) return 'unknown';
    throw error;
  }
}
