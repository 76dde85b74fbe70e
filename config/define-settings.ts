import { EnvReader, withoutTrailingSlashes, type Env } from './env';

/** What a setting is, apart from its name: how its text is read, and what people are told of it. */
export interface Setting<T> {
  readonly kind: SettingKind;
  /** One line for the tables of docs/settings.md and the configuration file's schema. */
  readonly help: string;
  /** Its default in words; the default itself where not given. */
  readonly shown: string;
  /** A likely value, for `.env.example`. */
  readonly example?: string;
  /** `secret`: comes from Parameter Store when deployed; `local`: never deployed; else part of the functions' environment. */
  readonly reach: 'deployed' | 'secret' | 'local' | 'stack';
  /** The allowed values of a choice. */
  readonly choices?: readonly string[];
  /** @param name as the environment spells it, for what is said about a wrong value. */
  read: (reader: EnvReader, name: string) => T;
}

type SettingKind = 'text' | 'secret' | 'url' | 'integer' | 'choice' | 'list' | 'pairs' | 'logins' | 'zone';

interface About {
  help: string;
  /** The default in words, where the value itself does not say it. */
  shown?: string;
  example?: string;
  /** `local`: for the sandbox and the tests; `stack`: the template sets it itself. */
  reach?: 'deployed' | 'local' | 'stack';
}

/** What is missing is said with this meaning. */
interface Required {
  required: string;
}

interface Default<T> {
  default: T;
}

/** A text of a certain form. */
interface Form {
  /** "an id, such as 1" */
  must: string;
  /** As the code uses it; undefined for what is not of the form. */
  parse: (text: string) => string | undefined;
}

/** Free text, or one of a form. */
export function text(about: About & Partial<Form> & (Default<string> | Required)): Setting<string>;
export function text(about: About & Partial<Form>): Setting<string | undefined>;
export function text(about: About & Partial<Form & Default<string> & Required>): Setting<string | undefined> {
  const { required, must = '', parse = (given) => given } = about;
  return setting('text', about, about.default, (reader, name) => {
    const missing = required === undefined ? about.default : reader.required(name, required);
    return reader.parsed(name, missing, must, parse);
  });
}

/** @param pattern of the whole text. */
export function form(must: string, pattern: RegExp): Form {
  return { must, parse: (text) => (pattern.test(text) ? text : undefined) };
}

/** Text that is never shown, logged or written into a template. */
export function secret(about: About & Required): Setting<string>;
export function secret(about: About): Setting<string | undefined>;
export function secret(about: About & Partial<Required>): Setting<string | undefined> {
  return { ...text(about), kind: 'secret', reach: 'secret' };
}

/** Several secrets, comma-separated: while one takes the place of another, both are valid. */
export function secrets(about: About): Setting<string[]> {
  return { ...list(about), kind: 'secret', reach: 'secret' };
}

/** A http or https address, without a slash at its end. */
export function url(about: About & Default<string>): Setting<string>;
export function url(about: About): Setting<string | undefined>;
export function url(about: About & Partial<Default<string>>): Setting<string | undefined> {
  const address = (text: string) =>
    URL.canParse(text) && /^https?:/.test(text) ? withoutTrailingSlashes(text) : undefined;
  return setting('url', about, about.default, (reader, name) =>
    reader.parsed(name, about.default && address(about.default), 'a http or https address', address),
  );
}

/** A whole number in a range. */
export function integer(about: About & Default<number> & { min: number; max: number }): Setting<number> {
  const { default: usual, min, max } = about;
  const whole = (text: string) => {
    const value = Number(text);
    return Number.isInteger(value) && value >= min && value <= max ? value : undefined;
  };
  return setting('integer', about, String(usual), (reader, name) =>
    reader.parsed(name, usual, `a whole number from ${min} to ${max}`, whole),
  );
}

/** One of a few words, in any case. */
export function choice<const T extends string>(
  choices: readonly T[],
  about: About & Default<NoInfer<T>>,
): Setting<T> {
  const known = (text: string) => choices.find((one) => one.toLowerCase() === text.toLowerCase());
  const read = (reader: EnvReader, name: string) =>
    reader.parsed<T>(name, about.default, `one of ${choices.join(', ')}`, known);
  return { ...setting('choice', about, about.default, read), choices };
}

/** Words, comma-separated. */
export function list(about: About & Partial<Default<readonly string[]>>): Setting<string[]> {
  const fallback = about.default ?? [];
  return setting('list', about, fallback.join(', '), (reader, name) => {
    const given = reader.list(name);
    return given.length > 0 ? given : [...fallback];
  });
}

