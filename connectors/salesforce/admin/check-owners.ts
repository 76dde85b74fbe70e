import type { CheckQuestion, Finding } from '../../admin';
import { ownerFindings, unmapped, type OwnerWords } from '../../shared/owners/check-owners';
import type { Row } from '../api/client';
import { readId } from '../api/ids';
import { definition, type SalesforceSettings } from '../definition';
import { soql } from '../api/soql';
import type { AdminApi } from './api';

const OWNER_WORDS: OwnerWords = {
  crm: definition,
  isNobody: 'is neither an active user nor a queue for leads',
  nameDefault:
    'Name the login of an active user (Setup → Users) or a queue whose supported objects include Lead',
  heir: 'the integration user',
};

/** Logins of the settings and the question that match no active user and no queue for leads. */
export async function checkOwners(
  api: AdminApi,
  settings: SalesforceSettings,
  { logins }: CheckQuestion,
): Promise<Finding[]> {
  const { defaultOwner, ownerMap } = settings;
  const all = [...(defaultOwner ? [defaultOwner] : []), ...ownerMap.values(), ...unmapped(logins, ownerMap)];
  if (all.length === 0) return [];
  const known = await knownOwners(api, all);
  return ownerFindings(OWNER_WORDS, settings, logins, (login) =>
    known.has((readId(login) ?? login).toLowerCase()),
  );
}

/** Everything a login may be compared with, in lower case. Federation ids may be written in either case. */
async function knownOwners(api: AdminApi, logins: readonly string[]): Promise<ReadonlySet<string>> {
  const spellings = [
    ...new Set(logins.flatMap((login) => [login, login.toLowerCase(), login.toUpperCase()])),
  ];
  const ids = logins.map(readId).filter((id) => id !== undefined);
  const either = (field: 'Id' | 'QueueId') =>
    ids.length === 0 ? soql`` : field === 'Id' ? soql` OR Id IN ${ids}` : soql` OR QueueId IN ${ids}`;
  const [users, queues] = await Promise.all([
    api.query(
      soql`SELECT Id, Username, Email, FederationIdentifier FROM User WHERE IsActive = true AND (Username IN ${logins} OR Email IN ${logins} OR FederationIdentifier IN ${spellings}${either('Id')})`,
    ),
    api.query(
      soql`SELECT QueueId, Queue.Name, Queue.DeveloperName FROM QueueSobject WHERE SobjectType = 'Lead' AND (Queue.DeveloperName IN ${logins} OR Queue.Name IN ${logins}${either('QueueId')})`,
    ),
  ]);
  const names = [
    ...users.flatMap(({ Id, Username, Email, FederationIdentifier }) => [
      Id,
      Username,
      Email,
      FederationIdentifier,
    ]),
    ...queues.flatMap(({ QueueId, Queue }) => [QueueId, (Queue as Row)?.Name, (Queue as Row)?.DeveloperName]),
  ];
  return new Set(names.filter((name) => typeof name === 'string').map((name) => name.toLowerCase()));
}
