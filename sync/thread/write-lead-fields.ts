import { createMask } from '../../text/masking';
import type { Connector, ConnectorSession, CrmRecord } from '../../connectors/connector';
import { isCrmError } from '../../connectors/errors';
import { hasChanges, mergeLead } from '../../leads/merge';
import type { Lead } from '../../leads/lead';
import { leadFieldsTold } from '../../leads/conversation/told';
import { readThread, toData, type ThreadState } from '../../store/link-state';
import { leadFieldsQueue, type Link, type InDoubt } from '../../store/links';
import { GIVE_UP_AFTER_MS } from '../failure/back-off';
import type { SyncDeps } from '../context';
import type { EventRun } from '../event-run';
import { fillCompany } from '../company/company-fields';
import { linkCompany } from '../company/link-company';
import { mappedFor, mappedOf, rememberMapped } from '../company/mapped-fields';
import { healthOf } from '../health/account-health';
import { CircuitOpenError } from '../failure/errors';
import { outcomeUnknown } from '../failure/in-doubt';
import { LEAD_FIELDS_HOLDER, eventOfHolder, holderName, tryRows } from './leases';
import { Tenancy } from '../tenancy';
import { wordingOf } from '../wording';
import { addRemarks } from './thread';

/** Most chats end before; each further event of the chat writes the lead fields itself or puts this off. */
export const LEAD_FIELDS_WAIT_MS = 5 * 60_000;
const WAIT_AFTER_FAILURE_MS = 15 * 60_000;
const PAGE = 100;
const TIME_LIMIT_MS = 20_000;

/** Says nothing of the person: only lead fields are written here. */
const NOBODY: Lead = { title: '', identified: false, visit: { utm: {} }, unusable: [] };

/** When the worker is to write what waits in a chat's link; undefined when nothing does. */
export function leadFieldsDue(
  { account, titleWaits }: Pick<Connector, 'account' | 'titleWaits'>,
  state: ThreadState,
  now: number,
  wait = LEAD_FIELDS_WAIT_MS,
) {
  const waits = state.leadFieldsPending || state.companyPending || (titleWaits && state.titlePending);
  return waits ? { queue: leadFieldsQueue(account.name), dueAt: now + wait } : undefined;
}

/**
 * Writes the lead fields and titles of chats that an agent's reply did not wait for and no further event has written. A
 * repetition finds them in the CRM and changes nothing.
 * @param until epoch milliseconds after which none is begun.
 */
export async function writePendingLeadFields(
  deps: SyncDeps,
  connector: Connector,
  until: number,
): Promise<void> {
  const due = { account: connector.account.name, now: deps.now(), limit: PAGE };
  for (const key of await deps.store.queues.leadFieldsDue(due)) {
    if (deps.now() >= until) return;
    try {
      await writeOne(deps, connector, key);
    } catch (error) {
      if (error instanceof CircuitOpenError) return;
      deps.log.warn('Lead fields of a chat are still to be written; they are tried again', { error });
    }
  }
}

async function writeOne(deps: SyncDeps, connector: Connector, key: string): Promise<void> {
  const { circuit, limiter, cache } = healthOf(deps, connector);
  const { links } = deps.store;
  await circuit.enter();
  const owner = holderName(LEAD_FIELDS_HOLDER, deps.newId());
  const acquired = await tryRows({ deps, owner }, [key]);
  // Whoever holds it writes the lead fields, or puts them off.
  if (!acquired.ok) return;
  const found = acquired.links.get(key)!;
  const pace = limiter.workerPace();
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const words = await wordingOf(deps, connector.account.name);
  const call = { signal, log: deps.log, words, pace };
  const session = connector.open({ ...call, inDoubt: false });
  const tenancy = new Tenancy(connector, session, deps.log);
  const startedAt = deps.now();
  let link: Link = found;
  let state = await readOrRelease(links, found, owner);
  let failure: unknown;
  try {
    link = await tenancy.own(found);
    state = readThread(link);
    // Nobody knows what an earlier round has made: a title is looked for first.
    const titles = connector.open({ ...call, inDoubt: true });
    const write = () => writeTo(link, state, { connector, session, titles, deps });
    await deps.withLogKeys({}, write, personalTexts(state));
    state.leadFieldsPending = false;
    state.companyPending = false;
    state.titlePending = false;
  } catch (error) {
    failure = error;
  }
  await circuit.record(startedAt, pace.hasAnswer ? undefined : failure);
  const again = failure !== undefined && passes(failure) && deps.now() - state.newestAt < GIVE_UP_AFTER_MS;
  const due = again ? leadFieldsDue(connector, state, deps.now(), WAIT_AFTER_FAILURE_MS) : undefined;
  if (failure !== undefined) logFailure(deps, failure, state, again);
  const kept = failure === undefined ? link : found;
  const tenant = kept.record && (failure === undefined ? await tenancy.stamp() : found.tenant);
  const written = {
    key,
    owner,
    now: deps.now(),
    inDoubt: inDoubtAfter(found.inDoubt, state.titlePending ? failure : undefined, startedAt),
    due,
  };
  await links.write({ ...written, record: kept.record, tenant, data: toData(state) });
  await cache.written();
}

