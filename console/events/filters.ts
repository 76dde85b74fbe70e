/** Which events are wanted; what is not said does not matter. Times in epoch milliseconds. */
export interface EventFilters {
  email?: string;
  phone?: string;
  /** A chat's id, or `channel:id`. */
  chat?: string;
  /** A record's id, with or without its type, or the link of the record. */
  record?: string;
  account?: string;
  state?: EventState;
  since?: number;
  until?: number;
}

export const EVENT_STATES = ['done', 'parked', 'waiting'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** What a person gave to look for cannot be one. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

/** What events are looked for by: records and threads. Undefined: by neither. */
export interface Subjects {
  records: readonly { account: string; id: string }[];
  threads: readonly { account: string; thread: string; record?: { id: string } }[];
}
