import type { Caller } from '../iam/caller';
import { arnOf, type Place } from '../place';
import type { Input, Operation } from '../protocol/query';
import { SsmError } from './errors';
import type { Parameters, PutInput, StoredParameter } from './parameters';

/** GetParameters takes ten names at most (Systems Manager API Reference). */
const MAX_NAMES = 10;

interface SsmInput extends Input {
  Name?: string;
  Names?: string[];
  WithDecryption?: boolean;
}

/** The operations of Parameter Store that read and write parameters. @param before is told of each request. */
export function ssmOperations(
  parameters: Parameters,
  place: Place,
  before: (operation: string, names: string[]) => void = () => undefined,
): Record<string, Operation> {
  const handlers: Record<string, (input: SsmInput) => unknown> = {
    GetParameters: ({ Names = [], WithDecryption }) => {
      checkCount(Names);
      const found = Names.flatMap((name) => parameters.find(name) ?? []);
      return {
        Parameters: found.map((parameter) => shown(parameter, place, WithDecryption)),
        InvalidParameters: Names.filter((name) => !parameters.find(name)),
      };
    },
    GetParameter: ({ Name = '', WithDecryption }) => ({
      Parameter: shown(parameters.get(Name), place, WithDecryption),
    }),
    PutParameter: (input) => ({
      Version: parameters.put(input as unknown as PutInput),
      Tier: 'Standard',
    }),
    DeleteParameters: ({ Names = [] }) => {
      checkCount(Names);
      const found = Names.filter((name) => parameters.find(name));
      for (const name of found) parameters.delete(name);
      return { DeletedParameters: found, InvalidParameters: Names.filter((name) => !found.includes(name)) };
    },
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([operation, handle]) => [
      operation,
      (input: SsmInput, caller: Caller) => {
        const names = input.Names ?? (input.Name === undefined ? [] : [input.Name]);
        before(operation, names);
        for (const name of names) caller.must(`ssm:${operation}`, parameterArn(place, name));
        return handle(input);
      },
    ]),
  );
}

export function parameterArn(place: Place, name: string): string {
  return arnOf(place, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
}

function checkCount(names: readonly string[]): void {
  if (names.length <= MAX_NAMES && names.length > 0) return;
  throw new SsmError(
    'ValidationException',
    `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_NAMES}`}`,
  );
}

/** A SecureString that is not asked for decrypted comes as ciphertext. */
function shown(parameter: StoredParameter, place: Place, decrypted = false) {
  const secret = parameter.Type === 'SecureString' && !decrypted;
  return {
    ...parameter,
    Value: secret ? Buffer.from(`encrypted:${parameter.Value}`).toString('base64') : parameter.Value,
    ARN: parameterArn(place, parameter.Name),
    DataType: 'text',
  };
}
