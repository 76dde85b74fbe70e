/** Where in the file: keys and positions in lists, from the top. */
export type Path = readonly (string | number)[];

/** Something wrong in what the file says. */
export interface Problem {
  path: Path;
  what: string;
}

/** The configuration file cannot be used; every problem at once, each with its line. */
export class CompanyFileError extends Error {
  override readonly name = 'CompanyFileError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration file has ${problems.length} problem(s): ${problems.join('; ')}`);
    this.problems = problems;
  }
}
