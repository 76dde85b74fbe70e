import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors';

/** JivoChat's documented events. Found from the package's root: the bundle stands at another depth than this file. */
const FOLDER = join(packageRoot(__dirname), 'sandbox', 'events');
const EXTENSION = '.json';

export function documentedEvents(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .toSorted();
}

/**
 * An event's body as it stands in the file: numbers keep all their digits.
 * @param what the name of a documented event, or a file.
 * @throws UsageError when there is no such file, or it holds no JSON.
 */
export function readEventBody(what: string): string {
  const file = documentedEvents().includes(what) ? join(FOLDER, what + EXTENSION) : what;
  try {
    const body = readFileSync(file, 'utf8');
    JSON.parse(body);
    return body;
  } catch (error) {
    throw new UsageError(`send: ${what}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'holds no JSON';
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no documented event (--list shows them) and no such file';
  return `cannot be read (${code ?? 'unknown'})`;
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
}
