import { Hono } from 'hono';
import { listen, type Listening } from '../listen';
import { SsmError } from './errors';
import { Parameters, type PutInput, type StoredParameter } from './parameters';
import { verifySignature } from './signature';

/** GetParameters takes ten names at most (Systems Manager API Reference). */
const MAX_NAMES = 10;
const ACCOUNT = '123456789012';
const REGION = 'local';

export interface SsmOptions {
  /** Secret keys of the callers, by access key id. */
  credentials?: Record<string, string>;
  /** What an access key's policy allows; without it everything is. Parameters are named without their ARN. */
  allows?: (accessKeyId: string, action: string, parameter: string) => boolean;
}

/**
 * Systems Manager's Parameter Store over HTTP, in AWS' JSON 1.1 protocol, as far as reading and writing parameters goes.
 * Refuses what AWS refuses: a wrong signature, a missing right, a parameter that exists.
 */
export function createParameterStoreEmulator(options: SsmOptions = {}) {
  const { credentials = { local: 'local' }, allows = () => true } = options;
  const parameters = new Parameters();
  const requests: { operation: string; names: string[] }[] = [];
  const faults: { type: string; times: number }[] = [];
  const app = new Hono();

  app.post('/', async (context) => {
    const body = await context.req.text();
    const { headers, method, url } = context.req.raw;
    const operation = headers.get('x-amz-target')?.replace(/^AmazonSSM\./, '') ?? '';
    try {
      const caller = verifySignature(
        { method, path: new URL(url).pathname, headers, body },
        (id) => credentials[id],
      );
      const input = parse(body);
      const names = namesOf(input);
      requests.push({ operation, names });
      fail(faults);
      for (const name of names) {
        if (!allows(caller, `ssm:${operation}`, name)) throw accessDenied(caller, operation, name);
      }
      return context.json(answer(parameters, operation, input), 200, JSON_1_1);
    } catch (error) {
      if (!(error instanceof SsmError)) throw error;
      const status = error.type === 'InternalServerError' ? 500 : 400;
      return context.json(
        { __type: error.type, ...(error.message && { message: error.message }) },
        status,
        JSON_1_1,
      );
    }
  });

  let listening: Listening | undefined;
  return {
    parameters,
    requests,
    /** The next requests fail with this error. */
    failNext: (type: string, times = 1) => void faults.push({ type, times }),
    listen: async (port?: number) => (listening = await listen(app, { port })),
    close: async () => listening?.close(),
  };
}

export type ParameterStoreEmulator = ReturnType<typeof createParameterStoreEmulator>;

const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' };

type Input = Partial<PutInput> & { Names?: string[]; WithDecryption?: boolean };

function answer(parameters: Parameters, operation: string, input: Input): object {
  switch (operation) {
    case 'GetParameters': {
      const { Names = [], WithDecryption } = input;
      if (Names.length > MAX_NAMES || Names.length === 0) {
        throw new SsmError(
          'ValidationException',
          `1 validation error detected: Value '[${Names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${Names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_NAMES}`}`,
        );
      }
      const found = Names.flatMap((name) => parameters.find(name) ?? []);
      return {
        Parameters: found.map((parameter) => shown(parameter, WithDecryption)),
        InvalidParameters: Names.filter((name) => !parameters.find(name)),
      };
    }
    case 'GetParameter':
      return { Parameter: shown(parameters.get(input.Name ?? ''), input.WithDecryption) };
    case 'PutParameter':
      return { Version: parameters.put(input as PutInput), Tier: 'Standard' };
    case 'DeleteParameters': {
      const { Names = [] } = input;
      const found = Names.filter((name) => parameters.find(name));
      for (const name of found) parameters.delete(name);
      return { DeletedParameters: found, InvalidParameters: Names.filter((name) => !found.includes(name)) };
    }
    default:
      throw new SsmError('UnknownOperationException');
  }
}

/** A SecureString that is not asked for decrypted comes as ciphertext. */
function shown(parameter: StoredParameter, decrypted = false) {
  const secret = parameter.Type === 'SecureString' && !decrypted;
  return {
    ...parameter,
    Value: secret ? Buffer.from(`encrypted:${parameter.Value}`).toString('base64') : parameter.Value,
    ARN: arn(parameter.Name),
    DataType: 'text',
  };
}

function parse(body: string): Input {
  try {
    return JSON.parse(body) as Input;
  } catch {
    throw new SsmError('SerializationException');
  }
}

function namesOf({ Name, Names }: Input): string[] {
  return Names ?? (Name === undefined ? [] : [Name]);
}

function fail(faults: { type: string; times: number }[]): void {
  const [fault] = faults;
  if (!fault) return;
  if (--fault.times === 0) faults.shift();
  throw new SsmError(fault.type, fault.type === 'ThrottlingException' ? 'Rate exceeded' : '');
}

function accessDenied(caller: string, operation: string, name: string): SsmError {
  return new SsmError(
    'AccessDeniedException',
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/${caller} is not authorized to perform: ssm:${operation} on resource: ${arn(name)} because no identity-based policy allows the ssm:${operation} action`,
  );
}

function arn(name: string): string {
  return `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}