/**
 * `left=right,left=right`, in the order written.
 * @param about `must`: "API names of fields"; what `isGood` refuses is a problem, and left out.
 */
export function pairs<Left extends string = string>(
  about: About & { must?: string; isGood?: (left: string, right: string) => boolean },
): Setting<[Left, string][]> {
  const { must = '', isGood = () => true } = about;
  return setting('pairs', about, undefined, (reader, name) => {
    const given = reader.pairs(name);
    const good = given.filter(([left, right]) => isGood(left, right)) as [Left, string][];
    if (good.length < given.length) reader.problem(`${name} must hold ${must}`);
    return good;
  });
}

/** `login=login,…`: JivoChat's on the left, in lower case; the CRM's on the right. */
export function logins(about: About): Setting<ReadonlyMap<string, string>> {
  return setting(
    'logins',
    about,
    undefined,
    (reader, name) => new Map(reader.pairs(name).map(([left, right]) => [left.toLowerCase(), right])),
  );
}

/** An IANA time zone. */
export function zone(about: About & Default<string>): Setting<string> {
  return setting('zone', about, about.default, (reader, name) =>
    reader.parsed(name, about.default, 'an IANA zone such as Europe/Berlin', (text) =>
      isZone(text) ? text : undefined,
    ),
  );
}

/** Whether it is an IANA time zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function setting<T>(
  kind: SettingKind,
  { help, shown, example, reach = 'deployed' }: About,
  fallback: string | undefined,
  read: Setting<T>['read'],
): Setting<T> {
  return { kind, help, shown: shown ?? fallback ?? '', example, reach, read };
}

type Definitions = Readonly<Record<string, Setting<unknown>>>;

type Camel<S extends string> = S extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<Camel<Rest>>}`
  : Lowercase<S>;
type WithoutPrefix<S, Prefix extends string> = S extends `${Prefix}${infer Rest}` ? Rest : never;

/** The settings as the code uses them: `CRM_OWNER_MAP` is `ownerMap`. */
export type Values<Prefix extends string, D extends Definitions> = {
  [Name in keyof D as Camel<WithoutPrefix<Name, Prefix>>]: D[Name] extends Setting<infer T> ? T : never;
};

/** A named group of settings that share a prefix: the core's (no prefix), or those of one CRM. */
export interface SettingsDefinition<V = unknown> {
  readonly prefix: string;
  readonly settings: Definitions;
  /**
   * @param prefix of the account's own variables: `EU_` reads `EU_OWNER_MAP` where the declaration says another one.
   * @throws ConfigError naming every problem at once.
   */
  read: (env: Env, prefix: string) => V;
}

/** The environment while it is being read. */
export interface Reading {
  problem: (words: string) => void;
  /** How the account at hand spells a variable: `EU_OWNER_MAP` where it is `CRM_OWNER_MAP` in the declaration. */
  name: (declared: string) => string;
  /** Where a value that is missing should have come from; empty when no parameter is named for it. */
  parameterHint: (declared: string) => string;
}

/**
 * Declares settings once: their parser, their table, their schema and their way into the deployment follow from it.
 * @param prefix of every name, "" for the core's own.
 * @param derive what one setting alone cannot tell: says what is wrong with two that need each other, and gives the code
 * a handier shape.
 */
export function defineSettings<Prefix extends string, const D extends Definitions>(
  prefix: Prefix,
  settings: D,
): SettingsDefinition<Values<Prefix, D>>;
export function defineSettings<Prefix extends string, const D extends Definitions, V>(
  prefix: Prefix,
  settings: D,
  derive: (values: Values<Prefix, D>, reading: Reading) => V,
): SettingsDefinition<V>;
export function defineSettings<V>(
  prefix: string,
  settings: Definitions,
  derive?: (values: never, reading: Reading) => V,
): SettingsDefinition<V> {
  return {
    prefix,
    settings,
    read(env, own) {
      const reader = new EnvReader(env);
      const nameOf = (name: string) => own + name.slice(prefix.length);
      const entries = Object.entries(settings).map(([name, { read }]) => [
        camel(name.slice(prefix.length)),
        read(reader, nameOf(name)),
      ]);
      const values = Object.fromEntries(entries) as V;
      const derived = derive
        ? derive(values as never, {
            problem: (words) => reader.problem(words),
            name: nameOf,
            parameterHint: (name) => reader.parameterHint(nameOf(name)),
          })
        : values;
      reader.done();
      return derived;
    },
  };
}

function camel(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
