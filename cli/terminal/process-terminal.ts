import { styleText } from 'node:util';
import { confirm as ask, progress, spinner } from '@clack/prompts';
import type { Terminal, Working } from './terminal';

/** This process' own. Colours follow `NO_COLOR` and `FORCE_COLOR` (Node.js docs: `util.styleText`). */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
    ...(process.stderr.isTTY && { working }),
    ...(process.stdin.isTTY && process.stdout.isTTY && { confirm }),
    style: (format, text) => styleText(format, text, { stream: process.stdout }),
  };
}

/** Ctrl+C says no, too. */
async function confirm(question: string): Promise<boolean> {
  return (await ask({ message: question, initialValue: false })) === true;
}

/** On the error output: results may go to a file. */
function working(words: string, total?: number): Working {
  const output = process.stderr;
  if (total === undefined) {
    const wheel = spinner({ output });
    wheel.start(words);
    return { step: (said) => said !== undefined && wheel.message(said), end: (said) => wheel.stop(said) };
  }
  const bar = progress({ output, max: total });
  bar.start(words);
  return { step: (said) => bar.advance(1, said), end: (said) => bar.stop(said) };
}
