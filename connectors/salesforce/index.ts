import type { ConnectorSession, LinkReading } from '../connector';
import { connectorOf } from '../shared/connector-of';
import { tenantName } from '../shared/tenant';
import { createApi } from './api/client';
import type { SalesforceContext } from './context';
import { activityMethods } from '../shared/activities';
import { activities } from './activities/activities';
import { createLead, updatePerson } from './records/leads';
import { Org } from './api/account';
import { findOwners, knownOwnerName } from './records/owners';
import { findPeople } from './records/find-people';
import { cardExtras } from './records/card-extras';
import { saveOpportunity } from './sales/opportunities';
import { findByField, getPerson } from './records/people';
import { readRecordLink, recordUrl } from './records/record-link';
import { definition, type SalesforceSettings } from './definition';
import { fillAccount } from './sales/accounts';
import { learnFields } from './records/mapped-fields';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createConnector = connectorOf(definition, (settings, deps) => {
  const org = new Org({ ...deps, settings });
  const ownerNames = new Map<string, string>();
  return {
    // The app and whom it acts for, not what proves it: a new secret or key of the same app is the same org's.
    credential: [settings.loginUrl, settings.clientId, usernameOf(settings)],
    open: (common, line) => openSession({ ...common, api: createApi(org, line), org, ownerNames }),
  };
});

function openSession(context: SalesforceContext): ConnectorSession {
  const { org, call, settings } = context;
  return {
    async tenant() {
      const id = await org.id(call.signal);
      return id && tenantName(id, settings.loginUrl);
    },
    find: (person) => findPeople(context, person),
    findByField: (field, value) => findByField(context, field, value),
    get: (ref) => getPerson(context, ref),
    create: (draft) => createLead(context, draft),
    update: (record, changes) => updatePerson(context, record, changes),
    fillCompany: (record, mapped) => fillAccount(context, record, mapped),
    learnFields: () => learnFields(context),
    cardExtras: (record, wanted) => cardExtras(context, record, wanted),
    findOwners: (logins) => findOwners(context, logins),
    ownerName: (ownerId) => Promise.resolve(knownOwnerName(context, ownerId)),
    saveTitle: (ref, title, ownerId, wish) => saveOpportunity(context, ref, { title, ownerId, wish }),
    ...activityMethods(call.inDoubt, activities(context)),
    readLink: async (url): Promise<LinkReading> =>
      readRecordLink(url, await org.url(call.signal), call.words.links),
    recordUrl: async (ref) => recordUrl(await org.url(call.signal), ref),
  };
}

function usernameOf({ credential }: SalesforceSettings): string | undefined {
  return credential?.flow === 'jwt-bearer' ? credential.username : undefined;
}
