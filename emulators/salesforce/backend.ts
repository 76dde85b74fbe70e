import type { Records } from './records/records';
import type { Schema, SchemaSettings } from './schema/schema';
import type { SalesforceState } from './records/state';
import type { Writes, WriteSettings } from './records/writes';
import type { DailyLimit } from './http/limits';

export interface BackendSettings extends SchemaSettings, WriteSettings {
  phoneSearchIgnoresPunctuation: boolean;
  wildcardSearch: WildcardSearch;
}

/**
 * What becomes of `LIKE '%…'`, which no index serves: a large org takes that many milliseconds for it, or gives up with the
 * code (Salesforce docs: Query & Search Optimization Cheat Sheet; Status Codes). 0: a small org.
 */
export type WildcardSearch = number | 'QUERY_TIMEOUT' | 'OPERATION_TOO_LARGE';

/** What the routes work on. */
export interface Backend {
  state: SalesforceState;
  records: Records;
  schema: Schema;
  writes: Writes;
  limit: DailyLimit;
  settings: BackendSettings;
  now: () => number;
}

/** Retired versions answer 410 (Salesforce docs: API End-of-Life); the emulator retires all before Spring '24. */
export const OLDEST_VERSION = 60;
/** Winter '27. */
export const NEWEST_VERSION = 68;
