import { visitorKey } from '../../leads/fields';
import { leadOf } from '../../leads/lead';
import type { RecordRef } from '../../leads/record';
import { readPerson } from '../../store/link-state';
import { linkKey, type Link, type LinkKind } from '../../store/links';
import { LINK_MS } from '../../store/retention';
import type { AcceptedEvent, EventRun, ReadAhead } from '../event-run';
import { BusyError } from '../failure/errors';
import { LEASE_MS } from '../thread/leases';

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
    return { lead, rows: await deps.store.links.read(identityKeys({ connector, event, lead }), deps.now()) };
  } catch {
    return undefined;
  }
}

export function identityKeys({
  connector,
  event,
  lead,
}: Pick<EventRun, 'connector' | 'event' | 'lead'>): string[] {
  const { name } = connector.account;
  const visitor = visitorKey(event);
  const phone = lead.phone?.e164;
  return [
    ...(visitor ? [linkKey(name, 'visitor', visitor)] : []),
    ...(lead.email ? [linkKey(name, 'email', lead.email)] : []),
    ...(phone ? [linkKey(name, 'phone', phone)] : []),
  ];
}

/**
 * Whether the rows alone tell whose event it is: all lead to one record of our account, and nobody has them in work or
 * left them in doubt. As long as nothing of the person is changed, nobody needs to hold them then.
 */
export async function seeIdentity(run: EventRun): Promise<boolean> {
  const { deps, progress, inDoubt } = run;
  const keys = identityKeys(run);
  if (inDoubt || keys.length === 0) return false;
  const rows = run.ahead?.rows ?? (await deps.store.links.read(keys, deps.now()).catch(() => undefined));
  const links = keys.flatMap((key) => rows?.get(key) ?? []);
  const ref = progress.ref ?? links[0]?.record;
  const isSettled = (link: Link) =>
    !link.inDoubt && isSame(link.record, ref) && (link.expiresAt ?? 0) > deps.now() + LINK_MS / 2;
  if (links.length < keys.length || !links.every(isSettled)) return false;
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
  const { deps, owner, waitUntil, progress, tenancy } = run;
  const keys = identityKeys(run);
  const { seen } = progress;
  progress.seen = undefined;
  if (keys.length === 0) return true;
  const acquired = await deps.store.links.acquireWithin({
    keys,
    owner,
    leaseMs: LEASE_MS,
    waitMs: Math.max(0, waitUntil - deps.now()),
    clock: () => deps.now(),
    sleep: (ms) => deps.sleep(ms),
    random: () => deps.random(),
  });
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

export interface Candidate {
  ref: RecordRef;
  byPhone: boolean;
  /** Whose link leads to it. */
  by: 'chat' | Exclude<LinkKind, 'thread'>;
}

/** Each record the rows lead to, once, and proved when one of the ways to it is. */
export function candidates({ progress, connector, lead }: EventRun): Candidate[] {
  const { ref, state, held, seen = new Map<string, Link>() } = progress;
  const phoneKey = lead.phone?.e164 && linkKey(connector.account.name, 'phone', lead.phone.e164);
  const emailKey = lead.email && linkKey(connector.account.name, 'email', lead.email);
  const ways: Candidate[] = ref ? [{ ref, byPhone: state.byPhone, by: 'chat' }] : [];
  for (const [key, link] of [...held, ...seen]) {
    if (!link.record) continue;
    const by = key === phoneKey ? 'phone' : key === emailKey ? 'email' : 'visitor';
    ways.push({ ref: link.record, byPhone: by === 'phone' || readPerson(link).byPhone, by });
  }
  const found = new Map<string, Candidate>();
  for (const way of ways) {
    const id = `${way.ref.type}/${way.ref.id}`;
    const before = found.get(id);
    if (before) before.byPhone &&= way.byPhone;
    else found.set(id, way);
  }
  return [...found.values()];
}

function isSame(a: RecordRef | undefined, b: RecordRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.type === b.type && a.id === b.id;
}
