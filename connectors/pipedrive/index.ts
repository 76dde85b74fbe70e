import type { ConnectorSession } from '../connector';
import { OwnerList } from '../shared/owners/owner-list';
import { connectorOf } from '../shared/connector-of';
import { activityMethods } from '../shared/activities';
import { activities } from './activities/activities';
import { tenant } from './api/account';
import { credentialOf } from './api/credential';
import { createApi } from './api/client';
import type { PipedriveContext } from './context';
import { definition } from './definition';
import { findByField, findPersons, getPerson } from './records/people';
import { createPerson, updatePerson } from './records/leads';
import { learnFields } from './records/fields';
import { cardExtras, learnDealStages } from './records/card-extras';
import { fillOrganization } from './sales/organizations';
import { readUsers } from './records/owners';
import { personUrl, readRecordLink } from './records/record-link';
import { createTitleObject } from './sales/title-object';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createConnector = connectorOf(definition, (settings, deps) => {
  const credential = credentialOf(settings, deps);
  return {
    // Of an app itself, not what proves it: a new secret or refresh token of the same app is the same company's.
    credential: [settings.baseUrl, settings.apiToken ?? settings.clientId],
    titleWaits: true,
    open(common, line) {
      const api = createApi(settings.baseUrl, line, credential);
      const hidden = 'Pipedrive does not tell this token the users: owners are not found by their logins';
      return openSession({ ...common, api, owners: new OwnerList(common, () => readUsers(api), hidden) });
    },
  };
});

function openSession(context: PipedriveContext): ConnectorSession {
  const { owners, call, settings } = context;
  return {
    tenant: () => tenant(context),
    find: (person) => findPersons(context, person),
    findByField: (field, value) => findByField(context, field, value),
    get: (ref) => getPerson(context, ref),
    create: (draft) => createPerson(context, draft),
    update: (record, changes) => updatePerson(context, record, changes),
    async learnFields() {
      await learnFields(context);
      await learnDealStages(context);
    },
    cardExtras: (record, wanted) => cardExtras(context, record, wanted),
    fillCompany: (record, mapped) => fillOrganization(context, record, mapped),
    findOwners: (logins) => owners.find(logins),
    ownerName: (ownerId) => owners.nameOf(ownerId),
    saveTitle: (ref, title, ownerId, wish) => createTitleObject(context, ref.id, { title, ownerId, wish }),
    ...activityMethods(call.inDoubt, activities(context)),
    readLink: (url) => Promise.resolve(readRecordLink(url, settings.company, call.words.links)),
    recordUrl: (ref) => Promise.resolve(personUrl(settings.company, ref.id)),
  };
}
