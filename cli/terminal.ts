/** Where a command writes to. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** What goes on meanwhile; only on a terminal. */
  status?(text: string): void;
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    ...(process.stderr.isTTY && { status: (text: string) => void process.stderr.write(text) }),
  };
}

const WIDTH = 30;

/** A bar for what takes long; silent where nobody looks. */
export function progress(terminal: Terminal, total: number, done: string): { step(): void } {
  let count = 0;
  return {
    step() {
      count++;
      const filled = Math.round((count / total) * WIDTH);
      terminal.status?.(
        `\r[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${count}/${total} ${done}${count === total ? '\n' : ''}`,
      );
    },
  };
}
