import type { Connector, Owner } from '../../connectors/connector';
import type { JivoEvent } from '../../jivochat/event';
import { namesOf, type Refusal } from '../../leads/conversation/remarks';
import type { LeadChanges } from '../../leads/merge';
import { ownerLogins } from '../../leads/owner';
import type { CrmRecord } from '../../leads/record';
import { shorten } from '../../text/plain-text';
import type { History } from '../../store/history/shape';

/** What the steps decided and did, with its reason; filled on the way, also of an event that fails. Ids and codes only. */
export type Why = Partial<
  Omit<History, 'event' | 'channel' | 'chat' | 'requests' | 'attempts' | 'answeredIn'>
>;

/** Names of a CRM's fields are short; a longer one is a mistake. */
const MOST_CHARACTERS = 60;
/** It has to stay small: the row of an event is written once, whatever stands in it. */
const MOST_NAMES = 30;

/** What of a person is written, by the names of our fields; never a value. */
export function namesOfWritten(changes: LeadChanges): string[] {
  const { name, emails, correctedEmail, phones, company, ownerId, leadFields, mapped = [] } = changes;
  const written = { name, email: correctedEmail ?? emails[0], phone: phones[0], company, owner: ownerId };
  const named = Object.entries(written).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  return bounded([...named, ...Object.keys(leadFields), ...mapped.map(({ field }) => field)]);
}

/** The record is there already; unless more is written, it stays as it is. Whoever owns it keeps it. */
export function tellKept(why: Why, { ownerId }: CrmRecord): void {
  if (why.did === 'created') return;
  why.did = 'kept';
  if (ownerId) why.owner = { id: ownerId, by: 'kept' };
}

/** What was created in the same event stays created, with more fields. */
export function tellUpdated(why: Why, changes: LeadChanges): void {
  if (why.did !== 'created') why.did = 'updated';
  why.fields = bounded([...(why.fields ?? []), ...namesOfWritten(changes)]);
}

/** Which values the CRM did not take, by the names they have there. */
export function droppedOf(refused: readonly Refusal[]): string[] {
  return bounded(namesOf(refused));
}

/** @param login of those that were asked for, in lower case; undefined: it was the configured default, or nobody. */
export function whyOwner(
  { event, connector }: { event: JivoEvent; connector: Pick<Connector, 'ownerMap'> },
  owner: Owner | undefined,
  login: string | undefined,
): History['owner'] {
  if (!owner) return { by: 'nobody' };
  const logins = ownerLogins(event, connector.ownerMap);
  const isAgent = login !== undefined && logins.includes(login);
  const isResponsible = isAgent && event.assignedAgent?.login !== undefined && login === logins[0];
  return { id: owner.id, by: isResponsible ? 'responsible' : isAgent ? 'agent' : 'default' };
}

function bounded(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, MOST_NAMES).map((name) => shorten(name, MOST_CHARACTERS));
}
