/** What is counted, by CloudWatch's own units. Alarms and dashboard use the same names. */
export const METRICS = {
  /** Events that JivoChat sent and we understood. */
  EventsReceived: 'Count',
  /** Answers to events, of whatever kind. */
  Replies: 'Count',
  /** From the request's arrival to our answer. */
  ReplyLatency: 'Milliseconds',
  /** Records the CRM had before, each time one opens to a chat that had not seen it. */
  RecordsShown: 'Count',
  CrmRequests: 'Count',
  /** Answers that asked us to come back later. */
  CrmRateLimited: 'Count',
  EventsDone: 'Count',
  /** Events put back for a later attempt. */
  EventsRetried: 'Count',
  /** Events that wait for a person from now on. */
  EventsParked: 'Count',
  /** How many wait for a person now. */
  ParkedEvents: 'Count',
  /** How many wait for the worker now, due or not. */
  DueEvents: 'Count',
  /** Since the oldest of them arrived. */
  OldestDueAge: 'Seconds',
} as const;

export type MetricName = keyof typeof METRICS;

/** Counts by account. */
export interface Metrics {
  add(account: string, name: MetricName, value?: number): void;
  /** Writes what was counted; before the handler returns, for Lambda stops afterwards. */
  flush(): void;
}
