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

export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** AWS SDK errors in our words; ours pass through. */
export async function guarded<T>(operation: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreError || isConditionFailed(error)) throw error;
    const name = error instanceof Error ? error.name : 'unknown';
    throw new StoreError(operation, name, !PERMANENT.has(name), error);
  }
}

/** Guards a write that only the holder of a lease may make. */
export async function fenced<T>(operation: string, work: Promise<T>): Promise<T> {
  try {
    return await guarded(operation, work);
  } catch (error) {
    if (isConditionFailed(error)) throw new LeaseLostError(operation);
    throw error;
  }
}

/** Only a person can mend these: the table is missing, or the role may not use it, or the row is too large. */
const PERMANENT = new Set(['ResourceNotFoundException', 'AccessDeniedException', 'ValidationException']);
