import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { StoreError, guarded, isConditionFailed } from '../errors';
import { fromItem, toItem } from './marshalling';

/** A row, or values of an expression, as plain JavaScript values. */
export type Item = Record<string, unknown>;

/** Which table of which account. */
export interface TablePlace {
  client: Pick<DynamoDBClient, 'send'>;
  tableName: string;
}

/** In DynamoDB's expressions `:name` is one of these values, and `#name` the attribute `name` where `names` says nothing else. */
interface Terms {
  values?: Item;
  names?: Readonly<Record<string, string>>;
}

interface Condition extends Terms {
  condition?: string;
  returns?: 'ALL_OLD' | 'ALL_NEW';
}

export interface Change extends Condition {
  /** By attribute; what is undefined stays as it is. */
  set?: Item;
  /** Further assignments, in DynamoDB's words. */
  assign?: readonly string[];
  remove?: readonly string[];
}

export interface Query extends Terms {
  index: string;
  /** Of the index' keys. */
  where: string;
  filter?: string;
  /** All that the index carries where none is named. */
  attributes?: readonly string[];
  /** Only how many. */
  count?: boolean;
  limit?: number;
  /** `next` of the page before. */
  start?: Item;
  descending?: boolean;
}

export interface Page {
  rows: Item[];
  count: number;
  next?: Item;
}

interface Read {
  /** All where none is named. */
  attributes?: readonly string[];
  /** False: a second late, for half the price. */
  consistent?: boolean;
}

/** DynamoDB API Reference: BatchGetItem. */
const MOST_KEYS = 100;

/**
 * The one table, with rows as JavaScript values: two steps around each request in place of the document client's own layer
 * of middleware (docs/performance.md has what that costs). A condition that does not hold is an answer, not an error.
 * Every method throws StoreError, which names the operation.
 */
export class Table {
  readonly #client: TablePlace['client'];
  readonly #name: string;

  constructor({ client, tableName }: TablePlace) {
    this.#client = client;
    this.#name = tableName;
  }

