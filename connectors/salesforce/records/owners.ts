import type { Owner } from '../../connector';
import { findOwner } from '../../shared/owners/find-owner';
import { textOf } from '../../shared/json';
import type { Row } from '../api/client';
import type { SalesforceContext } from '../context';
import { WHOLE_OBJECT, absentFields, askShown, rowsOf, type FieldQuery } from './absent-fields';
import { key } from './fields';
import { readId } from '../api/ids';
import { anyOf, names, soql } from '../api/soql';

/** People join and leave; an hour of not knowing is harmless, the default owner serves meanwhile. */
const TTL_MS = 3_600_000;

/** Users and queues for leads. What was found, and what was not, is kept: one request serves every login of an event. */
export async function findOwners(
  context: SalesforceContext,
  logins: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  const known = await keptOwners(context, logins);
  const unknown = logins.filter((login) => !known.has(login));
  if (unknown.length > 0) {
    for (const [login, owner] of await askFor(context, unknown)) {
      known.set(login, owner);
      await context.memory.put(nameOf(login), owner ?? { nobody: true }, TTL_MS);
    }
  }
  const found = [...known].filter((entry): entry is [string, Owner] => entry[1] !== undefined);
  for (const [, { id, name }] of found) if (name) context.ownerNames.set(id, name);
  return new Map(found);
}

/** From the records seen so far; no request is made for it. */
export function knownOwnerName({ ownerNames }: SalesforceContext, ownerId: string): string | undefined {
  return ownerNames.get(ownerId);
}

/** Who the task can be given to: a queue that takes none leaves it to the integration user, on the lead's timeline. */
export async function taskOwner(
  context: SalesforceContext,
  ownerId: string | undefined,
): Promise<string | undefined> {
  if (!ownerId || isUser(ownerId)) return ownerId;
  const queue = (await context.memory.get(queueName(ownerId))) as { takesTasks?: boolean } | undefined;
  return queue?.takesTasks ? ownerId : undefined;
}

/**
 * Whom an activity goes to when its owner was refused: the default owner, if there is another one who takes tasks.
 */
export async function otherTaskOwner(
  context: SalesforceContext,
  refused: string,
): Promise<string | undefined> {
  const owner = await findOwner((logins) => findOwners(context, logins), [], context.settings.defaultOwner);
  if (!owner || owner.id === refused) return undefined;
  return taskOwner(context, owner.id);
}

/** Users, not queues (Salesforce help: Standard Field Record ID Prefix Decoder). */
export function isUser(id: string): boolean {
  return id.startsWith('005');
}

async function keptOwners({ memory }: SalesforceContext, logins: readonly string[]) {
  const entries = await Promise.all(
    logins.map(async (login) => {
      const kept = (await memory.get(nameOf(login))) as Owner | { nobody: true } | undefined;
      return kept && ([login, 'nobody' in kept ? undefined : kept] as const);
    }),
  );
  return new Map(entries.filter((entry) => entry !== undefined));
}

/** Users and queues in one request. */
async function askFor(context: SalesforceContext, logins: readonly string[]) {
  const { user, queue } = await askShown(context, async () => ({
    user: userQuery(logins, await absentFields(context, 'User')),
    queue: queueQuery(logins, await absentFields(context, 'QueueSobject')),
  }));
  const [people, served] = [rowsOf(user), rowsOf(queue)];
  return Promise.all(
    logins.map(async (login) => {
      const owner = userOf(login, people) ?? (await queueOf(context, login, served));
      return [login, owner] as const;
    }),
  );
}

/** Fields of a user a login may stand in; field-level security may hide each of them but the username. */
const LOGIN_FIELDS = ['Username', 'Email', 'FederationIdentifier'] as const;

/** Undefined when no user may be read. */
function userQuery(logins: readonly string[], absent: ReadonlySet<string>): FieldQuery | undefined {
  if (absent.has(WHOLE_OBJECT)) return undefined;
  const shown = (field: string) => !absent.has(key(field));
  // Federation ids are compared with regard to case, and JivoChat's logins have lost theirs.
  const spellings = new Set(logins.flatMap((login) => [login, login.toLowerCase(), login.toUpperCase()]));
  const users = idsAmong(logins, isUser);
  const conditions = [
    ...LOGIN_FIELDS.filter(shown).map(
      (field) => soql`${names([field])} IN ${field === 'FederationIdentifier' ? [...spellings] : logins}`,
    ),
    ...(users.length > 0 ? [soql`Id IN ${users}`] : []),
  ];
  if (conditions.length === 0) return undefined;
  const fields = ['Id', ...['Name', ...LOGIN_FIELDS, 'UserType'].filter(shown)];
  // A login shared by more users than this names nobody.
  const query = soql`SELECT ${names(fields)} FROM User WHERE IsActive = true AND ${anyOf(conditions)} ORDER BY CreatedDate LIMIT 50`;
  return { type: 'User', fields, query, isSpared: true };
}

function queueQuery(logins: readonly string[], absent: ReadonlySet<string>): FieldQuery | undefined {
  if (absent.has(WHOLE_OBJECT)) return undefined;
  const queues = idsAmong(logins, (id) => id.startsWith('00G'));
  const byId = queues.length > 0 ? soql` OR QueueId IN ${queues}` : soql``;
  const query = soql`SELECT QueueId, Queue.Name, Queue.DeveloperName, SobjectType FROM QueueSobject WHERE SobjectType IN ${['Lead', 'Task']} AND (Queue.DeveloperName IN ${logins} OR Queue.Name IN ${logins}${byId}) LIMIT 200`;
  return { type: 'QueueSobject', fields: [], query, isSpared: true };
}

function idsAmong(logins: readonly string[], isOfKind: (id: string) => boolean): string[] {
  return logins.flatMap((login) => readId(login) ?? []).filter(isOfKind);
}

/** A username is one person's; an e-mail address may be several users', and then a person's own comes first. */
const USER_KEYS = ['Id', 'Username', 'FederationIdentifier', 'Email'] as const;

function userOf(login: string, rows: readonly Row[]): Owner | undefined {
  const isStandard = ({ UserType }: Row) => Number(UserType === 'Standard');
  const standardFirst = rows.toSorted((a, b) => isStandard(b) - isStandard(a));
  const found = USER_KEYS.flatMap((field) => standardFirst.filter((row) => same(row[field], login)));
  return found[0] && { id: String(found[0].Id), name: textOf(found[0].Name) };
}

async function queueOf(
  context: SalesforceContext,
  login: string,
  rows: readonly Row[],
): Promise<Owner | undefined> {
  const of = (row: Row) => (row.Queue ?? {}) as Row;
  const named = rows.filter(
    (row) => same(of(row).DeveloperName, login) || same(of(row).Name, login) || same(row.QueueId, login),
  );
  const queue = named.find(({ SobjectType }) => SobjectType === 'Lead');
  if (!queue) return undefined;
  const takesTasks = named.some((row) => row.QueueId === queue.QueueId && row.SobjectType === 'Task');
  const id = String(queue.QueueId);
  await context.memory.put(queueName(id), { takesTasks }, 24 * TTL_MS);
  return { id, name: textOf(of(queue).Name) };
}

function same(value: unknown, login: string): boolean {
  if (typeof value !== 'string') return false;
  return (
    value.toLowerCase() === login.toLowerCase() || (readId(login) !== undefined && value === readId(login))
  );
}

function nameOf(login: string): string {
  return `owner-${login.toLowerCase()}`;
}

function queueName(id: string): string {
  return `queue-${id}`;
}
