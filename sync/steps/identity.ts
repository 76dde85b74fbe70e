import { visitorKey } from '../../leads/fields';
import { leadOf } from '../../leads/lead';
import { isSameKey, personKeys, withSiteContact, type PersonKey } from '../../leads/rules/person-keys';
import { isSameRecord, type RecordRef } from '../../leads/record';
import { readPerson } from '../../store/link-state';
import { linkKey, type Link, type LinkKind } from '../../store/links';
import { LINK_MS } from '../../store/retention';
import { keysAhead } from '../company/decide-event';
import type { AcceptedEvent, EventRun, ReadAhead } from '../event-run';
import { BusyError } from '../failure/errors';
import { holdRows } from '../thread/leases';

/** With these a thread begins: who it is has to be found out. Later events have the thread's own link. */
const BEGINNINGS = ['chat_accepted', 'offline_message', 'call_event'];

/**
 * Reads the person's rows while the event is being kept, where it is likely that they are needed.
 * @returns undefined when they are not, or cannot be read now: they are asked for again.
 */
export async function readAhead(accepted: AcceptedEvent): Promise<ReadAhead | undefined> {
  const { deps, connector, event } = accepted;
  if (!BEGINNINGS.includes(event.name)) return undefined;
  try {
    const lead = leadOf(event);
    const keys = keysAhead(deps, connector.account.name, { event, lead, receivedAt: accepted.receivedAt });
    const rows = identityKeys({ connector, event, lead: withSiteContact(lead, keys), keys });
    return { lead, rows: await deps.store.links.read(rows, deps.now()) };
  } catch {
    return undefined;
  }
}

export function identityKeys({
  connector,
  event,
  lead,
  keys,
}: Pick<EventRun, 'connector' | 'event' | 'lead' | 'keys'>): string[] {
  const { name } = connector.account;
  const visitor = visitorKey(event);
  const phone = lead.phone?.e164;
  const rows = [
    ...(visitor ? [linkKey(name, 'visitor', visitor)] : []),
    ...(lead.email ? [linkKey(name, 'email', lead.email)] : []),
    ...(phone ? [linkKey(name, 'phone', phone)] : []),
    ...keys.flatMap((key) => (key.site ? (rowOf(name, key) ?? []) : [])),
  ];
  return [...new Set(rows)];
}

/** The row of a key. A link names the record itself, and a number without its country nobody for sure. */
function rowOf(account: string, key: PersonKey): string | undefined {
  switch (key.by) {
    case 'email':
      return linkKey(account, 'email', key.email);
    case 'phone':
      return key.phone.e164 && linkKey(account, 'phone', key.phone.e164);
    case 'field':
      return linkKey(account, 'key', `${key.field.toLowerCase()}=${key.value}`);
    case 'link':
      return undefined;
  }
}

/**
 * Whether the rows alone tell whose event it is: all lead to one record of our account, and nobody has them in work or
 * left them in doubt. As long as nothing of the person is changed, nobody needs to hold them then.
 */
export async function seeIdentity(run: EventRun): Promise<boolean> {
  const { deps, progress, inDoubt } = run;
  const keys = identityKeys(run);
  const isNamed = !progress.ref && run.keys.some(({ by }) => by === 'link');
  if (inDoubt || isNamed || keys.length === 0) return false;
  const rows = run.ahead?.rows ?? (await deps.store.links.read(keys, deps.now()).catch(() => undefined));
  const links = keys.flatMap((key) => rows?.get(key) ?? []);
  const ref = progress.ref ?? links[0]?.record;
  const standsStill = (link: Link) =>
    !link.inDoubt && isSameRecord(link.record, ref) && (link.expiresAt ?? 0) > deps.now() + LINK_MS / 2;
  if (links.length < keys.length || !links.every(standsStill)) return false;
  for (const { tenant } of links) if (!(await run.tenancy.owns(tenant))) return false;
  progress.seen = new Map(links.map((link) => [link.key, link]));
  return true;
}

/**
 * Two events of one person at the same time meet here: search shows a new record too late to keep them apart.
 * @returns whether what was seen of the rows, before they were held, still stands.
 * @throws BusyError when somebody else goes on holding them.
 */
