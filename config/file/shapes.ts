import * as v from 'valibot';
import { didYouMean } from '../../text/nearest';

/** A JSON Schema (draft 7). */
type JsonSchema = Readonly<Record<string, unknown>>;

/** What editors are told of a shape; beside it, for valibot's own shapes do not say all of it. */
const JSON_SCHEMAS = new WeakMap<object, JsonSchema>();

/** The shape as a JSON schema. @throws TypeError for a shape that was not made by this file. */
export function jsonSchemaOf(shape: object): JsonSchema {
  const json = JSON_SCHEMAS.get(shape);
  if (!json) throw new TypeError('a shape without a JSON schema');
  return json;
}

function shaped<S extends v.GenericSchema>(schema: S, json: JsonSchema): S {
  JSON_SCHEMAS.set(schema, json);
  return schema;
}

/** Longer texts are no name, pattern or template but a mistake. */
const MAX_TEXT_LENGTH = 1_000;
const MAX_ENTRIES = 1_000;

/** Text; a number or true/false as it is written. */
export function text(description: string) {
  const scalar = v.union([v.string(), v.number(), v.boolean()], 'must be text');
  const written = v.pipe(
    scalar,
    v.transform(String),
    v.trim(),
    v.nonEmpty('must not be empty'),
    v.maxLength(MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`),
  );
  return shaped(written, { type: ['string', 'number', 'boolean'], description });
}

/** A shape whose value is read into a handier one; editors are told of what is written. */
export function readAs<S extends v.GenericSchema, T>(shape: S, read: (value: v.InferOutput<S>) => T) {
  return shaped(v.pipe(shape, v.transform(read)), jsonSchemaOf(shape));
}

/** Text that must read in a certain way. */
export function textLike(pattern: RegExp, meaning: string, description: string) {
  const schema = v.pipe(text(description), v.regex(pattern, `must be ${meaning}`));
  return shaped(schema, { type: ['string', 'number'], description: `${description} (${meaning})` });
}

export function count(min: number, max: number, description: string) {
  const problem = `must be a whole number from ${min} to ${max}`;
  const schema = v.pipe(
    v.number(problem),
    v.integer(problem),
    v.minValue(min, problem),
    v.maxValue(max, problem),
  );
  return shaped(schema, { type: 'integer', minimum: min, maximum: max, description });
}

/** One of a few words. */
export function word<const T extends string>(words: readonly T[], description: string) {
  const schema = v.picklist(words, ({ input }) => {
    const hint = typeof input === 'string' ? didYouMean(input, words) : '';
    return `must be one of ${words.join(', ')}${hint}`;
  });
  return shaped(schema, { enum: words, description });
}

/** `on` or `off`; YAML's own true and false are understood as well. */
export function onOff(description: string) {
  const said = v.union([v.picklist(['on', 'off']), v.boolean()], 'must be on or off');
  const shape = shaped(said, { enum: ['on', 'off', true, false], description });
  return readAs(shape, (value) => value === true || value === 'on');
}

export function list<S extends v.GenericSchema>(item: S, description: string) {
  const schema = v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(MAX_ENTRIES, `has more than ${MAX_ENTRIES} entries`),
  );
  return shaped(schema, { type: 'array', items: jsonSchemaOf(item), description });
}

/** A list; a single one may stand alone. */
export function some<S extends v.GenericSchema>(item: S, description: string) {
  const many = list(item, description);
  const alone = v.pipe(
    item,
    v.transform((value) => [value]),
  );
  const schema = v.lazy((input) => (Array.isArray(input) ? many : alone)) as v.GenericSchema<
    unknown,
    v.InferOutput<S>[]
  >;
  const json = jsonSchemaOf(item);
  return shaped(schema, { anyOf: [json, { type: 'array', items: json }], description });
}

/** Names of somebody's choice, each with a value. */
export function named<S extends v.GenericSchema>(value: S, description: string) {
  const problem = 'must be a group of names with values';
  const schema = v.pipe(
    v.custom<Record<string, unknown>>(isGroup, problem),
    v.record(v.string(), value, problem),
    v.check((entries) => Object.keys(entries).length <= MAX_ENTRIES, `has more than ${MAX_ENTRIES} entries`),
  );
  return shaped(schema, { type: 'object', additionalProperties: jsonSchemaOf(value), description });
}

/** The entries of a group for several keys alike. */
export function each<const K extends string, S>(keys: readonly K[], shape: (key: K) => S): Record<K, S> {
  return Object.fromEntries(keys.map((key) => [key, shape(key)])) as Record<K, S>;
}

/** A group of known keys, each of which may be left out but the required ones. */
export function group<const E extends v.ObjectEntries, const R extends keyof E & string = never>(
  entries: E,
  description: string,
  required: readonly R[] = [],
) {
  const keys = Object.keys(entries);
  const optional = Object.fromEntries(
    Object.entries(entries).map(([key, schema]) => [
      key,
      (required as readonly string[]).includes(key) ? schema : v.optional(schema),
    ]),
  );
  const entriesOnly = v.strictObject(optional, (issue) => {
    const key = lastKey(issue);
    if (issue.expected !== 'never') return `lacks ${key}`;
    return `${key} is no key here${didYouMean(key, keys, `; there are ${keys.join(', ')}`)}`;
  });
  const schema = v.pipe(v.custom<object>(isGroup, `must be a group with ${keys.join(', ')}`), entriesOnly);
  const properties = Object.fromEntries(keys.map((key) => [key, jsonSchemaOf(entries[key]!)]));
  const json = { type: 'object', properties, additionalProperties: false, description };
  return shaped(
    schema as unknown as v.GenericSchema<unknown, Group<E, R>>,
    required.length > 0 ? { ...json, required } : json,
  );
}

function lastKey({ path }: { path?: readonly { key: unknown }[] | undefined }): string {
  const key = path?.at(-1)?.key;
  return typeof key === 'string' || typeof key === 'number' ? String(key) : '';
}

type Group<E extends v.ObjectEntries, R extends keyof E> = { [K in R]: v.InferOutput<E[K]> } & {
  [K in Exclude<keyof E, R>]?: v.InferOutput<E[K]> | undefined;
};

/** Text, or a group: what it is decides which of the two is looked for in it. */
export function textOr<T extends v.GenericSchema, G extends v.GenericSchema>(
  plain: T,
  rich: G,
  description: string,
) {
  const schema = v.lazy((input) => (isGroup(input) ? rich : plain)) as unknown as v.GenericSchema<
    unknown,
    v.InferOutput<T> | v.InferOutput<G>
  >;
  return shaped(schema, { anyOf: [jsonSchemaOf(plain), jsonSchemaOf(rich)], description });
}

function isGroup(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
