/** An answer of a CRM that is no success. Each CRM's own class adds what its decisions need. */
export abstract class ResponseError extends Error {
  constructor(
    /** What was asked, without an id or a value. */
    readonly operation: string,
    readonly status: number,
    /** The CRM's own codes. */
    codes: string,
    /** Milliseconds the CRM asks to be left alone. */
    readonly retryAfterMs?: number,
  ) {
    super(`${operation}: HTTP ${status} ${codes}`);
  }
}

/**
 * The answer; undefined where the CRM refuses in a way that was to be expected.
 * @param expected statuses, or what tells such a refusal. @throws whatever else came.
 */
export async function unlessRefused<T, Refusal extends ResponseError = ResponseError>(
  work: Promise<T>,
  expected: readonly number[] | ((refusal: Refusal) => boolean),
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const isExpected = (refusal: ResponseError) =>
      typeof expected === 'function' ? expected(refusal as Refusal) : expected.includes(refusal.status);
    if (error instanceof ResponseError && isExpected(error)) return undefined;
    throw error;
  }
}
