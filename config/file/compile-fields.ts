import { MAPPED_OBJECTS, type FieldMap, type MappedObject, type ReadyMap } from '../../leads/rules/rule';
import { namesIn, type Expression, type Step } from '../../leads/vocabulary/expression';
import type { WorkingHours } from '../../leads/rules/working-hours';
import { isLike } from '../../leads/rules/pattern';
import { nearest } from '../../text/nearest';
import type { Path, Problem } from './problem';
import type { Sources } from './sources';
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

/** What the parts of compiling share. */
export interface Compiler {
  readonly sources: Sources;
  readonly problems: Problem[];
  readonly accounts: readonly KnownAccount[];
  /** Names for widget ids. */
  readonly channels: Readonly<Record<string, string>>;
  readonly hours?: WorkingHours;
}

export function knownAccount(
  { accounts, problems }: Compiler,
  name: string,
  path: Path,
): KnownAccount | undefined {
  const known = accounts.find((account) => account.name === name);
  if (known) return known;
  const names = accounts.map((account) => account.name);
  const near = nearest(name, names);
  const hint = near ? `; did you mean ${near}?` : `; there are ${names.join(', ')}`;
  problems.push({ path, what: `${name} is no account${hint}` });
  return undefined;
}

type SaidAccount = NonNullable<CompanyFile['accounts']>[string];
type SaidFields = NonNullable<SaidAccount['fields']>;

/** The field maps of one account, as plain data. */
export function compileFields(
  { sources, problems }: Compiler,
  fields: SaidFields,
  known: KnownAccount | undefined,
  path: Path,
): FieldMap[] {
  return MAPPED_OBJECTS.flatMap((object): FieldMap[] => {
    const maps = Object.entries(fields[object] ?? {});
    if (maps.length > 0 && known && !known.objects.includes(object)) {
      const what = `${known.label} has no fields of the ${object} to fill; it has ${known.objects.join(', ')}`;
      problems.push({ path: [...path, object], what });
    }
    return maps.map(([field, map]) => {
      const at = [...path, object, field];
      checkField(object, field, known, at, problems);
      if (typeof map === 'string') return { object, field, from: sources.read(map, at), policy: 'blank' };
      return { object, field, from: expressionOf(sources, map, at, problems), policy: map.policy ?? 'blank' };
    });
  });
}

/** A field's own name in any of the CRMs. */
export const FIELD_NAME = /^[A-Za-z0-9]\w{0,99}$/;

function checkField(
  object: MappedObject,
  field: string,
  known: KnownAccount | undefined,
  path: Path,
  problems: Problem[],
): void {
  if (!FIELD_NAME.test(field)) {
    problems.push({ path, what: `${field} is no internal name of a field (letters, digits and _)` });
    return;
  }
  const isPerson = known?.people.includes(object);
  if (isPerson && known?.ownFields?.some((own) => isLike(field, own)))
    problems.push({ path, what: `${field} is filled by jivochat-crm itself` });
}

type SaidMap = Exclude<NonNullable<SaidFields['contact']>[string], string>;

function expressionOf(sources: Sources, map: SaidMap, path: Path, problems: Problem[]): Expression {
  const { from, value, map: table, default: fallback } = map;
  if ((from === undefined) === (value === undefined)) {
    problems.push({ path, what: 'needs either from or value' });
    return [];
  }
  if (from === undefined) {
    if (table || fallback !== undefined) problems.push({ path, what: 'map and default belong to from' });
    return [value!];
  }
  const expression = sources.read(from, [...path, 'from']);
  const steps: Step[] = [
    ...(table ? [['map', lowerKeys(table)] as const] : []),
    ...(fallback !== undefined ? [['default', fallback] as const] : []),
  ];
  if (steps.length === 0) return expression;
  const [only] = expression;
  if (expression.length !== 1 || only === undefined || typeof only === 'string') {
    if (expression.length > 0) problems.push({ path, what: 'map and default need a single value in from' });
    return expression;
  }
  return [{ name: only.name, steps: [...(only.steps ?? []), ...steps] }];
}

function lowerKeys(table: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key.trim().toLowerCase(), value]));
}

/** For a condition that names a value outright. */
export function usesName(sources: Sources, name: string, path: Path): string {
  return namesIn(sources.read(name, path))[0] ?? name;
}
