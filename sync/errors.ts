/** The event has to wait for another one that is in work; it stays in the inbox and is tried again soon. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}
