import type { ConnectorSession } from '../../../connectors/connector';
import { connectorOf } from '../../../connectors/shared/connector-of';
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
export const createConnector = connectorOf(definition, (settings) => ({
  credential: [settings.baseUrl, settings.token],
  open: (common, line) => openSession({ ...common, send: createSend(settings, line) }),
}));

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
