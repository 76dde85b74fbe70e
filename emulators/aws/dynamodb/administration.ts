import { AwsError, NotEmulatedError } from '../aws-error';
import type { Caller } from '../iam/caller';
import type { Input, Operation } from '../protocol/query';
import { keyText, type Item } from './journal';
import { engineError, type Table, type Tables } from './tables';

const DAY_MS = 86_400_000;
/** DynamoDB Developer Guide: Point-in-time recovery. */
const KEPT_DAYS = 35;
const BATCH = 25;

interface AdminInput extends Input {
  TableName?: string;
  SourceTableName?: string;
  TargetTableName?: string;
  /** Epoch seconds. */
  RestoreDateTime?: number;
  UseLatestRestorableTime?: boolean;
  DeletionProtectionEnabled?: boolean;
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
  PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled: boolean };
}

/** What an operator and `doctor` ask about a table, and do to it. */
export function adminOperations(tables: Tables): Record<string, Operation> {
  const handlers: Record<string, (input: AdminInput, table: Table) => unknown> = {
    DescribeTable: async (_, { name }) => ({ Table: await tables.describe(name) }),
    DescribeTimeToLive: (_, table) => ({ TimeToLiveDescription: timeToLive(table) }),
    DescribeContinuousBackups: (_, table) => ({ ContinuousBackupsDescription: backups(tables, table) }),
    UpdateTimeToLive: ({ TimeToLiveSpecification }, table) => {
      table.settings.TimeToLive = TimeToLiveSpecification;
      return { TimeToLiveSpecification };
    },
    UpdateContinuousBackups: ({ PointInTimeRecoverySpecification }, table) => {
      table.settings.PointInTimeRecovery = PointInTimeRecoverySpecification!.PointInTimeRecoveryEnabled;
      return { ContinuousBackupsDescription: backups(tables, table) };
    },
    UpdateTable: async ({ TableName: _, DeletionProtectionEnabled, ...others }, table) => {
      const [other] = Object.keys(others);
      if (other) throw new NotEmulatedError(`UpdateTable with ${other}`);
      if (DeletionProtectionEnabled !== undefined)
        table.settings.DeletionProtectionEnabled = DeletionProtectionEnabled;
      return { TableDescription: await tables.describe(table.name) };
    },
    DeleteTable: async (_, { name }) => {
      const TableDescription = { ...(await tables.describe(name)), TableStatus: 'DELETING' };
      await tables.delete(name);
      return { TableDescription };
    },
    RestoreTableToPointInTime: (input, table) => restore(tables, table, input),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([operation, handle]) => [
      operation,
      (input: AdminInput, caller: Caller) => {
        const name = input.TableName ?? input.SourceTableName ?? '';
        caller.must(`dynamodb:${operation}`, tables.arn(name));
        return handle(input, tables.get(name));
      },
    ]),
  );
}

function timeToLive({ settings: { TimeToLive } }: Table): object {
  return TimeToLive?.Enabled
    ? { TimeToLiveStatus: 'ENABLED', AttributeName: TimeToLive.AttributeName }
    : { TimeToLiveStatus: 'DISABLED' };
}

function backups({ place: { clock } }: Tables, { settings: { PointInTimeRecovery } }: Table): object {
  const now = clock.now() / 1000;
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: PointInTimeRecovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          EarliestRestorableDateTime: now - (KEPT_DAYS * DAY_MS) / 1000,
          LatestRestorableDateTime: now,
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  };
}

/** A restored table has the keys and indexes of its source, and none of its other settings. */
async function restore(tables: Tables, source: Table, input: AdminInput): Promise<unknown> {
  const { TargetTableName = '', RestoreDateTime, UseLatestRestorableTime } = input;
  const now = tables.place.clock.now();
  if (!source.settings.PointInTimeRecovery) {
    throw new AwsError(
      'PointInTimeRecoveryUnavailableException',
      'Point in time recovery is not enabled for the table.',
    );
  }
  if (tables.find(TargetTableName)) {
    throw new AwsError('TableAlreadyExistsException', `Table already exists: ${TargetTableName}`);
  }
  const at = UseLatestRestorableTime ? now : (RestoreDateTime ?? 0) * 1000;
  if (at > now || at < now - KEPT_DAYS * DAY_MS) {
    throw new AwsError(
      'InvalidRestoreTimeException',
      'The restore time is not between the earliest and the latest restorable time.',
    );
  }
  const table = await tables.create(TargetTableName, source.definition, {
    DeletionProtectionEnabled: false,
    PointInTimeRecovery: false,
    Sse: source.settings.Sse,
  });
  await fill(tables, table, source.journal.itemsAt(at), now);
  return { TableDescription: await tables.describe(TargetTableName) };
}

async function fill({ engine }: Tables, table: Table, items: Item[], at: number): Promise<void> {
  for (let begin = 0; begin < items.length; begin += BATCH) {
    const batch = items.slice(begin, begin + BATCH);
    const requests = batch.map((Item) => ({ PutRequest: { Item } }));
    const { status, body } = await engine.send('BatchWriteItem', {
      RequestItems: { [table.name]: requests },
    });
    if (status !== 200) throw engineError(body);
    for (const item of batch) table.journal.add({ at, key: keyText(table.keyNames, item), item });
  }
}
