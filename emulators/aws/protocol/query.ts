import { randomUUID } from 'node:crypto';
import type { AwsError } from '../aws-error';
import { NotEmulatedError } from '../aws-error';
import type { HttpAnswer, Service } from '../http';
import type { Caller } from '../iam/caller';
import { xml } from './xml';

export type Input = Readonly<Record<string, unknown>>;
export type Operation = (input: Input, caller: Caller) => unknown;

const XML = { 'content-type': 'text/xml' };

/** A service in AWS' Query protocol: `Action=…` in a form, XML back. */
export function queryService(
  namespace: string,
  operations: Readonly<Record<string, Operation>>,
  name: string,
): Service {
  return async ({ body, caller }) => {
    const form = new URLSearchParams(body.toString());
    const action = form.get('Action') ?? '';
    const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
    if (!operation) throw new NotEmulatedError(`${name}:${action}`);
    const result = await operation(nested(form), caller);
    const content = `<${action}Result>${xml(result ?? {})}</${action}Result>`;
    return {
      status: 200,
      headers: XML,
      body: `<${action}Response xmlns="${namespace}">${content}<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
    };
  };
}

export function queryError(error: AwsError): HttpAnswer {
  const { code, message, status } = error;
  const Error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return {
    status,
    headers: XML,
    body: `<ErrorResponse><Error>${xml(Error)}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  };
}

/** `Tags.member.1.Key=…` as objects and lists. */
function nested(form: URLSearchParams): Input {
  const root: Record<string, unknown> = {};
  for (const [path, value] of form) {
    const names = path.split('.').filter((name) => name !== 'member');
    let at = root;
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>;
    at[names.at(-1)!] = value;
  }
  return lists(root) as Input;
}

function lists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, lists(inner)] as const);
  if (entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))) {
    return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner);
  }
  return Object.fromEntries(entries);
}
