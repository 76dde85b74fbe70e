import type { JivoEvent } from '../jivochat/event';
import { parseEvent } from '../jivochat/parse';
import { personalData } from '../jivochat/personal-data';
import { errorReply, okReply, type Reply } from '../jivochat/reply';
import type { Connector } from '../connectors/connector';
import { isCrmError } from '../connectors/errors';
import type { Kept, NewEvent } from '../store/inbox/inbox';
import type { Acquired } from '../store/links';
import { readThread, type ThreadState } from '../store/link-state';
import type { RecordRef } from '../leads/record';
import type { SyncDeps } from './context';
import { eventKey, shortKey } from './event-key';
import { accept, type AcceptedEvent } from './event-run';
import { handleFailure } from './failure/handle-failure';
import { situationOf, type Situation } from './failure/situation';
import { healthOf } from './health/account-health';
import { LEASE_MS, holderName, tryRows } from './thread/leases';
import { processEvent, processUnstored, releaseThread, tenancyOf } from './process';
import { readAhead } from './steps/identity';
import { answerFromLinks, repeatedReply, wantsFullReply } from './steps/reply';
import { Tenancy } from './tenancy';
import { threadKey } from './thread/thread';

/** A request of JivoChat's, past the gate. */
export interface Received {
  connector: Connector;
  /** The parsed body. */
  body: unknown;
  /** The body as it came: kept until the event is done. */
  raw: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  /** Epoch milliseconds by which the answer must be on its way. */
  answerBy: number;
  /** From here on the event cannot be lost. */
  onKept?(): void;
}

interface Outcome {
  valid: boolean;
  reply: Reply;
}

/** Left for writing down a failure and for the way back, so that the answer is in time. */
const RELEASE_MS = 400;
/** Contact data can be changed and changed back, so an equal update is a repeat for this long only. */
const UPDATE_REPEAT_MS = 10 * 60_000;
const UPDATES = ['chat_updated', 'client_updated', 'client_attribute_updated'];

/**
 * Keep, resolve, plan, write, link, answer: one event, inside the reply deadline.
 * @throws StoreError when neither table nor CRM took the event.
 */
export async function acceptEvent(deps: SyncDeps, given: Received): Promise<Outcome> {
  const received = await withoutNumbers(deps, given);
  const { connector, body, receivedAt, answerBy } = received;
  const parsed = parseEvent(body);
  if (parsed.kind === 'invalid') return { valid: false, reply: errorReply(parsed.problem) };
  if (parsed.kind === 'unknown') {
    deps.log.info('Event of a kind we do nothing for', { event: parsed.name.slice(0, 60) });
    return { valid: true, reply: okReply() };
  }
  const { event } = parsed;
  deps.metrics.add(connector.account.name, 'EventsReceived');
  const controller = new AbortController();
  const { signal } = controller;
  const waitUntil = answerBy - RELEASE_MS;
  const timer = setTimeout(() => controller.abort(), Math.max(0, waitUntil - deps.now()));
  try {
    const key = eventKey(connector.account.name, body);
    const owner = holderName(key, deps.newId());
    const first = { receivedAt, begunAt: receivedAt, attempts: 1, suspectFailures: 0, inDoubt: false };
    const line = { signal, waitUntil, live: true };
    const run = accept({ deps, connector, event, eventKey: key, owner, ...line, ...first });
    const keys = { event: event.name, key: shortKey(key) };
    const work = () => keepAndProcess(run, received);
    return { valid: true, reply: await deps.withLogKeys(keys, work, personalData(event)) };
  } finally {
    clearTimeout(timer);
  }
}

/** What the company's file wants unreadable is so before anything of the event is kept, logged or written. */
export async function withoutNumbers<R extends Pick<Received, 'body' | 'raw'>>(
  { company, lookups }: Pick<SyncDeps, 'company' | 'lookups'>,
  received: R,
): Promise<R> {
  if (company.mask.length === 0) return received;
  const { mask } = await lookups();
  // Better no event than one that is kept with what nobody may keep.
  if (!mask) throw new Error('What makes numbers unreadable is not in the bundle: build it again');
  const body = mask(received.body, company.mask);
  return body === received.body ? received : { ...received, body, raw: JSON.stringify(body) };
}

