import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import { arnOf, type Place } from '../place';
import type { Engine } from './engine';
import { Journal, type Item } from './journal';
import { rebuildTable, untilActive } from './rebuild';

export interface TableSettings {
  DeletionProtectionEnabled: boolean;
  TimeToLive?: { AttributeName: string; Enabled: boolean };
  PointInTimeRecovery: boolean;
  Sse: boolean;
}

export interface Table {
  name: string;
  arn: string;
  keyNames: string[];
  definition: Item;
  settings: TableSettings;
  journal: Journal;
}

/** The tables of one account: the engine's, and what the engine does not know of them. */
export class Tables {
  readonly #tables = new Map<string, Table>();
  readonly engine: Engine;
  readonly place: Place;

  constructor(engine: Engine, place: Place) {
    this.engine = engine;
    this.place = place;
  }

  get names(): string[] {
    return [...this.#tables.keys()];
  }

  arn(name: string): string {
    return arnOf(this.place, 'dynamodb', `table/${name}`);
  }

  /** @throws AwsError ResourceNotFoundException. */
  get(name: string): Table {
    const table = this.#tables.get(name);
    if (table) return table;
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  }

  find(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** @param definition of CreateTable without the name. @throws AwsError as the engine words it. */
  async create(name: string, definition: Item, settings: TableSettings): Promise<Table> {
    const { status, body } = await this.engine.send('CreateTable', { TableName: name, ...definition });
    if (status !== 200) throw engineError(body);
    await untilActive((operation, input) => this.engine.send(operation, input), name);
    const keys = definition.KeySchema as { AttributeName: string }[];
    const table: Table = {
      name,
      arn: this.arn(name),
      keyNames: keys.map(({ AttributeName }) => AttributeName),
      definition,
      settings,
      journal: new Journal(),
    };
    this.#tables.set(name, table);
    return table;
  }

  /** Gives it other indexes; its rows stay. */
  async redefine(name: string, definition: Item): Promise<void> {
    const table = this.get(name);
    const send = (operation: string, input: unknown) => this.engine.send(operation, input);
    await rebuildTable(send, { TableName: name, ...definition });
    table.definition = definition;
  }

  /** @throws AwsError ResourceNotFoundException, ValidationException when it is protected. */
  async delete(name: string): Promise<void> {
    const { settings } = this.get(name);
    if (settings.DeletionProtectionEnabled) {
      throw new AwsError(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    }
    const { status, body } = await this.engine.send('DeleteTable', { TableName: name });
    if (status !== 200) throw engineError(body);
    this.#tables.delete(name);
  }

  async describe(name: string): Promise<Item> {
    const { settings, arn } = this.get(name);
    const { body } = await this.engine.send('DescribeTable', { TableName: name });
    const table = body.Table as Item;
    const indexes = (table.GlobalSecondaryIndexes as Item[] | undefined)?.map((index) => ({
      ...index,
      IndexArn: `${arn}/index/${String(index.IndexName)}`,
    }));
    return {
      ...table,
      TableArn: arn,
      TableId: randomUUID(),
      ...(indexes && { GlobalSecondaryIndexes: indexes }),
      DeletionProtectionEnabled: settings.DeletionProtectionEnabled,
      ...(settings.Sse && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } }),
    };
  }
}

export function engineError({ __type, message, Message }: Item): AwsError {
  return new AwsError(String(__type).split('#').at(-1)!, (message ?? Message ?? '') as string);
}