/** A row that cannot be read stays as it is; nobody holds it meanwhile. */
async function readOrRelease(
  links: SyncDeps['store']['links'],
  link: Link,
  owner: string,
): Promise<ThreadState> {
  try {
    return readThread(link);
  } catch (error) {
    await links.release({ key: link.key, owner, inDoubt: link.inDoubt });
    throw error;
  }
}

interface Target extends Pick<EventRun, 'deps' | 'connector' | 'session'> {
  /** In doubt. */
  titles: ConnectorSession;
}

async function writeTo({ record: ref }: Link, state: ThreadState, to: Target): Promise<void> {
  const titleDue = to.connector.titleWaits && state.titlePending;
  if (!ref || !(state.leadFieldsPending || state.companyPending || titleDue)) return;
  const record = await to.session.get(ref);
  if (!record) return;
  if (state.leadFieldsPending || state.companyPending) await writeFields(record, state, to);
  if (!titleDue) return;
  const { title = '' } = leadFieldsTold(state.leadFields);
  const mapped = await mappedOf(to, state);
  const made = await to.titles.saveTitle?.(record.ref, title, state.ownerId, {
    mapped,
    onRefused: (refused) => addRemarks(state, refused),
  });
  state.about = made ?? state.about;
  state.titled = true;
}

async function writeFields(record: CrmRecord, state: ThreadState, to: Target): Promise<void> {
  const told = leadFieldsTold(state.leadFields);
  const { changes: merged } = mergeLead(NOBODY, told, record, to.connector.capacity);
  const values = await mappedOf(to, state);
  const changes = { ...merged, mapped: mappedFor(state, values, record) };
  if (hasChanges(changes)) addRemarks(state, (await to.session.update(record, changes)).refused);
  rememberMapped(state, values, record.ref);
  await linkCompany(to, record, state);
  await fillCompany(to, record, values, state);
}

/** A refusal is the same in a quarter of an hour; the chat's next event tries once more. */
function passes(error: unknown): boolean {
  return !isCrmError(error) || error.retryable;
}

/** What the chat has told: a CRM may quote what it was sent, or what it has of the person. */
function personalTexts(state: ThreadState): string[] {
  const { leadFields, told, visitorName, writtenName, writtenEmail, card } = state;
  const values = Object.values(told).flatMap(({ first, last }) => [first[0], last[0]]);
  const names = [visitorName, writtenName, writtenEmail, card?.name].filter((name) => name !== undefined);
  return [...Object.values(leadFieldsTold(leadFields)), ...values, ...names];
}

function logFailure({ log }: SyncDeps, error: unknown, state: ThreadState, again: boolean): void {
  const masked = createMask(personalTexts(state));
  const details = isCrmError(error)
    ? { reason: masked(error.message), code: error.details.code }
    : { reason: error instanceof Error ? error.name : 'unknown' };
  if (again) log.warn('Lead fields of a chat could not be written now; they are tried again', details);
  else log.error('Lead fields of a chat are not written before its next event', details);
}

/** Lead fields this work writes are found by the next one; a title it may have made is in doubt for the chat's next event. */
function inDoubtAfter(
  inDoubt: InDoubt | undefined,
  titleFailure: unknown,
  since: number,
): InDoubt | undefined {
  if (titleFailure !== undefined && outcomeUnknown(titleFailure)) return { since: inDoubt?.since ?? since };
  return inDoubt?.by && eventOfHolder(inDoubt.by) === LEAD_FIELDS_HOLDER ? { since: inDoubt.since } : inDoubt;
}