async function keepAndProcess(run: AcceptedEvent, received: Received): Promise<Reply> {
  let kept: Kept, acquired: Acquired;
  try {
    [kept, acquired] = await keep(run, received.raw);
    if (kept.state === 'done' && !(await isDoneHere(run, kept.tenant))) {
      const again = newEvent(run.connector.account.name, run, received.raw);
      kept = await run.deps.store.inbox.keep({ ...again, repeatAfterMs: -1 });
    }
  } catch (error) {
    return processUnstored(run, error);
  }
  received.onKept?.();
  if (kept.state === 'claimed') {
    const { attempts, suspectFailures, receivedAt, takenOver, history: before } = kept;
    Object.assign(run, { attempts, suspectFailures, receivedAt, before, inDoubt: takenOver || attempts > 1 });
    try {
      return await processEvent(run, acquired);
    } catch (error) {
      return rememberedReply(run, situationOf(error, await handleFailure(run, error)));
    }
  }
  await releaseThread(run, acquired);
  if (kept.state === 'done') return repeatedReply(run, kept.reply as Reply);
  return rememberedReply(run, kept.state === 'parked' ? 'refused' : 'busy');
}

async function keep(run: AcceptedEvent, payload: string): Promise<[Kept, Acquired]> {
  const { deps, connector, thread } = run;
  const [kept, acquired, ahead] = await Promise.all([
    deps.store.inbox.keep(newEvent(connector.account.name, run, payload)),
    // A row that cannot be held now is tried again once the event is safe.
    tryRows(run, [thread.key]).catch((): Acquired => ({ ok: false, busy: [thread.key] })),
    readAhead(run),
    healthOf(deps, connector).cache.look(),
  ]);
  run.ahead = ahead;
  return [kept, acquired];
}

/** The row that an event is kept in. */
export function newEvent(
  account: string,
  run: Pick<AcceptedEvent, 'deps' | 'event' | 'eventKey' | 'owner' | 'receivedAt'>,
  payload: string,
): NewEvent {
  const { deps, event, eventKey: key, owner, receivedAt } = run;
  const thread = threadKey(account, event, key);
  const lease = { owner, now: deps.now(), leaseMs: LEASE_MS };
  return { ...lease, key, account, thread, payload, receivedAt, repeatAfterMs: repeatAfter(event) };
}

/** What another account of the CRM has is new to this one; so is what cannot be told: it is safe to repeat. */
async function isDoneHere(run: AcceptedEvent, tenant: string | undefined): Promise<boolean> {
  const tenancy = await tenancyOf(run);
  try {
    return await tenancy.owns(tenant);
  } catch (error) {
    if (isCrmError(error)) return false;
    throw error;
  }
}

/** The CRM is not asked again: what the links remember is what the agent gets, and why it is no more. */
async function rememberedReply(run: AcceptedEvent, situation: Situation): Promise<Reply> {
  const { deps, connector, event, thread } = run;
  const words = await run.wording;
  const session = connector.open({ signal: AbortSignal.abort(), inDoubt: false, log: deps.log, words });
  const tenancy = new Tenancy(connector, session, deps.log);
  const remembered = wantsFullReply(event) ? await rememberedOf(deps, thread.key, tenancy) : {};
  return answerFromLinks({ ...run, words, session }, remembered, situation);
}

async function rememberedOf(
  { store, now, log }: SyncDeps,
  thread: string,
  tenancy: Tenancy,
): Promise<{ ref?: RecordRef; card?: ThreadState['card'] }> {
  try {
    const found = (await store.links.read([thread], now())).get(thread);
    if (!found) return {};
    const link = await tenancy.own(found);
    return { ref: link.record, card: readThread(link).card };
  } catch (error) {
    log.warn('The links cannot be read for the reply', { error });
    return {};
  }
}

/** For how long an equal event is a repeat, milliseconds; undefined: for ever. */
function repeatAfter({ name }: JivoEvent): number | undefined {
  return UPDATES.includes(name) ? UPDATE_REPEAT_MS : undefined;
}
