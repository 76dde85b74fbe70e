import { namesIn, type Expression } from '../../leads/vocabulary/expression';
import { parseExpression } from '../../leads/vocabulary/parse-expression';
import type { Path, Problem } from './problem';

/** Reads the sources of a file and remembers the names they ask for. */
export class Sources {
  readonly #problems: Problem[];
  readonly #names = new Set<string>();

  constructor(problems: Problem[]) {
    this.#problems = problems;
  }

  /** In alphabetical order, so that equal files compile to equal data. */
  get names(): string[] {
    return [...this.#names].sort();
  }

  /** An expression of no part where the text is none; the problem is told. */
  read(text: string, path: Path): Expression {
    const parsed = parseExpression(text);
    if (parsed.ok) {
      for (const name of namesIn(parsed.expression)) this.need(name);
      return parsed.expression;
    }
    const { problem, near } = parsed;
    const maybeFixed = !near && !/[{|]/.test(text);
    const hint = maybeFixed ? ' (a fixed text is written { value: … })' : '';
    this.#problems.push({ path, what: problem + (near ? `; did you mean ${near}?` : hint) });
    return [];
  }

  /** A name that something looks at without a source. */
  need(name: string): void {
    this.#names.add(name);
  }
}
