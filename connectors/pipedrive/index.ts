import type { Connector, ConnectorDeps, ConnectorSession } from '../connector';
import { OwnerList } from '../shared/owners/owner-list';
import { shownFields, placeable } from '../shared/fields/mapped-values';
import { withCrmErrors } from '../shared/http/session-errors';
import { fingerprint } from '../shared/tenant';
import { activityMethods } from '../shared/activities';
import { activities } from './activities/activities';
import { tenant } from './api/account';
import { Credential } from './api/credential';
import { createApi } from './api/client';
import type { PipedriveContext } from './context';
import { definition } from './definition';
import { findByField, findPersons, getPerson } from './records/people';
import { createPerson, updatePerson } from './records/leads';
import { learnFields } from './records/mapped-fields';
import { cardExtras, learnDealStages } from './records/card-extras';
import { fillOrganization } from './sales/organizations';
import { isUsersHidden, readUsers } from './records/owners';
import { personUrl, readRecordLink } from './records/record-link';
import { createTitleObject } from './sales/title-object';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export function createConnector({ account, env, memory, fetch, now, rules }: ConnectorDeps): Connector {
  const own = definition.settings.read(env, account.prefix);
  const settings = { ...own, replyFields: shownFields(rules) ?? own.replyFields };
  const credential = new Credential({ settings, fetch, now, memory });
  return {
    account,
    label: definition.label,
    capacity: definition.capacity,
    // Of an app itself, not what proves it: a new secret or refresh token of the same app is the same company's.
    credential: fingerprint(settings.baseUrl, settings.apiToken ?? settings.clientId),
    ownerMap: settings.ownerMap,
    defaultOwner: settings.defaultOwner,
    replyFields: settings.replyFields,
    titleWaits: true,
    limits: definition.limits,
    open(call) {
      const { signal, pace } = call;
      const api = createApi(settings.baseUrl, { fetch, signal, pace, credential });
      const owners = new OwnerList({
        memory,
        log: call.log,
        defaultOwner: settings.defaultOwner,
        read: () => readUsers(api),
        isHidden: isUsersHidden,
        whyHidden: 'Pipedrive does not tell this token the users: owners are not found by their logins',
      });
      return openSession({ api, settings, memory, rules, call, owners, now });
    },
  };
}

function openSession(context: PipedriveContext): ConnectorSession {
  const { owners, call, settings } = context;
  const session: ConnectorSession = {
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
    placeable: (mapped) => placeable(context.memory, mapped),
    fillCompany: (record, mapped) => fillOrganization(context, record, mapped),
    findOwners: (logins) => owners.find(logins),
    ownerName: (ownerId) => owners.nameOf(ownerId),
    saveTitle: (ref, title, ownerId, wish) => createTitleObject(context, ref.id, { title, ownerId, wish }),
    ...activityMethods(call.inDoubt, activities(context)),
    readLink: (url) => Promise.resolve(readRecordLink(url, settings.company, call.words.links)),
    recordUrl: (ref) => Promise.resolve(personUrl(settings.company, ref.id)),
  };
  return withCrmErrors('Pipedrive', session);
}
