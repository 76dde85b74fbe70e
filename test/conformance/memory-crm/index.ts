import type { Connector, ConnectorDeps, ConnectorSession } from '../../../connectors/connector';
import { fingerprint } from '../../../connectors/shared/tenant';
import { saveCall, saveConversation, saveTask } from './activities/activities';
import { tenant } from './api/account';
import { createSend } from './api/send';
import type { MemoryContext } from './context';
import { definition } from './definition';
import { findOwners, ownerName } from './records/owners';
import { learnFields } from './records/own-fields';
import { create, find, findByField, get, update } from './records/people';
import { readLink, recordUrl } from './records/record-link';

/** All that the interface asks for, over a CRM as small as can be. @throws ConfigError when a variable is missing or wrong. */
export function createConnector({ account, env, memory, fetch, rules }: ConnectorDeps): Connector {
  const settings = definition.settings.read(env, account.prefix);
  const { label, capacity } = definition;
  const { baseUrl, token, ownerMap, defaultOwner, replyFields } = settings;
  const credential = fingerprint(baseUrl, token);
  return {
    ...{ account, label, capacity, credential, ownerMap, defaultOwner, replyFields },
    open: (call) => {
      const { signal, pace } = call;
      return openSession({
        send: createSend(settings, { fetch, signal, pace }),
        settings,
        memory,
        rules,
        call,
      });
    },
  };
}

function openSession(context: MemoryContext): ConnectorSession {
  return {
    tenant: () => tenant(context),
    find: (person) => find(context, person),
    findByField: (field, value) => findByField(context, field, value),
    get: (ref) => get(context, ref),
    create: (draft) => create(context, draft),
    update: (record, changes) => update(context, record, changes),
    learnFields: () => learnFields(context),
    findOwners: (logins) => findOwners(context, logins),
    ownerName: (ownerId) => ownerName(context, ownerId),
    saveConversation: (ref, conversation, written) => saveConversation(context, ref, conversation, written),
    saveTask: (ref, task) => saveTask(context, ref, task),
    saveCall: (ref, call, callId) => saveCall(context, ref, call, callId),
    readLink: (url) => readLink(context, url),
    recordUrl: (ref) => recordUrl(context, ref),
  };
}
