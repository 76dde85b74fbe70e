/** API Gateway's token bucket: `burst` at once, `rate` a second (API Gateway Developer Guide: throttling). */
export class TokenBucket {
  #tokens?: number;
  #at = 0;

  /** @param now epoch milliseconds. @returns false: turned away. */
  take(rate: number, burst: number, now: number): boolean {
    const grown = (this.#tokens ?? burst) + ((now - this.#at) / 1000) * rate;
    this.#tokens = Math.min(burst, grown);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
