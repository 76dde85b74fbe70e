import { NO_RATE_LIMITS, type RateLimits } from './http/limits';

/** What sources disagree on, or what a company chose. May be changed between requests. */
export interface Settings {
  rateLimits: RateLimits;
  /** What tells how long to wait after a 429. */
  waits: 'reset' | 'retry-after' | 'none';
  /** How long a write stays unseen by the search; Pipedrive names no bound. */
  searchLagMs: number;
  /** Whether the search compares telephone numbers by their digits, or as they were typed; not documented. */
  phoneSearch: 'digits' | 'as-typed';
  /** A deleted person by its id: gone, or shown with `is_deleted` for its thirty days; not documented. */
  deletedPerson: 'gone' | 'flagged';
  /** A deleted note by its id: gone, or edited without anybody seeing it (`active_flag` false); not documented. */
  deletedNote: 'gone' | 'inactive';
  /** Whether `person_id` of an activity can be written: the migration guide says no, the specification lists it. */
  activityPerson: 'participants' | 'either';
  /** Whether a refused custom field is named by its key (changelog of 21 May 2026: yes; before: the words only). */
  namesCustomField: boolean;
  /** Whether custom fields without a value are answered as null, or left out; not documented. */
  unsetCustomFields: 'null' | 'absent';
  /** Bytes of a note: the reference says 100,000, later editions of it 3,000,000. */
  noteBytes: number;
  /** Which tags a note keeps: also quotations and spans, or those of its editor's buttons; not documented. */
  noteMarkup: 'wide' | 'editor';
  /** How a first name is told from the rest of `name`: at the first or at the last blank; not documented. */
  nameSplit: 'first' | 'last';
  /** Whether a refresh token serves again, or ends with its use: Pipedrive's pages say both. */
  refreshTokens: 'stay' | 'rotate';
  /** What is switched off: the Leads inbox, or the right to see users, fields or deals. */
  hidden: Set<'leads' | 'users' | 'fields' | 'deals'>;
}

export const DEFAULT_SETTINGS: Omit<Settings, 'hidden'> = {
  rateLimits: NO_RATE_LIMITS,
  waits: 'reset',
  searchLagMs: 0,
  phoneSearch: 'digits',
  deletedPerson: 'gone',
  deletedNote: 'gone',
  activityPerson: 'participants',
  namesCustomField: true,
  unsetCustomFields: 'null',
  noteBytes: 100_000,
  noteMarkup: 'wide',
  nameSplit: 'first',
  refreshTokens: 'stay',
};
