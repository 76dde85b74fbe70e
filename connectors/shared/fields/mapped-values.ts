import type { Refusal } from '../../../leads/conversation/remarks';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { AccountRules, MappedObject } from '../../../leads/rules/rule';
import type { Memory } from '../../connector';
import { notAccepted } from './accepted-values';
import { convertValue, type FieldKind } from './field-kinds';
import { fingerprint } from '../tenant';

/** How a CRM tells the fields of its objects, and takes their values. */
export interface FieldDialect<Context, Value> {
  /** As people know it. */
  crm: string;
  /** Where the CRM tells the fields of an object; without one it does not have the object. */
  paths: Readonly<Partial<Record<MappedObject, string>>>;
  /** All fields of an object; `choices` counts for a choice only. */
  ask: (context: Context, path: string) => Promise<readonly FieldKind[]>;
  /** A value in its field's own type; undefined: nobody knows which that is. */
  typed: (value: string, kind: FieldKind['kind'] | undefined) => Value;
  /** Whether a name can be a field's: any other is not sent, even before the CRM has told its fields. */
  isField?: (name: string) => boolean;
}

export interface MappedFields<Value> {
  /** By the CRM's own names. */
  fields: Record<string, Value>;
  /** What could not be converted, to be told. */
  dropped: Refusal[];
}

/** An administrator changes fields now and then. */
const TTL_MS = 24 * 3_600_000;
/** Whoever may not read the fields may not in a minute either. */
const ASK_AGAIN_MS = 3_600_000;

/** What a CRM's connector does with the company's own field maps. */
export function fieldMaps<Context extends { memory: Memory; rules?: AccountRules }, Value>({
  crm,
  paths,
  ask,
  typed,
  isField = () => true,
}: FieldDialect<Context, Value>) {
  return { learn, values };

  /** Keeps what the CRM says of the fields that the company's maps name; of others there are hundreds. Asks once a day. */
  async function learn(context: Context): Promise<void> {
    const { memory, rules } = context;
    const maps = rules?.fields ?? [];
    for (const object of new Set(maps.map((map) => map.object))) {
      const ofObject = maps.filter((map) => map.object === object);
      const list = fingerprint(...new Set(ofObject.map(({ field }) => field.toLowerCase()).toSorted()));
      const [known, listed, asked] = namesOf(object);
      const isKnown = (await knownKinds(memory, object)) && (await memory.get(listed)) === list;
      if (isKnown || (await memory.get(asked)) === list) continue;
      const path = paths[object];
      if (path === undefined) continue;
      await memory.put(asked, list, ASK_AGAIN_MS);
      const kinds = (await ask(context, path)).filter((kind) => ofObject.some((map) => isMeant(kind, map)));
      await memory.put(known, kinds.map(withoutVoidChoices), TTL_MS);
      await memory.put(listed, list, TTL_MS);
    }
  }

  /**
   * The company's values for one object as the CRM takes them, each in its field's own type. While nothing is known of the
   * fields, as text: the CRM says what it does not take.
   * @param stored what a field holds, by its own name: where it is given, only a field that is free is filled.
   */
  async function values(
    { memory }: Pick<Context, 'memory'>,
    object: MappedObject,
    mapped: readonly MappedValue[] = [],
    stored?: (field: string) => string | undefined,
  ): Promise<MappedFields<Value>> {
    const ofObject = mapped.filter((each) => each.object === object);
    if (ofObject.length === 0) return { fields: {}, dropped: [] };
    const kinds = await knownKinds(memory, object);
    const fields: [string, Value][] = [];
    const dropped: Refusal[] = [];
    for (const each of ofObject) {
      const { field, value, ready } = each;
      const kind = kinds?.find((one) => isMeant(one, each));
      const name = kind?.name ?? field;
      if ((ready && !kind) || (stored && !isFree(each, stored(name)))) continue;
      const converted = kinds || !isField(name) ? convertValue(value, kind) : { ok: true as const, value };
      if (converted.ok) fields.push([name, typed(converted.value, kind?.kind)]);
      else if (!ready) dropped.push(notAccepted(crm, field, value, converted.why));
    }
    return { fields: Object.fromEntries(fields), dropped };
  }
}

export type FieldValues<Value> = ReturnType<typeof fieldMaps<{ memory: Memory }, Value>>['values'];

/** What is known of the fields of one object; undefined until somebody has asked the CRM. */
export async function knownKinds(memory: Memory, object: MappedObject): Promise<FieldKind[] | undefined> {
  const kinds = await memory.get(namesOf(object)[0]);
  return Array.isArray(kinds) ? (kinds as FieldKind[]) : undefined;
}

/** By which the memory keeps the fields, of which fields they are, and of which the CRM was asked. */
function namesOf(object: MappedObject): [known: string, listed: string, asked: string] {
  return [`field-kinds-${object}`, `field-kinds-list-${object}`, `field-kinds-asked-${object}`];
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

function withoutVoidChoices({ choices, ...field }: FieldKind): FieldKind {
  return field.kind === 'choice' || field.kind === 'choices' ? { ...field, choices } : field;
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

/** The values that may go to a record that holds these. */
export function freeValues(
  mapped: readonly MappedValue[],
  stored: (field: string) => string | undefined,
): MappedValue[] {
  return mapped.filter((value) => isFree(value, stored(value.field)));
}

/** A blank field takes any value, another one a newer value by `latest` only. */
function isFree({ value, policy }: MappedValue, before: string | undefined): boolean {
  return before ? policy === 'latest' && before !== value : true;
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
