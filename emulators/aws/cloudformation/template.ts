import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { AwsError } from '../aws-error';
import { referenceProblems, typeOf, type Resource } from './rules';

export interface Output {
  Value: unknown;
  Description?: string;
  Condition?: string;
  Export?: { Name: unknown };
}

export interface Template {
  Description?: string;
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, Resource>;
  Outputs?: Record<string, Output>;
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Parameters',
  'Conditions',
  'Resources',
  'Outputs',
]);
/** CloudFormation User Guide: quotas. */
const MAX_RESOURCES = 500;
const MAX_BYTES = 1_000_000;

/**
 * A template as CloudFormation accepts it, before anything is made.
 * @throws AwsError ValidationError.
 */
export function parseTemplate(text: string, spec: SpecDatabase): Template {
  if (Buffer.byteLength(text) > MAX_BYTES) throw invalid('Template may not exceed 1000000 bytes in size.');
  const template = parsed(text);
  const section = Object.keys(template).find((name) => !SECTIONS.has(name));
  if (section) throw invalid(`Invalid template property or properties [${section}]`);
  const { Resources, Outputs = {}, Conditions = {}, Parameters = {} } = template;
  const ids = Object.keys(Resources ?? {});
  if (ids.length === 0) throw invalid('At least one Resources member must be defined.');
  if (ids.length > MAX_RESOURCES)
    throw invalid(`Number of resources, ${ids.length}, is greater than maximum allowed, ${MAX_RESOURCES}`);
  const types = Object.values(Resources).map(({ Type }) => Type);
  const unknown = [...new Set(types)].filter((type) => !typeOf(spec, String(type)));
  if (unknown.length > 0) throw invalid(`Unrecognized resource types: [${unknown.join(', ')}]`);
  checkConditions(template);
  const named = { ...Resources, ...asResources(Parameters) };
  const broken = (block: string, value: unknown) => {
    const [problem] = referenceProblems(spec, named, value);
    if (problem)
      throw invalid(`Unresolved resource dependencies in the ${block} block of the template: ${problem}`);
  };
  broken('Resources', Resources);
  broken('Outputs', Outputs);
  broken('Conditions', Conditions);
  inOrder(Resources);
  return template;
}

function parsed(text: string): Template {
  try {
    return JSON.parse(text) as Template;
  } catch {
    throw invalid('JSON not well-formed (YAML is not emulated)');
  }
}

/** Parameters are referred to as resources are, and have no attributes. */
function asResources(parameters: NonNullable<Template['Parameters']>): Record<string, Resource> {
  const entries = Object.keys(parameters).map((name) => [name, { Type: 'AWS::SSM::Parameter' }] as const);
  return Object.fromEntries(entries);
}

function checkConditions({ Resources, Outputs = {}, Conditions = {} }: Template): void {
  const used = [
    ...Object.values(Resources).map(({ Condition }) => Condition),
    ...Object.values(Outputs).map(({ Condition }) => Condition),
    ...conditionsIn([Resources, Outputs, Conditions]),
  ];
  const missing = used.find((name) => name !== undefined && !Object.hasOwn(Conditions, name));
  if (missing) throw invalid(`Unresolved condition dependency ${missing} in the template`);
}

function conditionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === 'Fn::If' ? [(inner as [string])[0]] : []),
    ...conditionsIn(inner),
  ]);
}

/** The resources' names, each after what it needs. @throws AwsError when they go round in a circle. */
export function inOrder(resources: Readonly<Record<string, Resource>>): string[] {
  const done: string[] = [];
  const open = new Set<string>();
  const visit = (id: string) => {
    if (done.includes(id)) return;
    if (open.has(id)) throw invalid(`Circular dependency between resources: [${[...open].join(', ')}]`, '');
    open.add(id);
    for (const other of needs(resources[id]!)) if (Object.hasOwn(resources, other)) visit(other);
    open.delete(id);
    done.push(id);
  };
  for (const id of Object.keys(resources)) visit(id);
  return done;
}

function needs({ DependsOn = [], Properties }: Resource): string[] {
  return [...[DependsOn].flat(), ...targets(Properties)];
}

function targets(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(targets);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'Ref') return [String(inner)];
    if (name === 'Fn::GetAtt') return [[inner].flat().join('.').split('.')[0]!];
    if (name === 'Fn::Sub') {
      const text = String([inner].flat()[0]);
      return [...text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, target]) => target!);
    }
    return targets(inner);
  });
}

function invalid(message: string, prefix = 'Template format error: '): AwsError {
  return new AwsError('ValidationError', prefix + message);
}
