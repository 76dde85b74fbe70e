import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageOnce, type Settings } from './packages';

export interface Resource {
  Type: string;
  DeletionPolicy?: string;
  Properties: Record<string, unknown>;
}

export interface Template {
  /** As it is handed to CloudFormation. */
  text: string;
  /** Everything else `serverless package` writes about the stack. */
  state: string;
  /** What CloudFormation makes of it: conditions decided, what they exclude left out. */
  resources: Record<string, Resource>;
  outputs: Record<string, { Value: unknown }>;
  ofType(type: string): Resource[];
}

/** @param env settings as `.env.<stage>` would hold them. */
export async function packageTemplate(stage: string, env: Settings): Promise<Template> {
  return readTemplate(await packageOnce(stage, env));
}

/** Of a folder that the packager has filled. */
export function readTemplate(folder: string): Template {
  const text = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  const state = readFileSync(join(folder, 'serverless-state.json'), 'utf8');
  return { text, state, ...resolved(JSON.parse(text) as Raw) };
}

interface Raw {
  Conditions: Record<string, unknown>;
  Resources: Record<string, Resource & { Condition?: string }>;
  Outputs: Record<string, { Value: unknown }>;
}

function resolved({ Conditions, Resources, Outputs }: Raw): Omit<Template, 'text' | 'state'> {
  const holds = (name: string) => decide(Conditions[name], holds);
  const kept = Object.entries(Resources).filter(([, { Condition }]) => !Condition || holds(Condition));
  const resources = choose(Object.fromEntries(kept), holds) as Record<string, Resource>;
  return {
    resources,
    outputs: choose(Outputs, holds) as Template['outputs'],
    ofType: (type) => Object.values(resources).filter((resource) => resource.Type === type),
  };
}

type Holds = (condition: string) => boolean;

/** CloudFormation User Guide: Condition functions. */
function decide(condition: unknown, holds: Holds): boolean {
  const [[name, value]] = Object.entries(condition as Record<string, unknown>) as [[string, unknown]];
  if (name === 'Condition') return holds(value as string);
  const parts = value as unknown[];
  if (name === 'Fn::Equals') return parts[0] === parts[1];
  if (name === 'Fn::Not') return !decide(parts[0], holds);
  if (name === 'Fn::And') return parts.every((part) => decide(part, holds));
  throw new Error(`${name} is not known here`);
}

/** Replaces every `Fn::If` by the branch CloudFormation takes, and drops what is `AWS::NoValue`. */
function choose(value: unknown, holds: Holds): unknown {
  if (Array.isArray(value))
    return value.map((item) => choose(item, holds)).filter((item) => !isNoValue(item));
  if (typeof value !== 'object' || value === null) return value;
  if ('Fn::If' in value) {
    const [condition, then, otherwise] = value['Fn::If'] as [string, unknown, unknown];
    return choose(holds(condition) ? then : otherwise, holds);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, choose(item, holds)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isNoValue(item)));
}

function isNoValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Ref' in value && value.Ref === 'AWS::NoValue';
}
