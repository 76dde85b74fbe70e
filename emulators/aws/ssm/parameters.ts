import { SsmError } from './errors';

/** Standard tier (AWS General Reference: Systems Manager endpoints and quotas). */
const MAX_BYTES = 4096;
/** Systems Manager API Reference: PutParameter, Name. */
const NAME = /^[a-zA-Z0-9_.\-/]{1,2048}$/;

export interface StoredParameter {
  Name: string;
  Type: 'String' | 'StringList' | 'SecureString';
  Value: string;
  Version: number;
  /** Epoch seconds. */
  LastModifiedDate: number;
}

export interface PutInput {
  Name: string;
  Value: string;
  Type?: StoredParameter['Type'];
  Overwrite?: boolean;
}

/** The parameters of one account and region. */
export class Parameters {
  readonly #stored = new Map<string, StoredParameter>();

  /** @throws SsmError when there is none of that name. */
  get(name: string): StoredParameter {
    const found = this.#stored.get(name);
    if (!found) throw new SsmError('ParameterNotFound');
    return found;
  }

  find(name: string): StoredParameter | undefined {
    return this.#stored.get(name);
  }

  /** @returns the version: 1 for a new parameter, one more for each overwrite. */
  put({ Name, Value, Type, Overwrite }: PutInput): number {
    if (!NAME.test(Name)) throw new SsmError('ValidationException', `Parameter name: ${Name} is not valid.`);
    const before = this.#stored.get(Name);
    if (before && !Overwrite) {
      throw new SsmError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const type = Type ?? before?.Type;
    if (!type)
      throw new SsmError('ValidationException', 'A parameter type is required when you create a parameter.');
    if (Buffer.byteLength(Value) > MAX_BYTES) {
      throw new SsmError(
        'ValidationException',
        `Standard tier parameters support a maximum parameter value of ${MAX_BYTES} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
      );
    }
    const Version = (before?.Version ?? 0) + 1;
    this.#stored.set(Name, { Name, Type: type, Value, Version, LastModifiedDate: Date.now() / 1000 });
    return Version;
  }

  delete(name: string): void {
    this.get(name);
    this.#stored.delete(name);
  }
}
