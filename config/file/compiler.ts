import type { MappedObject, ReadyMap } from '../../leads/rules/rule';
import { namesIn, type Expression } from '../../leads/vocabulary/expression';
import { parseExpression } from '../../leads/vocabulary/parse-expression';
import { didYouMean } from '../../text/nearest';
import type { Path, Problem } from './problem';
import type { CompanyFile } from './schema';

/** An account as far as the file may speak of it. */
export interface KnownAccount {
  readonly name: string;
  /** As people know its CRM. */
  readonly label: string;
  /** Objects of it that have fields of a company's own. */
  readonly objects: readonly MappedObject[];
  /** Those of them that stand for a person. */
  readonly people: readonly MappedObject[];
  /** By object and field: what is written there unless the file says otherwise. */
  readonly readyMaps?: Readonly<Partial<Record<MappedObject, Readonly<Record<string, ReadyMap>>>>>;
  /** Of a contact or lead: the core's own, `*` for any ending. */
  readonly ownFields?: readonly string[];
}

/** A field's own name in any of the CRMs. */
const FIELD_NAME = /^[A-Za-z0-9]\w{0,99}$/;

/** What the parts of compiling share: what is said and known, what is wrong, and which names of the vocabulary are asked for. */
export class Compiler {
  readonly file: CompanyFile;
  readonly accounts: readonly KnownAccount[];
  readonly problems: Problem[] = [];
  readonly #names = new Set<string>();

  constructor(file: CompanyFile, accounts: readonly KnownAccount[]) {
    this.file = file;
    this.accounts = accounts;
  }

  /** In alphabetical order, so that equal files compile to equal data. */
  get names(): string[] {
    return [...this.#names].sort();
  }

  problem(path: Path, what: string): void {
    this.problems.push({ path, what });
  }

  /** Names that something looks at without a source. */
  need(...names: string[]): void {
    for (const name of names) this.#names.add(name);
  }

  /** An expression of no part where the text is none; the problem is told. */
  read(text: string, path: Path): Expression {
    const parsed = parseExpression(text);
    if (parsed.ok) {
      this.need(...namesIn(parsed.expression));
      return parsed.expression;
    }
    const { problem, near } = parsed;
    const maybeFixed = !near && !/[{|]/.test(text);
    const hint = maybeFixed ? ' (a fixed text is written { value: … })' : '';
    this.problem(path, problem + (near ? `; did you mean ${near}?` : hint));
    return [];
  }

  /** For a condition that names a value outright. */
  readName(name: string, path: Path): string {
    return namesIn(this.read(name, path))[0] ?? name;
  }

  /** The account of this name; the problem is told where there is none. */
  account(name: string, path: Path): KnownAccount | undefined {
    const known = this.accounts.find((account) => account.name === name);
    const names = this.accounts.map((account) => account.name);
    const hint = didYouMean(name, names, `; there are ${names.join(', ')}`);
    if (!known) this.problem(path, `${name} is no account${hint}`);
    return known;
  }

  /** Whether a field can have this name; the problem is told where it cannot. */
  isFieldName(field: string, path: Path): boolean {
    const isOne = FIELD_NAME.test(field);
    if (!isOne) this.problem(path, `${field} is no internal name of a field (letters, digits and _)`);
    return isOne;
  }
}
