import type { Env } from '../../../config/env';
import type { RecordRef } from '../../../leads/record';

/** The companies of an account, or whatever the CRM calls what people work for. */
export interface Companies {
  /** Variables with which one is made where there is none. */
  readonly made: Env;
  /** Variables with which nobody is tied to any. */
  readonly off: Env;
  /** As a colleague would make it. @param domain where companies of this CRM have one. */
  seed(name: string, domain?: string): Promise<string>;
  /** Those the person is tied to. */
  of(ref: RecordRef): Promise<string[]>;
  /** How many have the name. */
  named(name: string): Promise<number>;
}
