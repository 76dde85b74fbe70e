import type { Connector, ConnectorDeps, ConnectorSession, LinkReading } from '../connector';
import { CrmUnavailableError, isCrmError } from '../errors';
import { createApi } from './api';
import type { SalesforceContext } from './context';
import { saveConversation } from './conversation';
import { SalesforceResponseError, toCrmError } from './errors';
import { key } from './fields';
import { createLead, updatePerson } from './leads';
import { Org } from './org';
import { findOwner, knownOwnerName } from './owners';
import { findPeople, getPerson } from './people';
import { readRecordLink, recordUrl } from './record-link';
import { readSalesforceSettings } from './settings';
import { saveCall, saveTask } from './tasks-and-calls';

/** Salesforce docs: Lead: one e-mail address, a phone and a mobile phone. */
const CAPACITY = { emails: 1, phones: 2 };

/** @throws ConfigError when a SALESFORCE_ variable is missing or wrong. */
export function createConnector({ env, memory, fetch, now }: ConnectorDeps): Connector {
  const settings = readSalesforceSettings(env);
  const org = new Org({ settings, fetch, memory, now });
  const ownerNames = new Map<string, string>();
  return {
    name: 'salesforce',
    label: 'Salesforce',
    capacity: CAPACITY,
    ownerMap: settings.ownerMap,
    open(call) {
      const api = createApi(org, { fetch, signal: call.signal, pace: call.pace });
      return openSession({ api, settings, memory, call, now, org, ownerNames });
    },
  };
}

function openSession(context: SalesforceContext): ConnectorSession {
  const { org, call, settings } = context;
  return withCrmErrors({
    find: (person) => findPeople(context, person),
    get: (ref) => getPerson(context, ref),
    create: (draft) => createLead(context, draft),
    update: (record, changes) => updatePerson(context, record, changes),
    owner: (logins) => findOwner(context, logins),
    ownerName: (ownerId) => Promise.resolve(knownOwnerName(context, ownerId)),
    // A lead has its title in its own description, or in a field of the configuration.
    saveTitle: () => Promise.resolve(),
    saveConversation: (ref, conversation, written) => saveConversation(context, ref, conversation, written),
    saveTask: (ref, task) => saveTask(context, ref, task),
    saveCall: (ref, draft, callId) => saveCall(context, ref, draft, callId),
    readLink: async (url): Promise<LinkReading> => readRecordLink(url, await org.url(call.signal)),
    recordUrl: async (ref) => recordUrl(await org.url(call.signal), ref),
    replyFields(record) {
      const stored = new Map(Object.entries(record.fields).map(([name, value]) => [key(name), value]));
      return settings.replyFields.flatMap(([title, field]) => {
        const content = stored.get(key(field));
        return content ? [{ title, content }] : [];
      });
    },
  });
}

/** Nothing but the errors of `errors.ts` leaves the connector. */
function withCrmErrors(session: ConnectorSession): ConnectorSession {
  return new Proxy(session, {
    get(target, name: keyof ConnectorSession) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const result = method(...args);
        return result instanceof Promise ? result.catch((error: unknown) => rethrow(error, name)) : result;
      };
    },
  });
}

function rethrow(error: unknown, operation: string): never {
  if (isCrmError(error)) throw error;
  if (error instanceof SalesforceResponseError) throw toCrmError(error);
  if (error instanceof Error && ['TypeError', 'RangeError', 'ReferenceError'].includes(error.name))
    throw error;
  const details = { crm: 'Salesforce', operation, cause: error };
  throw new CrmUnavailableError('unreadable answer', details, { mayHaveHappened: true });
}
