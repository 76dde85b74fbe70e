import { createHash } from 'node:crypto';
import type { LinkedRecord } from '../links';

/**
 * Parts of the index by time. More make a look at one record's events shorter (a sixteenth of the events is read) and a
 * look at the newest ones longer (each part is asked); with 100,000 events both stay well below a second.
 */
export const PARTS = 16;

/**
 * What an event of the index is about: its record, or its thread as long as there is none. A thread may name a caller. Of a
 * record the id suffices: events are about people, whom a CRM numbers together.
 */
export function aboutOf(
  account: string,
  record: Pick<LinkedRecord, 'id'> | undefined,
  thread: string,
): string {
  if (record) return `${account}#${record.id}`;
  return `${account}#${createHash('sha256').update(thread).digest('base64url').slice(0, 16)}`;
}

/** The part of the index it stands in. */
export function partOf(about: string): string {
  return partName(createHash('sha256').update(about).digest()[0]! % PARTS);
}

export function allParts(): string[] {
  return Array.from({ length: PARTS }, (_, index) => partName(index));
}

function partName(index: number): string {
  return `history#${index}`;
}
