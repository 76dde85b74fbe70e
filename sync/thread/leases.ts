import { shortKey } from '../event-key';

/** A lease outlives the slowest event by far, and a crash delays the next one by no more. Milliseconds. */
export const LEASE_MS = 30_000;

/** The holder of a lease; their name tells which event they work on, should they vanish. */
export function holderName(eventKey: string, id: string): string {
  return `${shortKey(eventKey)}.${id}`;
}

/** The short key of the event that the holder of a lease works on, or worked on. */
export function eventOfHolder(holder: string): string {
  return holder.split('.', 1)[0]!;
}

/** In an event's place: the worker that writes what a chat's events have left. */
export const LEAD_FIELDS_HOLDER = 'lead-fields';
