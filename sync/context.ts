import type { JivoEvent } from '../jivochat/event';
import type { Connector, ConnectorSession, Log } from '../connectors/connector';
import type { Settings } from '../config/settings';
import type { Lead } from '../leads/lead';
import type { Facts, RecordRef } from '../leads/record';
import type { Store } from '../store/store';
import type { Link } from '../store/links';
import type { AccountHealth } from './health/account-health';
import type { Metrics } from './metrics';
import type { Tenancy } from './tenancy';
import type { ThreadState, WrittenValues } from './thread';

/** What both doors hand in; everything that is not pure. */
export interface SyncDeps {
  settings: Settings;
  store: Store;
  /** The table is away: what is not written to the CRM now is never written. */
  unstored?: boolean;
  /** undefined for a name no connector has. */
  connector: (name: string) => Promise<Connector | undefined>;
  /** By connector; made when first asked for. */
  guards: Map<string, AccountHealth>;
  log: Log;
  /** Every line logged meanwhile carries the keys and none of the personal texts. */
  withLogKeys: <T>(keys: Record<string, unknown>, work: () => T, personal?: readonly string[]) => T;
  metrics: Metrics;
  now: () => number;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  newId: () => string;
}

/** The work on one event. */
export interface Work {
  deps: SyncDeps;
  event: JivoEvent;
  eventKey: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  connector: Connector;
  session: ConnectorSession;
  tenancy: Tenancy;
  /** Holds the leases. */
  owner: string;
  /** Epoch milliseconds until which waiting for a lease is worth it. */
  waitUntil: number;
  inDoubt: boolean;
  /** The thread's link as it was found. */
  thread: Link;
  lead: Lead;
  facts: Facts;
  log: Log;
  progress: Progress;
}

/** What has been reached so far; written to the links also when the event fails half way. */
export interface Progress {
  ref?: RecordRef;
  state: ThreadState;
  /** The name and the e-mail this event gave the record. */
  written: WrittenValues;
  /** Rows of the visitor, the e-mail and the phone that this work holds. */
  held: Map<string, Link>;
}
