import { readId } from '../records/ids';
import type { FieldDefinition, Value, Values } from '../records/state';
import { readTimestamp } from '../records/timestamps';
import { isDate, kindOf } from '../records/values';
import { invalidIdFilter, invalidOperator, notFilterable, queryError, wrongLiteral } from './errors';
import { bindField, type BoundField, type Scope } from './fields';
import { decodePattern, decodeString } from './literals';
import type { Condition, FieldRef, Literal, Operator, Query } from './syntax';

type Test = (values: Values) => boolean;

/** Runs the inner query of `IN (SELECT …)`. */
type Subquery = (query: Query) => Value[];

/**
 * What a WHERE clause says of a record.
 * @throws SalesforceError when it names what cannot be filtered or compares with a value of another type.
 */
export function compile(scope: Scope, type: string, condition: Condition, subquery: Subquery): Test {
  switch (condition.kind) {
    case 'and': {
      const tests = condition.parts.map((part) => compile(scope, type, part, subquery));
      return (values) => tests.every((test) => test(values));
    }
    case 'or': {
      const tests = condition.parts.map((part) => compile(scope, type, part, subquery));
      return (values) => tests.some((test) => test(values));
    }
    case 'not': {
      const test = compile(scope, type, condition.part, subquery);
      return (values) => !test(values);
    }
    case 'compare':
      return comparison(scope, filterable(scope, type, condition.field), condition);
    case 'in': {
      const field = filterable(scope, type, condition.field);
      const wanted = Array.isArray(condition.values)
        ? condition.values.map((literal) => operand(scope, field.definition, condition.field, literal))
        : subquery(condition.values);
      const keys = new Set(wanted.map((value) => key(field.definition, value)));
      return (values) => keys.has(key(field.definition, field.read(values))) !== condition.negated;
    }
  }
}

function filterable(scope: Scope, type: string, ref: FieldRef): BoundField {
  const field = bindField(scope, type, ref);
  if (!field.definition.filterable) throw notFilterable(scope.text, ref.at, ref.name);
  return field;
}

function comparison(
  scope: Scope,
  { definition, read }: BoundField,
  { operator, value, field }: { operator: Operator; value: Literal; field: FieldRef },
): Test {
  if (operator === 'LIKE') {
    if (kindOf(definition.type) !== 'string' || isIdType(definition))
      throw invalidOperator(scope.text, field.at);
    if (value.kind !== 'string') throw wrongLiteral(scope.text, value.at, field.name, 'string');
    const pattern = decodePattern(value.raw, definition.caseSensitive, (sequence) =>
      illegal(scope, value, sequence),
    );
    return (values) => {
      const stored = read(values);
      return typeof stored === 'string' && pattern.test(stored);
    };
  }
  const wanted = key(definition, operand(scope, definition, field, value));
  if (operator === '=') return (values) => key(definition, read(values)) === wanted;
  if (operator === '!=') return (values) => key(definition, read(values)) !== wanted;
  if (definition.type === 'boolean') throw invalidOperator(scope.text, field.at);
  return (values) => {
    const stored = key(definition, read(values));
    return stored !== null && wanted !== null && ordered(stored, operator, wanted);
  };
}

function ordered(a: Value, operator: Operator, b: Value): boolean {
  const [left, right] = [a ?? '', b ?? ''];
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function isIdType({ type }: FieldDefinition): boolean {
  return type === 'id' || type === 'reference';
}

/** The value a literal stands for, if the field can be compared with it. An empty string is no value. */
function operand(scope: Scope, definition: FieldDefinition, ref: FieldRef, literal: Literal): Value {
  if (literal.kind === 'null') return null;
  const kind = kindOf(definition.type);
  const wrong = () => wrongLiteral(scope.text, literal.at, ref.name, kind);
  if (kind === 'string') {
    if (literal.kind !== 'string') throw wrong();
    const text = decodeString(literal.raw, (sequence) => illegal(scope, literal, sequence));
    if (!isIdType(definition) || text === '') return text === '' ? null : text;
    const id = readId(text);
    if (!id) throw invalidIdFilter(scope.text, ref.at, text);
    return id;
  }
  if (literal.kind === 'string') throw wrong();
  if (kind === 'boolean' ? literal.kind === 'boolean' : false) return literal.value;
  if ((kind === 'int' || kind === 'double') && literal.kind === 'number') return literal.value;
  if (kind === literal.kind && (kind !== 'date' || isDate(String(literal.value)))) return literal.value;
  throw wrong();
}

function illegal(scope: Scope, { raw, at }: { raw: string; at: number }, sequence: string) {
  const message = `Invalid string literal '${raw}'. Illegal character sequence '${sequence}' in string literal.`;
  return queryError('MALFORMED_QUERY', scope.text, at, message);
}

/** What is compared: text without regard to case unless the field says otherwise, times as moments. */
export function key(definition: FieldDefinition, value: Value): Value {
  if (value === null) return null;
  if (definition.type === 'datetime') return readTimestamp(String(value));
  if (typeof value !== 'string' || isIdType(definition) || definition.caseSensitive) return value;
  return value.toLowerCase();
}
