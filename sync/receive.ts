import type { JivoEvent } from '../jivochat/event';
import { parseEvent } from '../jivochat/parse';
import { errorReply, okReply, type Reply } from '../jivochat/reply';
import type { Connector } from '../connectors/connector';
import type { RecordRef } from '../leads/record';
import type { Acquired } from '../store/links';
import { answerFromLinks } from './answer';
import type { SyncDeps } from './context';
import { eventKey } from './event-key';
import { LEASE_MS } from './leases';
import { settleFailure } from './settle';
import { threadKey } from './thread';
import { runClaimed } from './run-claimed';

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
  return { valid: true, reply: await receiveEvent(deps, received, parsed.event) };
}

async function receiveEvent(deps: SyncDeps, received: Received, event: JivoEvent): Promise<Reply> {
  const { connector, raw, receivedAt, answerBy } = received;
  const { inbox, links } = deps.store;
  const key = eventKey(connector.name, received.body);
  const thread = threadKey(connector.name, event, key);
  const owner = deps.newId();
  const now = deps.now();
  const [kept, acquired] = await Promise.all([
    inbox.keep({
      key,
      connector: connector.name,
      chat: thread,
      payload: raw,
      receivedAt,
      now,
      owner,
      leaseMs: LEASE_MS,
      repeatAfterMs: isUpdate(event) ? UPDATE_REPEAT_MS : undefined,
    }),
    // A row that cannot be held now is tried again once the event is safe.
    links
      .acquire({ keys: [thread], owner, now, leaseMs: LEASE_MS })
      .catch((): Acquired => ({ ok: false, busy: [thread] })),
  ]);
  received.onKept?.();
  if (kept.state !== 'claimed') {
    if (acquired.ok) await links.release({ keys: [thread], owner });
    if (kept.state === 'done') return kept.reply as Reply;
    return rememberedReply(deps, connector, event, thread);
  }

  const controller = new AbortController();
  const waitUntil = answerBy - SETTLE_MS;
  const timer = setTimeout(() => controller.abort(), Math.max(0, waitUntil - deps.now()));
  const claimed = { key, owner, attempts: kept.attempts, receivedAt: kept.receivedAt, event };
  try {
    const unsure = kept.takenOver || kept.attempts > 1;
    return await runClaimed(deps, {
      claimed,
      connector,
      thread,
      acquired,
      unsure,
      signal: controller.signal,
      waitUntil,
    });
  } catch (error) {
    await settleFailure(deps, { ...claimed, event: event.name }, error);
    return rememberedReply(deps, connector, event, thread);
  } finally {
    clearTimeout(timer);
  }
}

/** The CRM is not asked again: what the links know is what the agent gets. */
async function rememberedReply(
  deps: SyncDeps,
  connector: Connector,
  event: JivoEvent,
  thread: string,
): Promise<Reply> {
  const session = connector.open({ signal: AbortSignal.abort(), unsure: false, log: deps.log });
  return answerFromLinks(event, await linkedRecord(deps, thread), connector, session);
}

async function linkedRecord({ store, now, log }: SyncDeps, thread: string): Promise<RecordRef | undefined> {
  try {
    return (await store.links.read([thread], now())).get(thread)?.record;
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
