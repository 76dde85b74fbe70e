import type { JivoEvent } from '../jivochat/event';
import { parseEvent } from '../jivochat/parse';
import { personalData } from '../jivochat/personal-data';
import { errorReply, okReply, type Reply } from '../jivochat/reply';
import type { Connector } from '../connectors/connector';
import { isCrmError } from '../connectors/errors';
import type { Kept, NewEvent } from '../store/inbox';
import type { Acquired, Link } from '../store/links';
import { answerFromLinks, repeatedReply, wantsFullReply } from './steps/reply';
import type { SyncDeps } from './context';
import { healthOf } from './health/account-health';
import { eventKey, shortKey } from './event-key';
import { LEASE_MS, holderName } from './leases';
import type { EventPace } from './health/rate-limiter';
import { settleFailure, type Settled } from './failure/handle-failure';
import { situationOf, type Situation } from './failure/situation';
import { Tenancy } from './tenancy';
import { threadKey, threadState } from './thread';
import { runClaimed, type Claimed } from './run-claimed';
import { withoutStore } from './failure/without-store';
import { workOn } from './process';

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

export type Outcome = { valid: true; reply: Reply } | { valid: false; reply: Reply };

/** Left for writing down a failure and for the way back, so that the answer is in time. */
const SETTLE_MS = 400;
/** Contact data can be changed and changed back, so an equal update is a repeat for this long only. */
const UPDATE_REPEAT_MS = 10 * 60_000;

/** Keep, know, plan, write, link, answer: one event, inside the reply deadline. */
export async function receive(deps: SyncDeps, received: Received): Promise<Outcome> {
  const parsed = parseEvent(received.body);
  if (parsed.kind === 'invalid') return { valid: false, reply: errorReply(parsed.problem) };
  if (parsed.kind === 'unknown') {
    deps.log.info('Event of a kind we do nothing for', { event: parsed.name.slice(0, 60) });
    return { valid: true, reply: okReply() };
  }
  deps.metrics.add(received.connector.name, 'EventsReceived');
  return { valid: true, reply: await receiveEvent(deps, received, parsed.event) };
}

async function receiveEvent(deps: SyncDeps, received: Received, event: JivoEvent): Promise<Reply> {
  const controller = new AbortController();
  const waitUntil = received.answerBy - SETTLE_MS;
  const timer = setTimeout(() => controller.abort(), Math.max(0, waitUntil - deps.now()));
  try {
    const arrival = { ...newArrival(deps, received, event), signal: controller.signal, waitUntil };
    const keys = { event: event.name, key: shortKey(arrival.key) };
    const work = () => keepAndWork(deps, arrival, received);
    return await deps.withLogKeys(keys, work, personalData(event));
  } finally {
    clearTimeout(timer);
  }
}

/** One event on its way in. */
interface Arrival extends Claimed {
  connector: Connector;
  thread: string;
  signal: AbortSignal;
  waitUntil: number;
  pace: EventPace;
}

function newArrival(deps: SyncDeps, { connector, body, receivedAt }: Received, event: JivoEvent) {
  const key = eventKey(connector.name, body);
  const thread = threadKey(connector.name, event, key);
  const pace = healthOf(deps, connector).budget.livePace();
  const first = { attempts: 1, suspectFailures: 0 };
  return { key, thread, owner: holderName(key, deps.newId()), ...first, receivedAt, event, connector, pace };
}

async function keepAndWork(deps: SyncDeps, arrival: Arrival, received: Received): Promise<Reply> {
  const { thread, owner } = arrival;
  let kept: Kept, acquired: Acquired;
  try {
    [kept, acquired] = await keep(deps, arrival, received.raw);
    if (kept.state === 'done' && !(await isDoneHere(deps, arrival, kept.tenant))) {
      kept = await deps.store.inbox.keep({ ...toKeep(deps, arrival, received.raw), repeatAfterMs: -1 });
    }
  } catch (error) {
    return workUnkept(deps, arrival, error);
  }
  received.onKept?.();
  if (kept.state === 'claimed') {
    const { attempts, suspectFailures, receivedAt, takenOver } = kept;
    const claimed = { ...arrival, attempts, suspectFailures, receivedAt };
    return work(deps, claimed, acquired, takenOver || attempts > 1);
  }
  if (acquired.ok) {
    const doubt = acquired.links.get(thread)?.doubt;
    await deps.store.links.release({ keys: [thread], owner, doubt }).catch(() => undefined);
  }
  if (kept.state === 'done') return repeatedReply(kept.reply as Reply, deps.settings.replyDetail);
  return rememberedReply(deps, arrival, kept.state === 'parked' ? 'refused' : 'busy');
}

