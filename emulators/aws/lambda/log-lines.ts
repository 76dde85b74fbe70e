import type { Readable } from 'node:stream';

/** Begins the line by which the runtime client ends what a request wrote (runtime-client/rapid-client.cjs). */
const MARK = '\u0000';

/** The lines of a function's two streams, and when all of a request's are here. */
export class LogLines {
  readonly #ended = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  readonly #streams: number;

  constructor(streams: readonly Readable[], onLine: (line: string) => void) {
    this.#streams = streams.length;
    for (const stream of streams) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        for (const line of lines) {
          if (line.startsWith(MARK)) this.#end(line.slice(MARK.length));
          else onLine(line);
        }
      });
      stream.on('end', () => rest && onLine(rest));
    }
  }

  /** Settles when every line that was written before the request's answer has been told. */
  until(id: string): Promise<void> {
    if (this.#ended.get(id) === this.#streams) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #end(id: string): void {
    const seen = (this.#ended.get(id) ?? 0) + 1;
    this.#ended.set(id, seen);
    if (seen === this.#streams) this.#waiting.get(id)?.();
  }
}
