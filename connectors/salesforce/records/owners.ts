import type { Owner } from '../../connector';
import { findOwner } from '../../shared/owners/find-owner';
import { textOf } from '../../shared/json';
import type { QueryAnswer, Row } from '../api/client';
import type { SalesforceContext } from '../context';
import { WHOLE_OBJECT, absentFields, missingIn, rememberRefused } from './absent-fields';
import { SalesforceResponseError, isHidden } from '../api/errors';
import { key } from './fields';
import { readId } from '../api/ids';
import { anyOf, names, soql, type Soql } from '../api/soql';

/** A user or a queue, as kept in the memory. */
interface KnownOwner extends Owner {
  /** Whether tasks can belong to it: to a queue only where an administrator said so. */
  takesTasks: boolean;
}

/** People join and leave; an hour of not knowing is harmless, the default owner serves meanwhile. */
const TTL_MS = 3_600_000;
/** A login shared by more users than this names nobody. */
const LIMIT = 50;

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
  const found = new Map<string, Owner>();
  for (const [login, owner] of known) {
    if (!owner) continue;
    if (owner.name) context.ownerNames.set(owner.id, owner.name);
    found.set(login, { id: owner.id, name: owner.name });
  }
  return found;
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
      const kept = (await memory.get(nameOf(login))) as KnownOwner | { nobody: true } | undefined;
      return kept && ([login, 'nobody' in kept ? undefined : kept] as const);
    }),
  );
  return new Map(entries.filter((entry) => entry !== undefined));
}

async function askFor(
  context: SalesforceContext,
  logins: readonly string[],
): Promise<Map<string, KnownOwner | undefined>> {
  // Federation ids are compared with regard to case, and JivoChat's logins have lost theirs.
  const spellings = [
    ...new Set(logins.flatMap((login) => [login, login.toLowerCase(), login.toUpperCase()])),
  ];
  const ids = logins.map(readId).filter((id) => id !== undefined);
  const [people, served] = await askBoth(context, { logins, spellings, ids });
  const found = new Map<string, KnownOwner | undefined>();
  for (const login of logins) {
    found.set(login, userOf(login, people) ?? (await queueOf(context, login, served)));
  }
  return found;
}

interface Names {
  logins: readonly string[];
  spellings: readonly string[];
  ids: readonly string[];
}

/** Fields of a user a login may stand in; field-level security may hide each of them but the username. */
const LOGIN_FIELDS = ['Username', 'Email', 'FederationIdentifier'] as const;
/** A hidden field costs one request, once an hour. */
const MAX_ROUNDS = 6;

/** Users and queues in one request; what is hidden from us is left out, and remembered. */
async function askBoth(context: SalesforceContext, wanted: Names): Promise<[users: Row[], queues: Row[]]> {
  const objects = ['User', 'QueueSobject'] as const;
  for (let round = 1; ; round++) {
    const absent = await Promise.all(objects.map((object) => absentFields(context, object)));
    const [user, queue] = [userQuery(wanted, absent[0]!), queueQuery(wanted, absent[1]!)];
    const queries: Record<string, Soql> = {
      ...(user && { User: user.query }),
      ...(queue && { QueueSobject: queue }),
    };
    if (Object.keys(queries).length === 0) return [[], []];
    const answers: Record<string, QueryAnswer> = await context.api.queries(queries);
    let again = false;
    for (const object of objects) {
      const answer = answers[object];
      if (!(answer instanceof SalesforceResponseError)) continue;
      if (!isHidden(answer) || round === MAX_ROUNDS) throw answer;
      const missing = object === 'User' ? missingIn(answer, object, user!.fields) : [];
      await rememberRefused(context, object, missing.length > 0 ? missing : [WHOLE_OBJECT]);
      again = true;
    }
    if (!again) return [rowsOf(answers.User), rowsOf(answers.QueueSobject)];
  }
}

/** Undefined when no user may be read. */
function userQuery({ logins, spellings, ids }: Names, absent: ReadonlySet<string>) {
  if (absent.has(WHOLE_OBJECT)) return undefined;
  const shown = (field: string) => !absent.has(key(field));
  const users = ids.filter((id) => id.startsWith('005'));
  const conditions = [
    ...LOGIN_FIELDS.filter(shown).map(
      (field) => soql`${names([field])} IN ${field === 'FederationIdentifier' ? spellings : logins}`,
    ),
    ...(users.length > 0 ? [soql`Id IN ${users}`] : []),
  ];
  if (conditions.length === 0) return undefined;
  const fields = ['Id', ...['Name', ...LOGIN_FIELDS, 'UserType'].filter(shown)];
  const query = soql`SELECT ${names(fields)} FROM User WHERE IsActive = true AND ${anyOf(conditions)} ORDER BY CreatedDate LIMIT 50`;
  return { query, fields };
}

function queueQuery({ logins, ids }: Names, absent: ReadonlySet<string>) {
  if (absent.has(WHOLE_OBJECT)) return undefined;
  const queues = ids.filter((id) => id.startsWith('00G'));
  return soql`SELECT QueueId, Queue.Name, Queue.DeveloperName, SobjectType FROM QueueSobject WHERE SobjectType IN ${['Lead', 'Task']} AND (Queue.DeveloperName IN ${logins} OR Queue.Name IN ${logins}${queues.length > 0 ? soql` OR QueueId IN ${queues}` : soql``}) LIMIT 200`;
}

function rowsOf(answer: Row[] | SalesforceResponseError | undefined): Row[] {
  if (answer instanceof SalesforceResponseError) throw answer;
  return answer?.slice(0, 4 * LIMIT) ?? [];
}

/** A username is one person's; an e-mail address may be several users', and then a person's own comes first. */
const USER_KEYS = ['Id', 'Username', 'FederationIdentifier', 'Email'] as const;

function userOf(login: string, rows: readonly Row[]): KnownOwner | undefined {
  const standardFirst = rows.toSorted(
    (a, b) => Number(b.UserType === 'Standard') - Number(a.UserType === 'Standard'),
  );
  for (const field of USER_KEYS) {
    const user = standardFirst.find((row) => same(row[field], login));
    if (user) return { id: String(user.Id), name: textOf(user.Name), takesTasks: true };
  }
  return undefined;
}

async function queueOf(
  context: SalesforceContext,
  login: string,
  rows: readonly Row[],
): Promise<KnownOwner | undefined> {
  const of = (row: Row) => (row.Queue ?? {}) as Row;
  const named = rows.filter(
    (row) => same(of(row).DeveloperName, login) || same(of(row).Name, login) || same(row.QueueId, login),
  );
  const queue = named.find(({ SobjectType }) => SobjectType === 'Lead');
  if (!queue) return undefined;
  const takesTasks = named.some((row) => row.QueueId === queue.QueueId && row.SobjectType === 'Task');
  const id = String(queue.QueueId);
  await context.memory.put(queueName(id), { takesTasks }, 24 * TTL_MS);
  return { id, name: textOf(of(queue).Name), takesTasks };
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
