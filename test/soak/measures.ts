import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Megabytes in use after everything that can go is gone. */
export function heapMb(): number {
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
}

/** In memory taken beforehand, so that measuring does not look like a leak. */
export class Latencies {
  readonly #ms: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#ms = new Float64Array(capacity);
  }

  add(ms: number): void {
    this.#ms[this.#count++] = ms;
  }

  /** Rounded milliseconds. */
  percentile(share: number): number {
    const sorted = this.#ms.subarray(0, this.#count).toSorted();
    const at = Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1);
    return Math.round(sorted[Math.max(0, at)] ?? 0);
  }
}
