import type { ConnectorSession } from '../../connector';
import { isCrmError, unreadableAnswer } from '../../errors';
import { toCrmError } from './response-error';

/** Nothing but the errors of `errors.ts` leaves the session, and mistakes of our own. */
export function withCrmErrors(crm: string, session: ConnectorSession): ConnectorSession {
  const rethrow = (error: unknown, operation: string): never => {
    if (isCrmError(error) || isMistake(error)) throw error;
    const details = { crm, operation, cause: error };
    throw toCrmError(error) ?? unreadableAnswer(details, true);
  };
  return withRejections(session, rethrow);
}

/** The same object; what its methods reject with goes through `rethrow`, with the method's name. */
export function withRejections<T extends object>(
  of: T,
  rethrow: (error: unknown, operation: string) => never,
): T {
  return new Proxy(of, {
    get(target, name: string) {
      const method = Reflect.get(target, name) as ((...args: unknown[]) => unknown) | undefined;
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        const result = method(...args);
        return result instanceof Promise ? result.catch((error: unknown) => rethrow(error, name)) : result;
      };
    },
  });
}

function isMistake(error: unknown): boolean {
  return error instanceof Error && ['TypeError', 'RangeError', 'ReferenceError'].includes(error.name);
}
