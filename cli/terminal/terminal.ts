import type { styleText } from 'node:util';
import { colourFilter } from '../../jivochat/printable';

type Format = Parameters<typeof styleText>[0];

/** Where a command reads from and writes to. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** What went wrong. */
  error(text: string): void;
  /** Shows that something takes long; only where somebody looks. @param total steps, where they are known. */
  working?(words: string, total?: number): Working;
  /** Asks a yes-or-no question; only where somebody can answer. */
  confirm?(question: string): Promise<boolean>;
  /** Colours the text, on a terminal only. */
  style: (format: Format, text: string) => string;
}

export interface Working {
  /** A step is done. @param words in place of the first ones. */
  step(words?: string): void;
  end(words: string): void;
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
    ...(terminal.working && {
      working(words: string, total?: number) {
        const inner = terminal.working!(shown(words), total);
        return {
          step: (said?: string) => inner.step(said === undefined ? undefined : shown(said)),
          end: (said: string) => inner.end(shown(said)),
        };
      },
    }),
    ...(terminal.confirm && { confirm: (question: string) => terminal.confirm!(shown(question)) }),
    style,
  };
}
