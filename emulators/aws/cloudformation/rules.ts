import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';

export interface Resource {
  Type: string;
  Condition?: string;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties?: Record<string, unknown>;
}

type Resources = Readonly<Record<string, Resource>>;

/** CloudFormation User Guide: Pseudo parameters. */
const PSEUDO = /^AWS::(AccountId|NotificationARNs|NoValue|Partition|Region|StackId|StackName|URLSuffix)$/;

/**
 * What CloudFormation would refuse about a template whose conditions are decided: types, properties and attributes that
 * are not in AWS' own resource specification, values of another type, references that lead nowhere.
 */
export function cloudFormationProblems(
  spec: SpecDatabase,
  { resources, outputs }: { resources: Resources; outputs: unknown },
): string[] {
  return [
    ...Object.entries(resources).flatMap(([id, resource]) => resourceProblems(spec, id, resource)),
    ...referenceProblems(spec, resources, { resources, outputs }),
  ];
}

/** @returns undefined: AWS has no such type. */
export function typeOf(spec: SpecDatabase, type: string) {
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** What is wrong with one resource by AWS' specification of its type. */
export function resourceProblems(
  spec: SpecDatabase,
  id: string,
  { Type, Properties = {} }: Pick<Resource, 'Type' | 'Properties'>,
): string[] {
  const type = typeOf(spec, Type);
  return type
    ? objectProblems(spec, id, type.properties, Properties)
    : [`${id}: no resource type is called ${Type}`];
}

function objectProblems(
  spec: SpecDatabase,
  path: string,
  properties: Readonly<Record<string, Property>>,
  value: unknown,
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`];
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required && !Object.hasOwn(value, name))
    .map(([name]) => `${path}.${name}: required`);
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const property = properties[name];
    return property
      ? valueProblems(spec, `${path}.${name}`, property.type, inner)
      : [`${path}.${name}: no such property`];
  });
  return [...missing, ...wrong];
}

function valueProblems(spec: SpecDatabase, path: string, type: PropertyType, value: unknown): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return fits(type.type, value) ? [] : [`${path}: ${JSON.stringify(value)} is no ${type.type}`];
    case 'array':
      if (!Array.isArray(value)) return [`${path}: no list`];
      return value.flatMap((item, at) => valueProblems(spec, `${path}[${at}]`, type.element, item));
    case 'map':
      return Object.entries(value as object).flatMap(([name, item]) =>
        valueProblems(spec, `${path}.${name}`, type.element, item),
      );
    case 'ref':
      return objectProblems(spec, path, spec.get('typeDefinition', type.reference.$ref).properties, value);
    case 'union': {
      const [least = []] = type.types
        .map((one) => valueProblems(spec, path, one, value))
        .toSorted((a, b) => a.length - b.length);
      return least;
    }
    default:
      return [];
  }
}

/** CloudFormation takes numbers for strings, and strings for numbers and booleans that read as such. */
function fits(type: 'string' | 'integer' | 'number' | 'boolean', value: unknown): boolean {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return false;
  if (type === 'string') return true;
  if (type === 'boolean') return /^(true|false)$/.test(String(value));
  return (
    value !== '' && (type === 'integer' ? Number.isInteger(Number(value)) : !Number.isNaN(Number(value)))
  );
}

/** What only AWS knows: `Ref`, `Fn::GetAtt`, `Fn::Sub` and the like. */
function isIntrinsic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [name, ...more] = Object.keys(value);
  return more.length === 0 && /^(Ref|Fn::\w+)$/.test(name ?? '');
}

/** References that lead nowhere. */
export function referenceProblems(spec: SpecDatabase, resources: Resources, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referenceProblems(spec, resources, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...namesIn(name, inner).flatMap((target) => targetProblems(spec, resources, target)),
    ...referenceProblems(spec, resources, inner),
  ]);
}

/** The resources, with or without an attribute, that an intrinsic function names. */
function namesIn(name: string, value: unknown): string[] {
  if (name === 'Ref' || name === 'DependsOn') return [value].flat().map(String);
  if (name === 'Fn::GetAtt') return [[value].flat().join('.')];
  if (name !== 'Fn::Sub') return [];
  const [text, variables = {}] = [value].flat() as [string, object?];
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, target]) => target!)
    .filter((target) => !Object.hasOwn(variables, target));
}

function targetProblems(spec: SpecDatabase, resources: Resources, target: string): string[] {
  if (PSEUDO.test(target)) return [];
  const [id = '', ...attribute] = target.split('.');
  const resource = resources[id];
  if (!resource) return [`${target}: no such resource`];
  const attributes = typeOf(spec, resource.Type)?.attributes ?? {};
  if (attribute.length === 0 || Object.hasOwn(attributes, attribute.join('.'))) return [];
  return [`${target}: ${resource.Type} has no such attribute`];
}
