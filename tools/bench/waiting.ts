import http from 'node:http';

/**
 * Counts the time in which at least one request to CRM or table is under way. Two at once count once: what is left of
 * the reply time is the handler's own.
 */
export class Waiting {
  #open = 0;
  #since = 0;
  #total = 0;

  /** Milliseconds since the last call. */
  take(): number {
    const total = this.#total;
    this.#total = 0;
    return total;
  }

  begin(): void {
    if (this.#open++ === 0) this.#since = performance.now();
  }

  end(): void {
    if (--this.#open === 0) this.#total += performance.now() - this.#since;
  }

  /** Watches `node:http` of this process: table and CRM are asked over it. */
  watch(): void {
    const request = http.request.bind(http);
    http.request = ((...args: Parameters<typeof http.request>) => {
      this.begin();
      return request(...args).once('close', () => this.end());
    }) as typeof http.request;
  }
}
