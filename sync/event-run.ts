import type { Connector, ConnectorSession } from '../connectors/connector';
import type { JivoEvent } from '../jivochat/event';
import type { Lead } from '../leads/lead';
import type { LeadFields, RecordRef } from '../leads/record';
import type { Decision } from '../leads/rules/decide';
import type { MappedValue } from '../leads/rules/field-values';
import type { PersonKey } from '../leads/rules/person-keys';
import type { Link } from '../store/links';
import type { History } from '../store/history/shape';
import type { Words } from '../text/languages/words';
import type { SyncDeps } from './context';
import type { Why } from './history/why';
import { healthOf } from './health/account-health';
import type { EventPace } from './health/rate-limiter';
import type { Tenancy } from './tenancy';
import type { PersonState, ThreadState } from '../store/link-state';
import { threadKey } from './thread/thread';
import { wordingOf } from './wording';

/** The rows of the visitor, the e-mail and the phone, before anybody holds them. */
export interface ReadAhead {
  /** As the visitor gave it. */
  lead: Lead;
  rows: ReadonlyMap<string, Link>;
}

/** An event in an attempt's hands, before it is read. */
export interface ClaimedRun {
  readonly deps: SyncDeps;
  readonly connector: Connector;
  /** The idempotency key. */
  readonly eventKey: string;
  /** Holds the leases: the inbox row's, the thread's and the person's. */
  readonly owner: string;

  /** As the inbox has them. Arrival in epoch milliseconds. */
  receivedAt: number;
  attempts: number;
  suspectFailures: number;
  /** What the row kept of earlier attempts. */
  before?: History;
  /** This attempt began then, epoch milliseconds. */
  readonly begunAt: number;
  /** JivoChat waits for the answer. */
  readonly live: boolean;
}

/**
 * One event as it is accepted. Nothing that may fail on the event's own texts, or in a connector, is made of it before it
 * is kept.
 */
export interface AcceptedEvent extends ClaimedRun {
  readonly event: JivoEvent;
  /** What agents and salespeople read, on its way. */
  readonly wording: Promise<Words>;
  /** Ends every request to the CRM. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds until which waiting for a lease is worth it. */
  readonly waitUntil: number;
  readonly pace: EventPace;
  /** What the steps have decided, and why. */
  readonly why: Why;

  /** What was read of the person while the event was being kept. */
  ahead?: ReadAhead;
  /** The thread's link; what it says is known once it is held. */
  thread: Link;
  /** An earlier attempt may have written more than the links say: look before each write. */
  inDoubt: boolean;
}

/** The same event on its way into the CRM, its thread held: filled by the steps. */
export interface EventRun extends AcceptedEvent {
  readonly words: Words;
  session: ConnectorSession;
  tenancy: Tenancy;
  /** With the contact data that only the site has. */
  lead: Lead;
  /** By what the person may be known to the CRM, in the order that counts. */
  keys: readonly PersonKey[];
  /** All that the thread's events have told so far. */
  leadFields: LeadFields;
  /** What its field maps have for all that the thread's events have told. */
  mapped: readonly MappedValue[];
  /** What the company's own rules say of it. */
  decision: Decision;
  progress: Progress;
}

/** What has been reached so far; written to the links also when the event fails half way. */
export interface Progress {
  ref?: RecordRef;
  state: ThreadState;
  /** The name and the e-mail this event gave the record. */
  written: PersonState['written'];
  /** Rows of the visitor, the e-mail and the phone that this run holds. */
  held: Map<string, Link>;
  /** Of these, the ones that lead to somebody else, whom they were not known to lead to. */
  theirs?: ReadonlyMap<string, RecordRef>;
  /** The same rows where looking at them was enough; a change of the person holds them first. */
  seen?: ReadonlyMap<string, Link>;
}

/** @param claimed with how long its requests to the CRM and its waiting may take. */
export function accept(claimed: Omit<AcceptedEvent, 'thread' | 'why' | 'pace' | 'wording'>): AcceptedEvent {
  const { deps, connector, event, eventKey, live } = claimed;
  const { name } = connector.account;
  const { limiter } = healthOf(deps, connector);
  const pace = live ? limiter.livePace() : limiter.workerPace();
  const wording = wordingOf(deps, name, event.widgetId);
  return { ...claimed, pace, wording, why: {}, thread: { key: threadKey(name, event, eventKey) } };
}
