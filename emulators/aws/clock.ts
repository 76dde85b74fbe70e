/** The time of the emulated AWS: the machine's, moved forward when a test lets hours pass. */
export class Clock {
  #offsetMs = 0;

  /** Epoch milliseconds. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  forward(ms: number): void {
    this.#offsetMs += ms;
  }
}
