import { AwsError } from '../aws-error';

export interface PolicyDocument {
  Version?: string;
  Statement: Statement | Statement[];
}

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  Resource?: string | string[];
  Principal?: '*' | Record<string, string | string[]>;
  Condition?: Record<string, Record<string, unknown>>;
}

/** One question to a policy. */
export interface Access {
  action: string;
  resource: string;
  /** Condition keys, such as `aws:SecureTransport`. */
  context?: Readonly<Record<string, string>>;
}

type Verdict = 'allow' | 'deny' | 'nothing';

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition']);
const OPERATORS = new Set(['Bool', 'StringEquals', 'StringLike', 'ArnLike', 'ArnEquals']);

/**
 * What the documents say together: a Deny wins, else an Allow counts (IAM User Guide: Policy evaluation logic).
 * @param documents checked by `checkPolicy`.
 */
export function evaluate(documents: readonly PolicyDocument[], access: Access): Verdict {
  const matching = documents
    .flatMap(({ Statement }) => [Statement].flat())
    .filter((statement) => applies(statement, access));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allow' : 'nothing';
}

/** @throws AwsError when IAM would not take the document, or when it says something that is not emulated. */
export function checkPolicy(document: PolicyDocument, { resource = true } = {}): void {
  const bad = (why: string) => new AwsError('MalformedPolicyDocument', why);
  const statements = [document?.Statement].flat();
  if (statements.length === 0) throw bad('Policy document must have at least one statement.');
  for (const statement of statements) {
    if (typeof statement !== 'object') throw bad('Syntax errors in policy.');
    if (!/^(Allow|Deny)$/.test(statement.Effect)) throw bad('Policy statement must contain Effect.');
    const unknown = Object.keys(statement).find((key) => !KNOWN.has(key));
    if (unknown) throw bad(`Syntax errors in policy: ${unknown}`);
    const actions = [statement.Action ?? []].flat();
    if (actions.length === 0) throw bad('Policy statement must contain actions.');
    for (const action of actions) {
      if (action !== '*' && !/^[a-z0-9-]+:[\w*?]+$/.test(action))
        throw bad(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: ${action}`);
    }
    if (resource) checkResources([statement.Resource ?? []].flat(), bad);
    for (const operator of Object.keys(statement.Condition ?? {})) {
      if (!OPERATORS.has(operator)) throw bad(`the condition operator ${operator} is not emulated`);
    }
  }
}

function checkResources(resources: unknown[], bad: (why: string) => AwsError): void {
  if (resources.length === 0) throw bad('Policy statement must contain resources.');
  for (const resource of resources) {
    if (
      typeof resource !== 'string' ||
      (resource !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$/.test(resource))
    )
      throw bad(`Resource ${String(resource)} must be in ARN format or "*".`);
  }
}

function applies({ Action = [], Resource = [], Condition = {} }: Statement, access: Access): boolean {
  return (
    [Action].flat().some((pattern) => like(pattern.toLowerCase(), access.action.toLowerCase())) &&
    [Resource].flat().some((pattern) => like(pattern, access.resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, access.context?.[key], wanted)),
    )
  );
}

function holds(operator: string, actual: string | undefined, wanted: unknown): boolean {
  if (actual === undefined) return false;
  return [wanted].flat().some((one) => {
    const text = String(one);
    return operator.endsWith('Like') || operator === 'ArnEquals' ? like(text, actual) : text === actual;
  });
}

/** IAM's wildcards: `*` any characters, `?` one. */
export function like(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
