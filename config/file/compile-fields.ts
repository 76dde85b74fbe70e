import { MAPPED_OBJECTS, type FieldMap } from '../../leads/rules/rule';
import type { Expression, Step } from '../../leads/vocabulary/expression';
import { isLike } from '../../leads/rules/pattern';
import type { Compiler, KnownAccount } from './compiler';
import type { Path } from './problem';
import type { CompanyFile } from './schema';

type SaidFields = NonNullable<NonNullable<CompanyFile['accounts']>[string]['fields']>;

/** The field maps of one account, as plain data. */
export function compileFields(
  compiler: Compiler,
  fields: SaidFields,
  known: KnownAccount | undefined,
  path: Path,
): FieldMap[] {
  return MAPPED_OBJECTS.flatMap((object): FieldMap[] => {
    const maps = Object.entries(fields[object] ?? {});
    if (maps.length > 0 && known && !known.objects.includes(object)) {
      const what = `${known.label} has no fields of the ${object} to fill; it has ${known.objects.join(', ')}`;
      compiler.problem([...path, object], what);
    }
    const own = known?.people.includes(object) ? (known.ownFields ?? []) : [];
    return maps.map(([field, map]) => {
      const at = [...path, object, field];
      if (compiler.isFieldName(field, at) && own.some((pattern) => isLike(field, pattern)))
        compiler.problem(at, `${field} is filled by jivochat-crm itself`);
      if (typeof map === 'string') return { object, field, from: compiler.read(map, at), policy: 'blank' };
      return { object, field, from: expressionOf(compiler, map, at), policy: map.policy ?? 'blank' };
    });
  });
}

type SaidMap = Exclude<NonNullable<SaidFields['contact']>[string], string>;

function expressionOf(compiler: Compiler, map: SaidMap, path: Path): Expression {
  const { from, value, map: table, default: fallback } = map;
  const steps: Step[] = [];
  if (table) steps.push(['map', lowerKeys(table)]);
  if (fallback !== undefined) steps.push(['default', fallback]);
  if ((from === undefined) === (value === undefined)) {
    compiler.problem(path, 'needs either from or value');
    return [];
  }
  if (from === undefined) {
    if (steps.length > 0) compiler.problem(path, 'map and default belong to from');
    return [value!];
  }
  const expression = compiler.read(from, [...path, 'from']);
  if (steps.length === 0 || expression.length === 0) return expression;
  const [only, ...more] = expression;
  if (typeof only === 'object' && more.length === 0)
    return [{ name: only.name, steps: [...(only.steps ?? []), ...steps] }];
  compiler.problem(path, 'map and default need a single value in from');
  return expression;
}

function lowerKeys(table: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key.trim().toLowerCase(), value]));
}
