import { AwsError, NotEmulatedError } from '../aws-error';

/** What references lead to. */
export interface Scope {
  /** Pseudo parameters and parameters. */
  values: Readonly<Record<string, string>>;
  conditions: Readonly<Record<string, unknown>>;
  /** Of what is already made. */
  ref: (id: string) => string | undefined;
  attribute: (id: string, name: string) => string | undefined;
}

/** Stands for a property that is not there (CloudFormation User Guide: AWS::NoValue). */
const NOTHING = Symbol('AWS::NoValue');

/**
 * A value with everything resolved that only a deployment knows.
 * @throws AwsError ValidationError; NotEmulatedError for other functions.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  const result = inner(value, scope);
  return result === NOTHING ? undefined : result;
}

function inner(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => inner(item, scope)).filter((item) => item !== NOTHING);
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new NotEmulatedError('dynamic references');
  if (typeof value !== 'object' || value === null) return value;
  const [name, ...more] = Object.keys(value);
  if (more.length === 0 && name !== undefined && /^(Ref|Fn::\w+)$/.test(name)) {
    return call(name, (value as Record<string, unknown>)[name], scope);
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, inner(item, scope)] as const)
    .filter(([, item]) => item !== NOTHING);
  return Object.fromEntries(entries);
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? NOTHING : ref(String(argument), scope);
    case 'Fn::GetAtt': {
      const [id = '', ...attribute] = [argument].flat().join('.').split('.');
      return attributeOf(id, attribute.join('.'), scope);
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown];
      return (inner(parts, scope) as unknown[]).map(String).join(separator);
    }
    case 'Fn::If': {
      const [condition, then, otherwise] = argument as [string, unknown, unknown];
      return inner(holds(condition, scope) ? then : otherwise, scope);
    }
    default:
      throw new NotEmulatedError(`the function ${name}`);
  }
}

function ref(id: string, { values, ref: find }: Scope): string {
  const found = values[id] ?? find(id);
  if (found === undefined) throw unresolved(id);
  return found;
}

function attributeOf(id: string, name: string, { attribute }: Scope): string {
  const found = attribute(id, name);
  if (found === undefined) throw unresolved(`${id}.${name}`);
  return found;
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given = {}] = [argument].flat() as [string, Record<string, unknown>?];
  return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(given, name)) return String(inner(given[name], scope));
    const [id = '', ...attribute] = name.split('.');
    return attribute.length > 0 ? attributeOf(id, attribute.join('.'), scope) : ref(name, scope);
  });
}

/** Whether a condition of the template holds. */
export function holds(name: string, scope: Scope): boolean {
  return decide(scope.conditions[name], scope);
}

function decide(condition: unknown, scope: Scope): boolean {
  const [[name, argument] = ['']] = Object.entries(condition as Record<string, unknown>);
  const parts = argument as unknown[];
  switch (name) {
    case 'Condition':
      return holds(String(argument), scope);
    case 'Fn::Equals':
      return inner(parts[0], scope) === inner(parts[1], scope);
    case 'Fn::Not':
      return !decide(parts[0], scope);
    case 'Fn::And':
      return parts.every((part) => decide(part, scope));
    case 'Fn::Or':
      return parts.some((part) => decide(part, scope));
    default:
      throw new NotEmulatedError(`the condition ${name}`);
  }
}

function unresolved(what: string): AwsError {
  return new AwsError('ValidationError', `Template error: ${what} names nothing that is there`);
}
