import type { AwsError } from '../aws-error';
import { NotEmulatedError } from '../aws-error';
import type { Call, HttpAnswer, Service } from '../http';
import type { Functions, LambdaFunction } from './functions';

/** Lambda's REST interface, as far as the deployment and the operator's commands use it. */
export function lambdaService(functions: Functions): Service {
  return async (call) => {
    const { method, path } = call;
    if (method === 'GET' && path === '/2016-08-19/account-settings') return settings(functions, call);
    const [, name, part] =
      /^\/2015-03-31\/functions\/([^/]+)(?:\/(configuration|invocations))?$/.exec(path) ?? [];
    const operation = name && `${method} ${part ?? 'function'}`;
    const find = (action: string) => {
      const id = decodeURIComponent(name!);
      call.caller.must(`lambda:${action}`, id.startsWith('arn:') ? id : functions.arn(id));
      return functions.get(id);
    };
    switch (operation) {
      case 'GET function':
        return answer(200, { Configuration: configuration(find('GetFunction')), Tags: {} });
      case 'GET configuration':
        return answer(200, configuration(find('GetFunctionConfiguration')));
      case 'POST invocations':
        return invoked(functions, find('InvokeFunction'), call);
      default:
        throw new NotEmulatedError(`lambda: ${method} ${path}`);
    }
  };
}

export function lambdaError({ code, message, status }: AwsError): HttpAnswer {
  const type = code === 'AccessDenied' ? 'AccessDeniedException' : code;
  return {
    ...answer(status, { Type: 'User', Message: message, message }),
    headers: { 'x-amzn-errortype': type },
  };
}

function answer(status: number, value: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function configuration({ properties, arn, codeSha256, lastModified }: LambdaFunction): object {
  const { Code, ...shown } = properties;
  return {
    ...shown,
    FunctionArn: arn,
    CodeSha256: codeSha256,
    LastModified: new Date(lastModified).toISOString().replace('Z', '+0000'),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Version: '$LATEST',
  };
}

function settings(functions: Functions, { caller }: Call): HttpAnswer {
  caller.must('lambda:GetAccountSettings', '*');
  const reserved = functions.names.reduce(
    (sum, name) => sum + (functions.get(name).properties.ReservedConcurrentExecutions ?? 0),
    0,
  );
  return answer(200, {
    AccountLimit: {
      ConcurrentExecutions: functions.concurrency,
      UnreservedConcurrentExecutions: functions.concurrency - reserved,
    },
    AccountUsage: { FunctionCount: functions.names.length },
  });
}

async function invoked(functions: Functions, found: LambdaFunction, { body }: Call): Promise<HttpAnswer> {
  const event = JSON.parse(body.toString() || '{}') as unknown;
  const { answer: result } = await functions.invoke(found, event);
  if ('result' in result) return answer(200, result.result);
  return { ...answer(200, result.error), headers: { 'x-amz-function-error': 'Unhandled' } };
}
