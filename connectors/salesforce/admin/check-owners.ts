import type { CheckQuestion, Finding } from '../../admin';
import type { Row } from '../api/client';
import { readId } from '../api/ids';
import type { SalesforceSettings } from '../definition';
import { soql } from '../api/soql';
import type { AdminApi } from './api';

/** Logins of the settings and the question that match no active user and no queue for leads. */
export async function checkOwners(
  api: AdminApi,
  { defaultOwner, ownerMap }: SalesforceSettings,
  { logins }: CheckQuestion,
): Promise<Finding[]> {
  const asked = logins.filter((login) => !ownerMap.has(login.toLowerCase()));
  const all = [...(defaultOwner ? [defaultOwner] : []), ...ownerMap.values(), ...asked];
  if (all.length === 0) return [];
  const known = await knownOwners(api, all);
  const isKnown = (login: string) => known.has((readId(login) ?? login).toLowerCase());
  const findings: Finding[] = [];
  const wrong = (what: string, remedy: string) => findings.push({ level: 'wrong', what, remedy });
  if (defaultOwner && !isKnown(defaultOwner)) {
    wrong(
      `SALESFORCE_DEFAULT_OWNER ${defaultOwner} is neither an active user nor a queue for leads`,
      'Name the login of an active user (Setup → Users) or a queue whose supported objects include Lead',
    );
  }
  for (const [jivo, crm] of ownerMap) {
    if (isKnown(crm)) continue;
    wrong(
      `SALESFORCE_OWNER_MAP gives ${jivo} to ${crm}, who is neither an active user nor a queue for leads`,
      `Name an active user's login for ${jivo}, or remove the pair`,
    );
  }
  for (const login of asked.filter((candidate) => !isKnown(candidate))) {
    wrong(
      `The JivoChat login ${login} matches no active Salesforce user; its leads go to ${defaultOwner ? 'the default owner' : 'the integration user'}`,
      `Add ${login}=<login in Salesforce> to SALESFORCE_OWNER_MAP`,
    );
  }
  return findings;
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
