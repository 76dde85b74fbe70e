import type { Finding } from '../../connectors/admin';
import type { Terminal } from '../terminal/terminal';

/** One finding and what to do about it, for a person. */
export function findingLines({ level, what, remedy }: Finding, { style }: Terminal): string {
  const mark = level === 'wrong' ? style('red', '✗') : style('yellow', '•');
  return `${mark} ${what}\n  → ${remedy}`;
}

export function isWrong({ level }: Finding): boolean {
  return level === 'wrong';
}
