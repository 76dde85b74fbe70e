import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../..');
const SERVERLESS = join(ROOT, 'node_modules/osls/bin/serverless.js');
const run = promisify(execFile);

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

/** What packaging reads. */
const SERVICE = ['serverless.yml', 'package.json', 'deploy', 'connectors', 'store/table.json', 'dist'];

/**
 * Packages the service offline and without credentials, in a folder of its own: the packager keeps its work in the
 * service's folder, and several tests package at the same time.
 * @param env settings as `.env.<stage>` would hold them.
 * @param into keeps the result, zips and all, in this folder.
 */
export async function packageTemplate(
  stage: string,
  env: Readonly<Record<string, string>> = {},
  into?: string,
): Promise<Template> {
  const folder = mkdtempSync(join(tmpdir(), 'service-'));
  const output = into ?? join(folder, 'output');
  try {
    for (const path of SERVICE) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    const args = [SERVERLESS, 'package', '--stage', stage, '--package', output];
    await run(process.execPath, args, { cwd: folder, env: { HOME: folder, CI: 'true', ...env } });
    const text = readFileSync(join(output, 'cloudformation-template-update-stack.json'), 'utf8');
    const state = readFileSync(join(output, 'serverless-state.json'), 'utf8');
    return { text, state, ...resolved(JSON.parse(text) as Raw) };
  } finally {
    rmSync(folder, { recursive: true });
  }
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
