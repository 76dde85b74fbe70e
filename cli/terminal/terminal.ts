import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { colourFilter } from '../../jivochat/printable';

type Format = Parameters<typeof styleText>[0];

/** Where a command reads from and writes to. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** What went wrong. */
  error(text: string): void;
  /** What goes on meanwhile; only where somebody looks. */
  status?(text: string): void;
  /** Asks a yes-or-no question; only where somebody can answer. */
  confirm?(question: string): Promise<boolean>;
  /** Colours the text, on a terminal only. */
  style: (format: Format, text: string) => string;
}

/** This process' own. Colours follow `NO_COLOR` and `FORCE_COLOR` (Node.js docs: `util.styleText`). */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
    ...(process.stderr.isTTY && { status: (text: string) => void process.stderr.write(text) }),
    ...(process.stdin.isTTY && process.stdout.isTTY && { confirm }),
    style: (format, text) => styleText(format, text, { stream: process.stdout }),
  };
}

/**
 * The same terminal, behind a filter that every text passes: a CRM's or a server's words can send it no control
 * character.
 */
export function filtered(terminal: Terminal): Terminal {
  const { shown, style } = colourFilter(terminal.style);
  return {
    out: (text) => terminal.out(shown(text)),
    error: (text) => terminal.error(shown(text)),
    // A bar is drawn over itself.
    ...(terminal.status && {
      status: (text: string) => terminal.status?.(text.split('\r').map(shown).join('\r')),
    }),
    ...(terminal.confirm && { confirm: (question: string) => terminal.confirm!(shown(question)) }),
    style,
  };
}

async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } catch (error) {
    // Ctrl+C and the end of the input say no, too.
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
    process.stdout.write('\n');
    return false;
  } finally {
    lines.close();
  }
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