async function keep(deps: SyncDeps, arrival: Arrival, payload: string): Promise<[Kept, Acquired]> {
  const { owner, connector, thread } = arrival;
  const lease = { owner, now: deps.now(), leaseMs: LEASE_MS };
  const [kept, acquired] = await Promise.all([
    deps.store.inbox.keep(toKeep(deps, arrival, payload)),
    // A row that cannot be held now is tried again once the event is safe.
    deps.store.links
      .acquire({ ...lease, keys: [thread] })
      .catch((): Acquired => ({ ok: false, busy: [thread] })),
    healthOf(deps, connector).view.look(),
  ]);
  return [kept, acquired];
}

function toKeep(deps: SyncDeps, arrival: Arrival, payload: string): NewEvent {
  const { key, owner, connector, thread, receivedAt, event } = arrival;
  const repeatAfterMs = isUpdate(event) ? UPDATE_REPEAT_MS : undefined;
  const lease = { owner, now: deps.now(), leaseMs: LEASE_MS };
  return { ...lease, key, connector: connector.name, chat: thread, payload, receivedAt, repeatAfterMs };
}

/** What another account of the CRM has is new to this one; so is what cannot be told: it is safe to repeat. */
async function isDoneHere(
  { log }: SyncDeps,
  { connector, signal, pace }: Arrival,
  tenant: string | undefined,
): Promise<boolean> {
  const session = connector.open({ signal, inDoubt: false, log, pace });
  try {
    return await new Tenancy(connector, session, log).owns(tenant);
  } catch (error) {
    if (isCrmError(error)) return false;
    throw error;
  }
}

async function work(deps: SyncDeps, arrival: Arrival, acquired: Acquired, inDoubt: boolean): Promise<Reply> {
  const { connector, thread, signal, waitUntil, pace } = arrival;
  try {
    return await runClaimed(deps, {
      claimed: arrival,
      connector,
      thread,
      acquired,
      inDoubt,
      signal,
      waitUntil,
      pace,
    });
  } catch (error) {
    const settled = await settle(deps, arrival, error);
    return rememberedReply(deps, arrival, situationOf(error, settled));
  }
}

/** What cannot be settled is due by itself when its lease runs out. */
async function settle(
  deps: SyncDeps,
  { event, connector, ...claimed }: Arrival,
  error: unknown,
): Promise<Settled | undefined> {
  try {
    const personal = personalData(event);
    const failed = { ...claimed, event: event.name, connector: connector.name, personal };
    return await settleFailure(deps, failed, error);
  } catch (cause) {
    deps.log.warn('The failure could not be written down; the event is due when its lease ends', {
      key: shortKey(claimed.key),
      error: cause instanceof Error ? cause.name : 'unknown',
    });
    return undefined;
  }
}

/**
 * The table is away, and JivoChat will not send the event again: it goes to the CRM at once, with nothing to fall back
 * on. When that fails as well the refusal is JivoChat's to see.
 * @throws the error that kept the event from being kept.
 */
async function workUnkept(deps: SyncDeps, arrival: Arrival, refusal: unknown): Promise<Reply> {
  const { key, thread, event } = arrival;
  const log = { event: event.name, key: shortKey(key) };
  deps.log.error('The event could not be kept; bringing it to the CRM at once', {
    ...log,
    error: refusal instanceof Error ? refusal.message : 'unknown',
  });
  const bare = { ...deps, unstored: true, store: { ...deps.store, ...withoutStore() } };
  const link = { key: thread, doubt: { since: 0 } };
  try {
    return (await workOn(bare, { ...arrival, eventKey: key, thread: link, inDoubt: true })).reply;
  } catch (error) {
    deps.log.error('The event is lost: neither table nor CRM took it', {
      ...log,
      error: error instanceof Error ? error.name : 'unknown',
    });
    throw refusal;
  }
}

/** The CRM is not asked again: what the links know is what the agent gets, and why it is no more. */
async function rememberedReply(
  deps: SyncDeps,
  { connector, event, thread }: Arrival,
  situation: Situation,
): Promise<Reply> {
  const session = connector.open({ signal: AbortSignal.abort(), inDoubt: false, log: deps.log });
  const question = { event, connector, session, detail: deps.settings.replyDetail };
  const tenancy = new Tenancy(connector, session, deps.log);
  const link = wantsFullReply(event) ? await linkOf(deps, thread, tenancy) : undefined;
  return answerFromLinks(question, { ref: link?.record, card: threadState(link?.data).card }, situation);
}

async function linkOf(
  { store, now, log }: SyncDeps,
  thread: string,
  tenancy: Tenancy,
): Promise<Link | undefined> {
  try {
    const link = (await store.links.read([thread], now())).get(thread);
    return link && (await tenancy.own(link));
  } catch (error) {
    log.warn('The links cannot be read for the reply', {
      error: error instanceof Error ? error.name : 'unknown',
    });
    return undefined;
  }
}

function isUpdate({ name }: JivoEvent): boolean {
  return name === 'chat_updated' || name === 'client_updated' || name === 'client_attribute_updated';
}
