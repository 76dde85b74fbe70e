import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand as QueryItemsCommand,
  ScanCommand as ScanItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type BatchGetItemCommandInput,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput as QueryItemsInput,
  type ScanCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { fromItem, toItem } from './marshalling';

/** A row, or values of an expression, as plain JavaScript values. */
export type Item = Record<string, unknown>;

type Plain<Input, Names extends keyof Input> = Omit<Input, Names> & Partial<Record<Names, Item>>;

/** A request in plain values: what DynamoDB is sent, and how its answer is read. */
export interface TableCommand<Output> {
  send(client: DynamoDBClient): Promise<Output>;
}

/**
 * The SDK's plain client with rows as JavaScript values. Two steps around each request in place of the document client's
 * own layer of middleware: docs/performance.md has what that costs.
 */
export class TableClient {
  readonly #client: DynamoDBClient;

  constructor(client: DynamoDBClient) {
    this.#client = client;
  }

  send<Output>(command: TableCommand<Output>): Promise<Output> {
    return command.send(this.#client);
  }

  destroy(): void {
    this.#client.destroy();
  }
}

export class GetCommand implements TableCommand<{ Item?: Item }> {
  constructor(readonly input: Omit<GetItemCommandInput, 'Key'> & { Key: Item }) {}

  async send(client: DynamoDBClient) {
    const input = { ...this.input, Key: toItem(this.input.Key) };
    return { Item: read((await client.send(new GetItemCommand(input))).Item) };
  }
}

export class PutCommand implements TableCommand<{ Attributes?: Item }> {
  constructor(
    readonly input: Plain<Omit<PutItemCommandInput, 'Item'>, 'ExpressionAttributeValues'> & { Item: Item },
  ) {}

  async send(client: DynamoDBClient) {
    const input = { ...this.input, Item: toItem(this.input.Item), ...values(this.input) };
    return { Attributes: read((await client.send(new PutItemCommand(input))).Attributes) };
  }
}

export class UpdateCommand implements TableCommand<{ Attributes?: Item }> {
  constructor(
    readonly input: Plain<Omit<UpdateItemCommandInput, 'Key'>, 'ExpressionAttributeValues'> & { Key: Item },
  ) {}

  async send(client: DynamoDBClient) {
    const input = { ...this.input, Key: toItem(this.input.Key), ...values(this.input) };
    return { Attributes: read((await client.send(new UpdateItemCommand(input))).Attributes) };
  }
}

export class DeleteCommand implements TableCommand<{ Attributes?: Item }> {
  constructor(
    readonly input: Plain<Omit<DeleteItemCommandInput, 'Key'>, 'ExpressionAttributeValues'> & { Key: Item },
  ) {}

  async send(client: DynamoDBClient) {
    const input = { ...this.input, Key: toItem(this.input.Key), ...values(this.input) };
    return { Attributes: read((await client.send(new DeleteItemCommand(input))).Attributes) };
  }
}

type KeysAndAttributes = NonNullable<BatchGetItemCommandInput['RequestItems']>[string];

export class BatchGetCommand implements TableCommand<{
  Responses?: Record<string, Item[]>;
  UnprocessedKeys?: Record<string, unknown>;
}> {
  constructor(
    readonly input: { RequestItems: Record<string, Omit<KeysAndAttributes, 'Keys'> & { Keys: Item[] }> },
  ) {}

  async send(client: DynamoDBClient) {
    const tables = Object.entries(this.input.RequestItems);
    const RequestItems = Object.fromEntries(
      tables.map(([table, request]) => [table, { ...request, Keys: request.Keys.map(toItem) }]),
    );
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
    const rows = Object.entries(Responses ?? {}).map(([table, items]) => [table, items.map(fromItem)]);
    return { Responses: Object.fromEntries(rows) as Record<string, Item[]>, UnprocessedKeys };
  }
}

export type QueryCommandInput = Plain<QueryItemsInput, 'ExpressionAttributeValues' | 'ExclusiveStartKey'>;

interface RowsFound {
  Items?: Item[];
  Count?: number;
  LastEvaluatedKey?: Item;
}

export class QueryCommand implements TableCommand<RowsFound> {
  constructor(readonly input: QueryCommandInput) {}

  async send(client: DynamoDBClient) {
    const input = { ...this.input, ...values(this.input), ...startKey(this.input) };
    return found(await client.send(new QueryItemsCommand(input)));
  }
}

export class ScanCommand implements TableCommand<RowsFound> {
  constructor(readonly input: Plain<ScanCommandInput, 'ExpressionAttributeValues' | 'ExclusiveStartKey'>) {}

  async send(client: DynamoDBClient) {
    const input = { ...this.input, ...values(this.input), ...startKey(this.input) };
    return found(await client.send(new ScanItemsCommand(input)));
  }
}

function values({ ExpressionAttributeValues: plain }: { ExpressionAttributeValues?: Item }) {
  return { ExpressionAttributeValues: plain && toItem(plain) };
}

function startKey({ ExclusiveStartKey: plain }: { ExclusiveStartKey?: Item }) {
  return { ExclusiveStartKey: plain && toItem(plain) };
}

type Row = Record<string, AttributeValue>;

function read(row: Row | undefined): Item | undefined {
  return row && fromItem(row);
}

function found({
  Items,
  Count,
  LastEvaluatedKey,
}: {
  Items?: Row[];
  Count?: number;
  LastEvaluatedKey?: Row;
}): RowsFound {
  return { Items: Items?.map(fromItem), Count, LastEvaluatedKey: read(LastEvaluatedKey) };
}
