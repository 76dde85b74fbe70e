import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What becomes of some rows of one request, by their places in it; of the others it does what it was asked. */
export interface PartFault {
  /** `unprocessed`: the answer names them. `cut-off`: no answer comes. */
  kind: 'unprocessed' | 'cut-off';
  left: readonly number[];
}

/** What is left of a fault once the SDK has repeated the request; `-after`: the table did what it was asked. */
export type StoreFault = keyof typeof ERRORS | 'slow' | PartFault;

/** Names as the SDK gives them. `timeout-late`: the table does it when its sender has given up. */
const ERRORS = {
  refused: 'ECONNREFUSED',
  'reset-before': 'ECONNRESET',
  'reset-after': 'ECONNRESET',
  'timeout-before': 'TimeoutError',
  'timeout-after': 'TimeoutError',
  'timeout-late': 'TimeoutError',
  throttled: 'ProvisionedThroughputExceededException',
  'server-error': 'InternalServerError',
  'server-error-after': 'InternalServerError',
  html: 'SyntaxError',
  unavailable: 'ServiceUnavailable',
} as const;

const LATE_MS = 150;

/** What can happen to a request for so many rows at once; none: a request for one. */
export function storeFaults(rows: number): StoreFault[] {
  const left = subsets(rows);
  return [
    ...(Object.keys(ERRORS) as (keyof typeof ERRORS)[]),
    'slow',
    ...left.map((some) => ({ kind: 'unprocessed' as const, left: some })),
    // Of none and of all the others tell: reset-after, reset-before.
    ...left.filter((some) => some.length < rows).map((some) => ({ kind: 'cut-off' as const, left: some })),
  ];
}

/** Every choice of places, but that of none. */
export function subsets(places: number): number[][] {
  const all = Array.from({ length: places }, (_, place) => place);
  return Array.from({ length: 2 ** places - 1 }, (_, at) => all.filter((place) => (at + 1) & (1 << place)));
}

/** The nth request to a table's client, and what becomes of it; each request is noted with how many rows it puts at once. */
export interface StorePlan {
  nth?: number;
  fault?: StoreFault;
  seen: number[];
  /** What has arrived late, once it has. */
  late?: Promise<unknown>;
}

/** A table client that fails at the nth request. */
export function faultyClient(client: DynamoDBClient, plan: StorePlan) {
  const send = async (command: Parameters<DynamoDBClient['send']>[0]) => {
    const fault = plan.seen.push(rowsOf(command)) === plan.nth ? plan.fault : undefined;
    if (!fault) return client.send(command);
    if (typeof fault === 'object') return inPart(client, command as BatchWriteItemCommand, fault);
    if (fault === 'slow') return sleep(250).then(() => client.send(command));
    const error = named(ERRORS[fault]);
    if (fault.endsWith('-after')) await client.send(command);
    if (fault.endsWith('-late'))
      plan.late = sleep(LATE_MS).then(() => client.send(command).catch(() => undefined));
    throw error;
  };
  return { send } as unknown as DynamoDBClient;
}

function rowsOf(command: unknown): number {
  if (!(command instanceof BatchWriteItemCommand)) return 0;
  return Object.values(command.input.RequestItems!).flat().length;
}

/** When the request came to hold other rows than in the recorded run, those there are. */
async function inPart(client: DynamoDBClient, command: BatchWriteItemCommand, { kind, left }: PartFault) {
  if (!rowsOf(command)) return client.send(command);
  const [[table, rows]] = Object.entries(command.input.RequestItems!) as [[string, object[]]];
  const isLeft = (_row: object, place: number) => left.includes(place);
  const done = rows.filter((row, place) => !isLeft(row, place));
  if (done.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: done } }));
  if (kind === 'cut-off') throw named('ECONNRESET');
  return { UnprocessedItems: { [table]: rows.filter(isLeft) } };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