export async function holdIdentity(run: EventRun): Promise<boolean> {
  const { progress, tenancy } = run;
  const keys = identityKeys(run);
  const { seen } = progress;
  progress.seen = undefined;
  if (keys.length === 0) return true;
  const acquired = await holdRows(run, keys);
  if (!acquired.ok) throw new BusyError('Another event of the same person is in work');
  // All are held before any can be told from another account's: a failure then lets go of each.
  for (const [key, link] of acquired.links) progress.held.set(key, { key, inDoubt: link.inDoubt });
  for (const [key, link] of acquired.links) progress.held.set(key, await tenancy.own(link));
  return [...acquired.links].every(([key, link]) => {
    const before = seen?.get(key);
    // Whoever has held it since has left their name, or none.
    return before?.lastOwner !== undefined && before.lastOwner === link.lastOwner && !link.inDoubt;
  });
}

/** A row of the person's, as it was when it was held or seen. */
export function identityRow({ progress: { held, seen } }: EventRun, key: string): Link | undefined {
  return held.get(key) ?? seen?.get(key);
}

/** What the rows would say from now on is another thing than they say. */
export function changesIdentity({ progress: { seen } }: EventRun, byPhone: boolean): boolean {
  return seen !== undefined && [...seen.values()].some((link) => readPerson(link).byPhone !== byPhone);
}

/** A way from the visitor to a record, and where it leads as far as that is known without a search. */
export interface Way {
  by: 'chat' | 'link' | Exclude<LinkKind, 'thread'>;
  /** Undefined: the visitor's row. */
  key?: PersonKey;
  row?: string;
  ref?: RecordRef;
  byPhone: boolean;
}

/**
 * All ways in the order that counts: the chat's own, what the site names people by where the company's file has it before
 * what they type, the visitor's, then the e-mail's and the phone's.
 */
export async function waysTo(run: EventRun): Promise<Way[]> {
  const { progress, keys, lead, connector, event, session } = run;
  const { ref, state } = progress;
  const { name } = connector.account;
  const visitor = visitorKey(event);
  const typed = keys.findIndex(({ site }) => !site);
  const before = typed < 0 ? keys.length : typed;
  // Whatever the file says: a new record is not made beside one that the table knows to have the e-mail.
  const further = personKeys(undefined, lead, {}).filter(
    (key) => !keys.some((other) => isSameKey(key, other)),
  );
  const ofKey = async (key: PersonKey): Promise<Way> => {
    if (key.by !== 'link') return wayOf(run, key.by === 'field' ? 'key' : key.by, rowOf(name, key), key);
    const reading = await session.readLink(key.link);
    return { by: 'link', key, ref: reading.ok ? reading.ref : undefined, byPhone: false };
  };
  return [
    ...(ref ? [{ by: 'chat' as const, ref, byPhone: state.byPhone }] : []),
    ...(await Promise.all(keys.slice(0, before).map(ofKey))),
    ...(visitor ? [wayOf(run, 'visitor', linkKey(name, 'visitor', visitor))] : []),
    ...(await Promise.all([...keys.slice(before), ...further].map(ofKey))),
  ];
}

function wayOf(run: EventRun, by: Way['by'], row: string | undefined, key?: PersonKey): Way {
  const link = row === undefined ? undefined : identityRow(run, row);
  const byNumber = by === 'phone' && !key?.site;
  return {
    by,
    key,
    row,
    ref: link?.record,
    byPhone: byNumber || (link !== undefined && readPerson(link).byPhone),
  };
}

export type Candidate = Way & { ref: RecordRef };

/** Each record these ways lead to, once, and proved when one of all the ways to it is. */
export function candidates(ways: readonly Way[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const way of ways) {
    const { ref } = way;
    if (!ref) continue;
    const id = `${ref.type}/${ref.id}`;
    const before = found.get(id);
    if (before) before.byPhone &&= way.byPhone;
    else found.set(id, { ...way, ref });
  }
  return [...found.values()];
}
