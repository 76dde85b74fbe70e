import type { Account } from '../config/accounts';
import type { Connector, Log } from '../connectors/connector';
import type { Language, Words } from '../text/languages/words';
import type { Settings } from '../config/settings';
import type { Company, Masked } from '../leads/rules/rule';
import type { Store } from '../store/store';
import type { AccountHealth } from './health/account-health';
import type { Metrics } from './metrics';

/** Tables that are loaded only where the company's file asks for them. */
export interface Lookups {
  /** `device.*` of a user agent. */
  device?: (userAgent: string) => Record<string, string>;
  /** Whether mailboxes of the domain are thrown away. */
  disposable?: (domain: string) => boolean;
  /** A body with these kinds of numbers made unreadable; the same one where there are none. */
  mask?: (body: unknown, what: readonly Masked[]) => unknown;
}

/** What both doors hand in; everything that is not pure. */
export interface SyncDeps {
  settings: Settings;
  /** What the company's own file says. */
  company: Company;
  lookups: () => Promise<Lookups>;
  /** Tells whether everybody can have a mailbox of the domain; a list that only who asks for it loads. */
  freeMail: () => Promise<((domain: string) => boolean) | undefined>;
  store: Store;
  /** The table is away: what is not written to the CRM now is never written. */
  unstored?: boolean;
  /** Those there are, configured or not. */
  accounts: readonly Account[];
  /** By account; undefined for a name none has. */
  connector: (name: string) => Promise<Connector | undefined>;
  /** What people read. */
  words: (language: Language) => Promise<Words>;
  /** By account; made when first asked for. */
  health: Map<string, AccountHealth>;
  log: Log;
  /** Every line logged meanwhile carries the keys and none of the personal texts. */
  withLogKeys: <T>(keys: Record<string, unknown>, work: () => T, personal?: readonly string[]) => T;
  metrics: Metrics;
  now: () => number;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  newId: () => string;
}
