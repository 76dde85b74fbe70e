/** The event has to wait for another one that is in work; it stays in the inbox and is tried again soon. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** Whoever worked on the event was gone before the end, several times: out of memory, or out of time. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError';
}

/** The CRM is known to be down: it is not asked, and the event waits until somebody has found it answering. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
  /** Epoch milliseconds of the next attempt. */
  readonly until: number;

  constructor(until: number) {
    super('The CRM is down; it is not asked for a while');
    this.until = until;
  }
}
