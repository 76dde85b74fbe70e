import type { EngineAnswer } from './engine';

type Send = (operation: string, input: unknown) => Promise<EngineAnswer>;

/** DynamoDB API Reference: BatchWriteItem. */
const BATCH = 25;

/**
 * Gives a table of the local engine, which cannot add an index, another definition: its rows are read, and put back into a
 * new one of the same name.
 * @param definition of CreateTable, with the name.
 * @throws Error with the engine's words; the rows are not lost then as long as the engine has not taken the table away.
 */
export async function rebuildTable(send: Send, definition: { TableName: string }): Promise<void> {
  const { TableName } = definition;
  const rows: unknown[] = [];
  let start: unknown;
  do {
    const { Items = [], LastEvaluatedKey } = await asked(send, 'Scan', {
      TableName,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    rows.push(...(Items as unknown[]));
    start = LastEvaluatedKey;
  } while (start !== undefined);
  await asked(send, 'DeleteTable', { TableName });
  // The engine takes a table away in the background.
  while ((await send('DescribeTable', { TableName })).status === 200) await pause();
  await asked(send, 'CreateTable', definition);
  await untilActive(send, TableName);
  for (let at = 0; at < rows.length; at += BATCH) {
    const puts = rows.slice(at, at + BATCH).map((Item) => ({ PutRequest: { Item } }));
    await asked(send, 'BatchWriteItem', { RequestItems: { [TableName]: puts } });
  }
}

/** The engine makes a table in the background, and takes no row before it is there. */
export async function untilActive(send: Send, TableName: string): Promise<void> {
  while (!(await isActive(send, TableName))) await pause();
}

async function isActive(send: Send, TableName: string): Promise<boolean> {
  const { Table } = await asked(send, 'DescribeTable', { TableName });
  return (Table as { TableStatus?: string } | undefined)?.TableStatus === 'ACTIVE';
}

async function asked(send: Send, operation: string, input: unknown): Promise<Record<string, unknown>> {
  const { status, body } = await send(operation, input);
  if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  return body;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
