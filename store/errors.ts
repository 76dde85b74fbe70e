/** The table cannot be read or written, or refused. Messages hold operation and kind, never the contents of a row. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
  readonly operation: string;
  readonly retryable: boolean;

  constructor(operation: string, message: string, retryable: boolean, cause?: unknown) {
    super(`store: ${operation}: ${message}`, { cause });
    this.operation = operation;
    this.retryable = retryable;
  }
}

/** Somebody else holds the row by now: what this work was about to write is no longer ours to write. */
export class LeaseLostError extends StoreError {
  override readonly name = 'LeaseLostError';

  constructor(operation: string) {
    super(operation, 'the lease was lost to another worker', true);
  }
}

/** Part of what a row names cannot be read any more: trying again cannot bring it back. */
export class PayloadLostError extends StoreError {
  override readonly name = 'PayloadLostError';

  constructor(operation: string, cause?: unknown) {
    super(operation, 'a part is missing or damaged', false, cause);
  }
}

/**
 * What a row remembers is not what this program writes: a newer version wrote it, or somebody changed it by hand. The row
 * is left as it is; the version that wrote it reads it, and removing it makes its chat or person begin anew.
 */
export class UnreadableRowError extends StoreError {
  override readonly name = 'UnreadableRowError';
  /** Of the row. A thread's may hold the number of a caller. */
  readonly key: string;

  constructor(operation: string, key: string, why: string) {
    super(operation, `the row ${key} cannot be read: ${why}`, false);
    this.key = key;
  }
}

/** What only a parked event can be done with was asked of one that is parked no longer, or never was. */
export class NotParkedError extends StoreError {
  override readonly name = 'NotParkedError';

  constructor(operation: string) {
    super(operation, 'it is not parked', false);
  }
}

export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** DynamoDB answered that it does nothing of what it was asked; of other failures nobody knows what they have done, or will. */
export function isRefusal({ cause }: StoreError): boolean {
  const { $metadata } = (cause ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === REFUSED;
}

/** DynamoDB Developer Guide: Error handling. 400 is the request's own fault, or one of throttling. */
const REFUSED = 400;

/** AWS SDK errors in our words; ours pass through. */
export async function guarded<T>(operation: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreError || isConditionFailed(error)) throw error;
    const name = nameOf(error);
    throw new StoreError(operation, name, !PERMANENT.has(name), error);
  }
}

/** AWS' name of the error; of a connection that failed, the system's code says more. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  return error.name === 'Error' || error.name === 'AggregateError' ? (code ?? error.name) : error.name;
}

/**
 * Only the holder of a lease may write; or the last one, as long as nobody else has held the row since: the SDK repeats a
 * write whose answer was lost, and the first one may have let go. Whoever takes a row removes `lastOwner`.
 */
export const HELD_BY_OWNER = 'leaseOwner = :owner OR lastOwner = :owner';

/** @param row what a write under `HELD_BY_OWNER` gave back. @throws LeaseLostError when its condition did not hold. */
export function stillHeld<T>(operation: string, row: T | undefined): T {
  if (row === undefined) throw new LeaseLostError(operation);
  return row;
}

/** Only a person can mend these: the table is missing, or the role may not use it, or the row is too large. */
const PERMANENT = new Set(['ResourceNotFoundException', 'AccessDeniedException', 'ValidationException']);
