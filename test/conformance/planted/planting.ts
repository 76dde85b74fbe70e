import type { Connector, ConnectorSession } from '../../../connectors/connector';
import { CrmRefusedError } from '../../../connectors/errors';
import type { FetchInit } from '../../../connectors/shared/http/transport';
import type { Subject } from '../kit';

/** Builds something into a connector. */
export type Plant = (subject: Subject) => Subject;

/** A mistake a connector's author could make, built into a connector that has none. */
export interface PlantedFault {
  name: string;
  /** The scenario that must fail because of it. */
  caughtBy: string;
  /** Connectors in which the mistake can be made; all when not given. */
  in?: readonly string[];
  plant: Plant;
}

type SessionFault = (session: ConnectorSession) => Partial<ConnectorSession>;

/** Changes members of the connector. */
export function inConnector(change: (connector: Connector) => Partial<Connector>): Plant {
  return (subject) => ({
    ...subject,
    async load(deps) {
      const connector = await subject.load(deps);
      return { ...connector, ...change(connector) };
    },
  });
}

/** Changes methods of every session. */
export function inSession(change: SessionFault): Plant {
  return inConnector((connector) => ({
    open(call) {
      const session = connector.open(call);
      return within(session, change(session));
    },
  }));
}

/** The session with some methods changed; a session may be a proxy, so it is not copied. */
export function within(session: ConnectorSession, changed: Partial<ConnectorSession>): ConnectorSession {
  return new Proxy(session, {
    get: (target, name) => (Reflect.get(changed, name) ?? Reflect.get(target, name)) as unknown,
  });
}

/** Every error of every method passes through `change`. */
export function onError(change: (error: unknown) => unknown): Plant {
  return inConnector((connector) => ({
    open: (call) =>
      new Proxy(connector.open(call), {
        get(target, name) {
          const method = Reflect.get(target, name) as ((...given: unknown[]) => unknown) | undefined;
          if (!method) return undefined;
          return (...given: unknown[]) => {
            const result = method.apply(target, given);
            if (!(result instanceof Promise)) return result;
            return result.catch((error: unknown) => {
              throw change(error);
            });
          };
        },
      }),
  }));
}

/** Every request passes through `change`. */
export function onTheLine(change: (url: string, init: FetchInit) => [string, FetchInit]): Plant {
  return (subject) => ({
    ...subject,
    load: (deps) =>
      subject.load({
        ...deps,
        fetch: (input, init) => deps.fetch(...change(String(input), init)),
      }),
  });
}

/** Of the errors that planted faults throw. */
export const DETAILS = { crm: 'CRM', operation: 'planted' };

/** What a connector throws that takes a refusal for the end. */
export function refused(message: string): CrmRefusedError {
  return new CrmRefusedError(message, DETAILS, 'Look at the words of the CRM above.');
}
