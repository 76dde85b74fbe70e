/** Environment variables as handed in by the edge; never `process.env` read deep inside. */
export type Env = Readonly<Record<string, string | undefined>>;

/** `WEBHOOK_TOKENS_SSM` names the parameter in Parameter Store that holds what `WEBHOOK_TOKENS` would hold. */
export const PARAMETER_SUFFIX = '_SSM';

/** The parameter that holds a variable's value, if one is named. */
export function parameterOf(env: Env, variable: string): string | undefined {
  return env[variable + PARAMETER_SUFFIX]?.trim() || undefined;
}

/** All that is wrong with the configuration, told at once. Values are never quoted: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s): ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Reads typed values and collects what is wrong; `done()` throws it all as one `ConfigError`. */
export class EnvReader {
  readonly #env: Env;
  readonly #problems: string[] = [];

  constructor(env: Env) {
    this.#env = env;
  }

  text(name: string): string | undefined {
    return this.#env[name]?.trim() || undefined;
  }

  required(name: string, meaning: string): string {
    const value = this.text(name);
    if (value === undefined)
      this.#problems.push(`${name} is missing (${meaning})${this.parameterHint(name)}`);
    return value ?? '';
  }

  /** Where a value that is missing should have come from; empty when no parameter is named for it. */
  parameterHint(name: string): string {
    const parameter = parameterOf(this.#env, name);
    return parameter && !this.text(name) ? `; Parameter Store has no ${parameter}` : '';
  }

  /** Comma-separated, blanks left out. */
  list(name: string): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  }

  /** `left=right,left=right`, in the order written. */
  pairs(name: string): [string, string][] {
    return this.list(name).flatMap((item) => {
      const at = item.indexOf('=');
      const [left, right] = [item.slice(0, at).trim(), item.slice(at + 1).trim()];
      if (at > 0 && left && right) return [[left, right] as [string, string]];
      this.#problems.push(`${name} must read left=right,left=right`);
      return [];
    });
  }

  /** @param parse undefined: the text is none; `must` says what it should be. */
  parsed<T>(name: string, fallback: T, must: string, parse: (text: string) => T | undefined): T {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value === undefined) this.#problems.push(`${name} must be ${must}`);
    return value ?? fallback;
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** @throws ConfigError when anything read so far was wrong. */
  done(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }
}

/** Without a pattern: one that looks for the end of a run tries again at every slash of it. */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end--;
  return text.slice(0, end);
}
