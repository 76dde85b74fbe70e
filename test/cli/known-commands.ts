import { runProgram } from '../../cli/program';

const COMMAND = /npm run cli -- (?:--env-file \S+ )*([a-z]+)/g;

/** Commands that a text tells to run (`npm run cli -- …`) and that the program does not have. */
export async function unknownCommands(text: string): Promise<{ named: number; unknown: string[] }> {
  const named = [...new Set([...text.matchAll(COMMAND)].map(([, command]) => command!))];
  const known = await Promise.all(named.map(isKnown));
  return { named: named.length, unknown: named.filter((_, index) => !known[index]) };
}

/** The help of a command that is unknown is that of the program. */
async function isKnown(command: string): Promise<boolean> {
  const lines: string[] = [];
  const terminal = {
    out: (text: string) => void lines.push(text),
    error: () => undefined,
    style: (_: unknown, text: string) => text,
  };
  await runProgram([command, '--help'], {
    terminal,
    env: {},
    fetch,
    now: Date.now,
    sleep: () => Promise.resolve(),
  });
  return lines.join('\n').includes(`Usage: jivochat-crm ${command}`);
}
