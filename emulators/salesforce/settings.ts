import type { OAuthSettings } from './auth/oauth';
import type { BackendSettings } from './backend';

/** What sources disagree on, or what an org chose. May be changed between requests. */
export interface Settings extends BackendSettings, OAuthSettings {
  /** How long a write stays unseen by SOSL; SOQL sees it at once. A minute to three are common. Default 0. */
  searchLagMs: number;
  /** Requests in 24 hours. Default 100,000. */
  dailyRequests: number;
  /** Logins of a user in an hour (Salesforce docs: 3,600). */
  loginsPerHour: number;
  /** How long an unused session lasts. Default two hours, as Salesforce has it. */
  sessionTimeoutMs: number;
}

/** What a dev server should run with: the search index lags behind. */
export const REALISTIC = { searchLagMs: 60_000 } satisfies Partial<Settings>;

export const DEFAULTS: Settings = {
  audiences: ['https://login.salesforce.com'],
  dailyRequests: 100_000,
  hiddenFields: [],
  inaccessibleObjects: [],
  inactiveOwnersFreezeRecords: false,
  loginsPerHour: 3600,
  mayChangeSetup: true,
  phoneSearchIgnoresPunctuation: false,
  searchLagMs: 0,
  sessionTimeoutMs: 2 * 3_600_000,
  wildcardSearch: 0,
};
