import { createTransport, type Fetch } from '../../connectors/shared/http/transport';
import type { Env } from '../../config/env';
import { runProgram } from '../../cli/program';

export interface Ended {
  code: number;
  out: string;
  error: string;
}

interface Options {
  env?: Env;
  /** What the person at the terminal answers; without it nobody is there. */
  answer?: boolean | (() => boolean);
  now?: () => number;
  /** What happens while the command waits; without it no time passes. */
  sleep?: (ms: number) => Promise<void>;
  fetch?: Fetch;
  /** Gets the results as they are said, of a command that goes on. */
  said?: string[];
}

/** Runs one command line in this process, without colours. Variables of a `.env` do not come in. */
export async function run(args: readonly string[], options: Options = {}): Promise<Ended> {
  const out = options.said ?? [];
  const error: string[] = [];
  const { answer } = options;
  const code = await runProgram(['--env-file', '/dev/null', ...args], {
    terminal: {
      out: (text) => void out.push(text),
      error: (text) => void error.push(text),
      style: (_format, text) => text,
      ...(answer !== undefined && {
        confirm: (question: string) => {
          out.push(question);
          return Promise.resolve(typeof answer === 'function' ? answer() : answer);
        },
      }),
    },
    env: options.env ?? {},
    fetch: options.fetch ?? createTransport(),
    now: options.now ?? Date.now,
    sleep: options.sleep ?? (() => Promise.resolve()),
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
}