  async get(operation: string, pk: string, { consistent = true }: Read = {}): Promise<Item | undefined> {
    const command = new GetItemCommand({ ...this.#row(pk), ConsistentRead: consistent });
    return read((await guarded(operation, this.#client.send(command))).Item);
  }

  /**
   * The rows there are, in no order.
   * @throws StoreError also when some were left out for want of capacity: absent is not the same as not asked.
   */
  async getAll(
    operation: string,
    pks: readonly string[],
    { attributes, consistent = true }: Read = {},
  ): Promise<Item[]> {
    const unique = [...new Set(pks)];
    const rows: Item[] = [];
    for (let at = 0; at < unique.length; at += MOST_KEYS) {
      const Keys = unique.slice(at, at + MOST_KEYS).map((pk) => toItem({ pk }));
      const request = { Keys, ConsistentRead: consistent, ...expressions({ Projection: list(attributes) }) };
      const command = new BatchGetItemCommand({ RequestItems: { [this.#name]: request } });
      const { Responses, UnprocessedKeys } = await guarded(operation, this.#client.send(command));
      if (UnprocessedKeys?.[this.#name]) throw new StoreError(operation, 'some were not read', true);
      rows.push(...(Responses?.[this.#name] ?? []).map(fromItem));
    }
    return rows;
  }

  /**
   * Puts up to 25 rows, each by itself: some of them may be put and others not. No condition holds it back, and it is asked
   * once: whoever repeats it may overwrite what others have written since.
   * @returns the keys of the rows that DynamoDB has not put.
   */
  async putAllOnce(operation: string, rows: readonly Item[]): Promise<ReadonlySet<unknown>> {
    const puts = rows.map((row) => ({ PutRequest: { Item: toItem(row) } }));
    const command = new BatchWriteItemCommand({ RequestItems: { [this.#name]: puts } });
    const { UnprocessedItems } = await guarded(operation, this.#client.send(command));
    const left = UnprocessedItems?.[this.#name] ?? [];
    return new Set(left.map(({ PutRequest }) => PutRequest?.Item?.pk?.S));
  }

  /** @returns the row that `returns` names, empty where there is none; undefined: the condition did not hold. */
  put(operation: string, row: Item, { condition, returns, ...terms }: Condition = {}) {
    const request = { TableName: this.#name, Item: toItem(row), ReturnValues: returns };
    const command = new PutItemCommand({ ...request, ...expressions({ Condition: condition }, terms) });
    return whereItHeld(operation, this.#client.send(command));
  }

  /** @returns as `put`. */
  update(operation: string, pk: string, { condition, returns, ...change }: Change) {
    const { set = {}, assign = [], remove = [] } = change;
    const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
    const update = [
      clause('SET', [...Object.keys(given).map((_, at) => `#s${at} = :s${at}`), ...assign]),
      clause(
        'REMOVE',
        remove.map((_, at) => `#r${at}`),
      ),
    ].join('');
    const names = { ...change.names, ...numbered('s', Object.keys(given)), ...numbered('r', remove) };
    const values = { ...change.values, ...numbered('s', Object.values(given)) };
    const command = new UpdateItemCommand({
      ...this.#row(pk),
      ReturnValues: returns,
      ...expressions({ Update: update, Condition: condition }, { names, values }),
    });
    return whereItHeld(operation, this.#client.send(command));
  }

  /** @returns as `put`. */
  delete(operation: string, pk: string, { condition, returns, ...terms }: Condition = {}) {
    const request = { ...this.#row(pk), ReturnValues: returns };
    const command = new DeleteItemCommand({ ...request, ...expressions({ Condition: condition }, terms) });
    return whereItHeld(operation, this.#client.send(command));
  }

  /** One page of an index. */
  async query(operation: string, { index, count, limit, start, descending, ...query }: Query): Promise<Page> {
    const { where, filter, attributes, ...terms } = query;
    const parts = { KeyCondition: where, Filter: filter, Projection: list(attributes) };
    const command = new QueryCommand({
      TableName: this.#name,
      IndexName: index,
      Select: count ? 'COUNT' : undefined,
      Limit: limit,
      ExclusiveStartKey: start && toItem(start),
      ScanIndexForward: !descending,
      ...expressions(parts, terms),
    });
    const { Items = [], Count = 0, LastEvaluatedKey } = await guarded(operation, this.#client.send(command));
    return { rows: Items.map(fromItem), count: Count, next: read(LastEvaluatedKey) };
  }

  /** Every row. Reads, and costs, the whole table. */
  async *scan(operation: string, attributes?: readonly string[]): AsyncGenerator<Item> {
    let start: Row | undefined;
    do {
      const request = { TableName: this.#name, ConsistentRead: true, ExclusiveStartKey: start };
      const command = new ScanCommand({ ...request, ...expressions({ Projection: list(attributes) }) });
      const { Items = [], LastEvaluatedKey } = await guarded(operation, this.#client.send(command));
      yield* Items.map(fromItem);
      start = LastEvaluatedKey;
    } while (start);
  }

  #row(pk: string) {
    return { TableName: this.#name, Key: toItem({ pk }) };
  }
}

type Row = Record<string, AttributeValue>;

function read(row: Row | undefined): Item | undefined {
  return row && fromItem(row);
}

async function whereItHeld(
  operation: string,
  work: Promise<{ Attributes?: Row }>,
): Promise<Item | undefined> {
  try {
    return fromItem((await guarded(operation, work)).Attributes ?? {});
  } catch (error) {
    if (isConditionFailed(error)) return undefined;
    throw error;
  }
}

function list(attributes: readonly string[] | undefined): string | undefined {
  return attributes?.map((name) => `#${name}`).join(', ');
}

function clause(word: string, parts: readonly string[]): string {
  return parts.length > 0 ? `${word} ${parts.join(', ')} ` : '';
}

function numbered<T>(prefix: string, items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.map((item, at) => [prefix + at, item]));
}

type Expression = 'Update' | 'Condition' | 'KeyCondition' | 'Filter' | 'Projection';

/** The expressions with all they name and nothing else: DynamoDB refuses what is not used. */
function expressions(
  parts: Readonly<Partial<Record<Expression, string>>>,
  { values = {}, names = {} }: Terms = {},
): Partial<Record<`${Expression}Expression`, string>> & ExpressionTerms {
  const given = Object.entries(parts).filter(([, text]) => text);
  const all = given.map(([, text]) => text).join(' ');
  const tokens = (sign: '#' | ':') => [...new Set(all.match(sign === '#' ? /#\w+/g : /:\w+/g))];
  const named = tokens('#').map((token) => [token, names[token.slice(1)] ?? token.slice(1)] as const);
  const valued = tokens(':').map((token) => [token, values[token.slice(1)]] as const);
  return {
    ...Object.fromEntries(given.map(([name, text]) => [`${name}Expression`, text])),
    ...(named.length > 0 && { ExpressionAttributeNames: Object.fromEntries(named) }),
    ...(valued.length > 0 && { ExpressionAttributeValues: toItem(Object.fromEntries(valued)) }),
  };
}

interface ExpressionTerms {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Row;
}
