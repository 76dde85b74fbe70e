import type { ConnectorSession, LinkReading } from '../connector';
import { connectorOf } from '../shared/connector-of';
import { mappedNames } from '../shared/fields/mapped-values';
import { account, tenant } from './api/account';
import { SeenAccount } from './api/seen-account';
import { createApi } from './api/client';
import { findByProperty, findContacts } from './records/find-people';
import { createContact, updateContact } from './records/leads';
import { getContact } from './records/people';
import type { HubSpotContext } from './context';
import { activityMethods } from '../shared/activities';
import { activities } from './activities/activities';
import { OwnerList } from '../shared/owners/owner-list';
import { readOwners } from './records/owners';
import { contactUrl, readContactLink } from './records/record-link';
import { definition } from './definition';
import { fillCompany } from './sales/companies';
import { linkCompany } from './sales/company-link';
import { learnProperties } from './records/mapped-properties';
import { cardExtras, learnDealStages } from './records/card-extras';
import { createTitleObject } from './sales/title-object';

/** @throws ConfigError when a variable of the account is missing or wrong. */
export const createConnector = connectorOf(definition, (shown, { rules }) => {
  // Read with every contact: what the card shows, and what the company's maps must not write over.
  const settings = { ...shown, replyFields: [...shown.replyFields, ...mappedNames(rules, 'contact')] };
  const seen = new SeenAccount();
  return {
    credential: [settings.baseUrl, settings.accessToken],
    open(common, line) {
      const api = createApi(settings, { ...line, onAnswer: (text) => seen.learn(text) });
      const hidden = 'HubSpot does not tell this token the owners: grant crm.objects.owners.read';
      const owners = new OwnerList(common, () => readOwners(api), hidden);
      return openSession({ ...common, settings, api, owners, seen });
    },
  };
});

function openSession(context: HubSpotContext): ConnectorSession {
  return {
    tenant: () => tenant(context),
    find: (person) => findContacts(context, person),
    findByField: (field, value) => findByProperty(context, field, value),
    get: (ref) => getContact(context, ref.id),
    create: (draft) => createContact(context, draft),
    update: (record, changes) => updateContact(context, record, changes),
    async learnFields() {
      await learnProperties(context);
      await learnDealStages(context);
    },
    cardExtras: (record, wanted) => cardExtras(context, record, wanted),
    ...(context.settings.company !== 'off' && {
      linkCompany: ({ ref }, hint) => linkCompany(context, ref.id, hint),
    }),
    fillCompany: (record, mapped) => fillCompany(context, record, mapped),
    findOwners: (logins) => context.owners.find(logins),
    ownerName: (ownerId) => context.owners.nameOf(ownerId),
    saveTitle: (ref, title, ownerId, wish) => createTitleObject(context, ref.id, { title, ownerId, wish }),
    ...activityMethods(context.call.inDoubt, activities(context)),
    readLink: async (url): Promise<LinkReading> =>
      readContactLink(url, await account(context), context.call.words.links),
    async recordUrl(ref) {
      const known = await account(context);
      return known && contactUrl(known, ref.id);
    },
  };
}
