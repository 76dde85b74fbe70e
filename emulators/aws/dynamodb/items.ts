import { AwsError } from '../aws-error';
import type { Caller } from '../iam/caller';
import type { Input, Operation } from '../protocol/query';
import { keyText, type Item } from './journal';
import { engineError, type Table, type Tables } from './tables';

/** What the table's users consumed, as the bill counts it. */
export interface Consumption {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

interface ItemInput extends Input {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  ReturnValues?: string;
  RequestItems?: BatchOfWrites['RequestItems'];
}

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

/** Reading and writing items, checked against the caller's policy and written into the journal. */
export function itemOperations(tables: Tables, consumed: Consumption): Record<string, Operation> {
  async function run(operation: string, input: ItemInput, caller: Caller): Promise<unknown> {
    for (const name of tableNames(input)) {
      const index = input.IndexName ? `/index/${input.IndexName}` : '';
      caller.must(`dynamodb:${operation}`, tables.arn(name) + index);
      tables.get(name);
    }
    const quiet = operation === 'UpdateItem' && (input.ReturnValues ?? 'NONE') === 'NONE';
    const { status, body } = await tables.engine.send(operation, {
      ...input,
      ReturnConsumedCapacity: input.ReturnConsumedCapacity ?? 'TOTAL',
      ...(quiet && { ReturnValues: 'ALL_NEW' }),
    });
    count(consumed, operation, body);
    if (status !== 200) throw engineError(body);
    if (operation === 'BatchWriteItem') keepAll(tables, input, body);
    else if (WRITES.has(operation)) await keep(tables, operation, input, body);
    const { Attributes, ...rest } = body;
    return quiet || Attributes === undefined ? rest : body;
  }
  return Object.fromEntries(
    [...READS, ...WRITES].map((operation) => [
      operation,
      (input: Input, caller: Caller) => run(operation, input, caller),
    ]),
  );
}

function tableNames({ TableName, RequestItems }: ItemInput): string[] {
  if (RequestItems) return Object.keys(RequestItems);
  if (!TableName) throw new AwsError('ValidationException', 'TableName must not be null');
  return [TableName];
}

/** A write whose condition fails is charged as well, and says nothing of it. */
function count(consumed: Consumption, operation: string, body: Item): void {
  const told = [body.ConsumedCapacity ?? { CapacityUnits: 1 }].flat() as { CapacityUnits: number }[];
  const units = told.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  consumed.requests++;
  consumed[READS.has(operation) ? 'readUnits' : 'writeUnits'] += units;
}

async function keep(tables: Tables, operation: string, input: ItemInput, body: Item): Promise<void> {
  const table = tables.get(input.TableName!);
  const key = keyText(table.keyNames, input.Key ?? input.Item!);
  const item = await imageAfter(tables, table, operation, input, body);
  table.journal.add({ at: tables.place.clock.now(), key, item });
}

interface BatchOfWrites {
  RequestItems?: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
}

/** @throws AwsError where the engine left some out, which it never did: the journal would not know them. */
function keepAll(tables: Tables, { RequestItems = {} }: BatchOfWrites, body: Item): void {
  const left = Object.keys(body.UnprocessedItems ?? {});
  if (left.length > 0) throw new AwsError('InternalServerError', `Not all was written to ${left.join(', ')}`);
  for (const [name, requests] of Object.entries(RequestItems)) {
    const { keyNames, journal } = tables.get(name);
    for (const { PutRequest, DeleteRequest } of requests) {
      const item = PutRequest?.Item;
      journal.add({ at: tables.place.clock.now(), key: keyText(keyNames, item ?? DeleteRequest!.Key), item });
    }
  }
}

async function imageAfter(
  tables: Tables,
  { name }: Table,
  operation: string,
  input: ItemInput,
  body: Item,
): Promise<Item | undefined> {
  if (operation === 'DeleteItem') return undefined;
  if (operation === 'PutItem') return input.Item;
  if ((input.ReturnValues ?? 'NONE') === 'NONE' || input.ReturnValues === 'ALL_NEW')
    return body.Attributes as Item;
  const { body: read } = await tables.engine.send('GetItem', {
    TableName: name,
    Key: input.Key,
    ConsistentRead: true,
  });
  return read.Item as Item | undefined;
}
