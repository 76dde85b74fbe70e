import type { OwnerMap } from '../../leads/owner';
import type { CallContext, Connector, ConnectorDeps, ConnectorSession } from '../connector';
import type { ConnectorDefinition } from '../define';
import type { ConnectorContext } from './context';
import { placeable, shownFields } from './fields/mapped-values';
import type { HttpLine } from './http/exchange';
import { withCrmErrors } from './http/session-errors';
import { fingerprint } from './tenant';

/** Settings that every CRM has. */
interface CommonSettings {
  ownerMap: OwnerMap;
  defaultOwner?: string;
  replyFields: [title: string, field: string][];
}

/** A CRM under one account's settings, for all its events. */
interface Started<Settings> extends Pick<Connector, 'titleWaits'> {
  /** Address, ids and secrets that together lead to one account. */
  credential: readonly (string | undefined)[];
  /** Starts the work on one event. @param line over which its requests go. */
  open: (context: Omit<ConnectorContext<never, Settings>, 'api'>, line: HttpLine) => ConnectorSession;
}

/**
 * A CRM's connector as the registry loads it: settings read once, what the company's file shows of a record in the place of what they
 * say, nothing but the errors of `errors.ts` thrown by a session.
 * @returns what throws ConfigError when a variable of the account is missing or wrong.
 */
export function connectorOf<Settings extends CommonSettings>(
  { label, capacity, limits, settings: declared }: ConnectorDefinition<Settings>,
  start: (settings: Settings, deps: ConnectorDeps) => Started<Settings>,
): (deps: ConnectorDeps) => Connector {
  return (deps) => {
    const { account, env, memory, rules, now, fetch } = deps;
    const own = declared.read(env, account.prefix);
    const settings = { ...own, replyFields: shownFields(rules) ?? own.replyFields };
    const { ownerMap, defaultOwner, replyFields } = settings;
    const { credential, titleWaits, open } = start(settings, deps);
    return {
      account,
      label,
      capacity,
      limits,
      ownerMap,
      defaultOwner,
      replyFields,
      titleWaits,
      credential: fingerprint(...credential),
      open: (call: CallContext) => {
        const { signal, pace } = call;
        const session = open({ settings, memory, rules, call, now }, { fetch, signal, pace });
        return withCrmErrors(label, { placeable: (mapped) => placeable(memory, mapped), ...session });
      },
    };
  };
}
