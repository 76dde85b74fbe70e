/** The command line was not understood; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the program's exit says to a script. */
export const EXIT = { done: 0, failed: 1, notUnderstood: 2 } as const;
