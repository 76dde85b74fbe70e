import { createServer } from 'node:http';
import { AwsError } from '../aws-error';
import { Clock } from '../clock';
import { readRequest, type HttpAnswer, type HttpRequest } from '../http';
import type { Caller } from '../iam/caller';
import { listenOn, type Listening } from '../listen';
import { jsonError, jsonService } from '../protocol/json';
import { verifySignature } from '../signature';
import { SsmError } from './errors';
import { parameterArn, ssmOperations } from './operations';
import { Parameters } from './parameters';

const PLACE = { account: '123456789012', region: 'local', clock: new Clock() };

interface SsmOptions {
  /** Secret keys of the callers, by access key id. */
  credentials?: Record<string, string>;
  /** What an access key's policy allows; without it everything is. Parameters are named without their ARN. */
  allows?: (accessKeyId: string, action: string, parameter: string) => boolean;
}

/**
 * Systems Manager's Parameter Store alone, over HTTP, in AWS' JSON 1.1 protocol, as far as reading and writing
 * parameters goes. Refuses what AWS refuses: a wrong signature, a missing right, a parameter that exists.
 */
export function createParameterStoreEmulator(options: SsmOptions = {}) {
  const { credentials = { local: 'local' }, allows = () => true } = options;
  const parameters = new Parameters();
  const requests: { operation: string; names: string[] }[] = [];
  const faults: { type: string; times: number }[] = [];
  const service = jsonService(
    ssmOperations(parameters, PLACE, (operation, names) => {
      requests.push({ operation, names });
      fail(faults);
    }),
    'ssm',
    '1.1',
  );

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    try {
      const signed = verifySignature(request, (id) => keyOf(credentials, id), PLACE.clock.now());
      if (signed.service !== 'ssm') {
        throw new SsmError(
          'InvalidSignatureException',
          "Credential should be scoped to correct service: 'ssm'.",
        );
      }
      return await service({ ...request, caller: callerOf(signed.accessKeyId, allows) });
    } catch (error) {
      if (error instanceof AwsError) return jsonError(error);
      throw error;
    }
  }

  const server = createServer((incoming, response) => {
    void readRequest(incoming)
      .then(answer)
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  let listening: Listening | undefined;
  return {
    parameters,
    requests,
    /** The next requests fail with this error. */
    failNext: (type: string, times = 1) => void faults.push({ type, times }),
    listen: async (port?: number) => (listening = await listenOn(server, port)),
    close: async () => listening?.close(),
  };
}

export type ParameterStoreEmulator = ReturnType<typeof createParameterStoreEmulator>;

function keyOf(credentials: Record<string, string>, id: string) {
  const secret = credentials[id];
  return secret === undefined ? undefined : { secret };
}

function callerOf(id: string, allows: NonNullable<SsmOptions['allows']>): Caller {
  const arn = `arn:aws:sts::${PLACE.account}:assumed-role/${id}`;
  return {
    arn,
    must(action, resource) {
      const name = resource.slice(parameterArn(PLACE, '/').length - 1);
      if (allows(id, action, name)) return;
      throw new AwsError(
        'AccessDenied',
        `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
        403,
      );
    },
  };
}

function fail(faults: { type: string; times: number }[]): void {
  const [fault] = faults;
  if (!fault) return;
  if (--fault.times === 0) faults.shift();
  throw new SsmError(fault.type, fault.type === 'ThrottlingException' ? 'Rate exceeded' : '');
}
