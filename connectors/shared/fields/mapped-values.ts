import type { Refusal } from '../../../leads/conversation/remarks';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { AccountRules, MappedObject } from '../../../leads/rules/rule';
import type { Memory } from '../../connector';
import { notAccepted } from './accepted-values';
import { convertValue, type FieldKind } from './field-kinds';
import { fingerprint } from '../tenant';

/** An administrator changes fields now and then. */
const TTL_MS = 24 * 3_600_000;

/** What is known of the fields of one object; undefined until somebody has asked the CRM. */
export async function knownKinds(memory: Memory, object: MappedObject): Promise<FieldKind[] | undefined> {
  const kinds = await memory.get(nameOf(object));
  return Array.isArray(kinds) ? (kinds as FieldKind[]) : undefined;
}

/** Whoever may not read the fields may not in a minute either. */
const ASK_AGAIN_MS = 3_600_000;

/**
 * Keeps what the CRM says of the fields that the company's maps name; of others there are hundreds. Asks once a day.
 * @param paths where the CRM tells the fields of an object; without one it does not have the object.
 * @param ask for all fields of an object.
 */
export async function learnKinds(
  { memory, rules }: { memory: Memory; rules?: AccountRules },
  paths: Readonly<Partial<Record<MappedObject, string>>>,
  ask: (path: string) => Promise<readonly FieldKind[]>,
): Promise<void> {
  const maps = rules?.fields ?? [];
  for (const object of new Set(maps.map((map) => map.object))) {
    const ofObject = maps.filter((map) => map.object === object);
    const list = fingerprint(...new Set(ofObject.map(({ field }) => field.toLowerCase()).toSorted()));
    const isKnown = (await knownKinds(memory, object)) && (await memory.get(listName(object))) === list;
    if (isKnown || (await memory.get(askedName(object))) === list) continue;
    const path = paths[object];
    if (path === undefined) continue;
    await memory.put(askedName(object), list, ASK_AGAIN_MS);
    const kinds = (await ask(path)).filter((kind) => ofObject.some((map) => isMeant(kind, map)));
    await memory.put(nameOf(object), kinds, TTL_MS);
    await memory.put(listName(object), list, TTL_MS);
  }
}

function isMeant(
  { name, label }: FieldKind,
  { field, ready }: Pick<MappedValue, 'field' | 'ready'>,
): boolean {
  if (name.toLowerCase() === field.toLowerCase()) return true;
  return ready === true && label !== undefined && spelt(label) === spelt(field);
}

/** “UTM Source” is utm_source. */
function spelt(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** Ready maps by the field's own name, where the CRM knows it by another. */
export function named(
  mapped: readonly MappedValue[],
  kinds: readonly FieldKind[] | undefined,
): MappedValue[] {
  return mapped.map((value) => {
    const kind = value.ready && kinds?.find((each) => isMeant(each, value));
    return kind ? { ...value, field: kind.name } : value;
  });
}

/** Of which fields it is known. */
function listName(object: MappedObject): string {
  return `field-kinds-list-${object}`;
}

function askedName(object: MappedObject): string {
  return `field-kinds-asked-${object}`;
}

function nameOf(object: MappedObject): string {
  return `field-kinds-${object}`;
}

export interface FieldValues {
  /** By the CRM's own names. */
  values: [field: FieldKind | { name: string; kind: undefined }, value: string][];
  /** What could not be converted. */
  dropped: Refusal[];
}

/**
 * The values for one object, each in its field's own type. While nothing is known of the fields, as text: the CRM says what
 * it does not take.
 * @param crm as people know it.
 */
export function fieldValues(
  mapped: readonly MappedValue[],
  object: MappedObject,
  kinds: readonly FieldKind[] | undefined,
  crm: string,
): FieldValues {
  const byName = new Map(kinds?.map((kind) => [kind.name.toLowerCase(), kind]));
  const found: FieldValues = { values: [], dropped: [] };
  for (const { field, value, ready } of mapped.filter((each) => each.object === object)) {
    const kind = byName.get(field.toLowerCase());
    const drop = (why: string) => found.dropped.push(notAccepted(crm, field, value, why));
    if (!kind) {
      if (ready) continue;
      if (kinds) drop('there is no such field');
      else found.values.push([{ name: field, kind: undefined }, value]);
      continue;
    }
    const converted = convertValue(value, kind);
    if (converted.ok) found.values.push([kind, converted.value]);
    else if (!ready) drop(converted.why);
  }
  return found;
}

export interface MappedFields<Value> {
  /** By the CRM's own names. */
  fields: Record<string, Value>;
  /** What could not be converted, to be told. */
  dropped: Refusal[];
}

/** The company's values for one object as the CRM takes them. @param typed a value in its field's own type. */
export async function mappedFields<Value>(
  { memory, crm }: { memory: Memory; crm: string },
  object: MappedObject,
  mapped: readonly MappedValue[],
  typed: (value: string, kind: FieldKind['kind'] | undefined) => Value,
): Promise<MappedFields<Value>> {
  if (!mapped.some((value) => value.object === object)) return { fields: {}, dropped: [] };
  const { values, dropped } = fieldValues(mapped, object, await knownKinds(memory, object), crm);
  const fields = values.map(([{ name, kind }, value]) => [name, typed(value, kind)] as const);
  return { fields: Object.fromEntries(fields), dropped };
}

/** The fields of the record that the company's file wants on the agent's card; undefined where it says nothing of the card. */
export function shownFields(rules: AccountRules | undefined): [title: string, field: string][] | undefined {
  return rules?.reply?.flatMap(({ title, field }) => (field === undefined ? [] : [[title, field]]));
}

/** Names of the fields that the company's maps fill, in the form of the card's fields. */
export function mappedNames(rules: AccountRules | undefined, object: MappedObject): [string, string][] {
  const fields = rules?.fields.filter((map) => map.object === object) ?? [];
  return fields.map(({ field }) => [field, field]);
}

/** Of a page that is written again: what a note holds is not read, so only what the newest value may replace is sent. */
export function newest(mapped: readonly MappedValue[] = []): MappedValue[] {
  return mapped.filter(({ policy }) => policy === 'latest');
}

/** The values that may go to a record that holds these: a blank field takes any, another one a newer value by `latest` only. */
export function freeValues(
  mapped: readonly MappedValue[],
  stored: (field: string) => string | undefined,
): MappedValue[] {
  return mapped.filter(({ field, value, policy }) => {
    const before = stored(field);
    return before ? policy === 'latest' && before !== value : true;
  });
}

/** Without the ready maps whose field a map of the company's own fills, or the account is not known to have. Nothing is asked. */
export async function placeable(
  memory: Memory,
  mapped: readonly MappedValue[],
): Promise<readonly MappedValue[]> {
  const objects = [...new Set(mapped.flatMap(({ ready, object }) => (ready ? [object] : [])))];
  if (objects.length === 0) return mapped;
  const known = await Promise.all(objects.map((object) => knownKinds(memory, object)));
  const kinds = new Map(objects.map((object, index) => [object, known[index] ?? []] as const));
  const isOwn = (object: MappedObject, name: string) =>
    mapped.some(
      (own) => !own.ready && own.object === object && own.field.toLowerCase() === name.toLowerCase(),
    );
  return mapped.filter((value) => {
    if (!value.ready) return true;
    const kind = kinds.get(value.object)!.find((each) => isMeant(each, value));
    return kind?.writable === true && !isOwn(value.object, kind.name);
  });
}
