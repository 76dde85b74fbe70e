import { AwsError, NotEmulatedError } from '../aws-error';
import type { HttpAnswer, Service } from '../http';
import type { Input, Operation } from './query';

/** A service in AWS' JSON protocol: the operation in `x-amz-target`. @param version of the protocol: 1.0 or 1.1. */
export function jsonService(
  operations: Readonly<Record<string, Operation>>,
  name: string,
  version: '1.0' | '1.1',
): Service {
  return async ({ body, headers, caller }) => {
    const action = (headers.get('x-amz-target') ?? '').split('.').at(-1)!;
    const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
    if (!operation) throw new NotEmulatedError(`${name}:${action}`);
    const result = await operation(parseJson(body), caller);
    return json(200, result ?? {}, version);
  };
}

export function json(status: number, value: unknown, version = '1.1'): HttpAnswer {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: JSON.stringify(value),
  };
}

export function jsonError({ code, message, status }: AwsError): HttpAnswer {
  const type = code === 'AccessDenied' ? 'AccessDeniedException' : code;
  const answer = json(status < 500 ? 400 : status, { __type: type, ...(message && { message }) });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': type } };
}

/** @throws AwsError SerializationException. */
export function parseJson(body: Buffer): Input {
  try {
    return JSON.parse(body.toString() || '{}') as Input;
  } catch {
    throw new AwsError('SerializationException');
  }
}
