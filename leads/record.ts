import type { LastActivity } from './card/last-activity';

/** Names one record of one CRM. `type` is the CRM's own object name: `contact`, `Lead`, ... */
export interface RecordRef {
  type: string;
  id: string;
}

export function isSameRecord(a: RecordRef | undefined, b: RecordRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.type === b.type && a.id === b.id;
}

/** A person's record as the CRM has it, in the terms our rules need. */
export interface CrmRecord {
  ref: RecordRef;
  name?: { first?: string; last?: string };
  /** The main address first. */
  emails: string[];
  /** As stored, whatever the format; the main number first. */
  phones: string[];
  /** What a record that has become this one holds: it leads to the person, whether or not this record holds it too. */
  former?: { emails: readonly string[]; phones: readonly string[] };
  /** Blank, or our own stand-in: empty. Undefined: the record has no field for it. */
  company?: string;
  /** Tied to a company of the CRM's, as far as that was read with the record. */
  hasCompany?: boolean;
  ownerId?: string;
  /** The deal or lead by which the record was reached: what is written of the chat belongs to it as well. */
  about?: RecordRef;
  /** Still worked on: not converted, not disqualified. */
  open: boolean;
  /** The CRM keeps customers apart from leads, and this one is a customer. */
  customer?: boolean;
  /**
   * When the record was made, epoch milliseconds, by a connector with `saveTitle`: after an attempt in doubt it tells
   * whether that attempt made it. A search that does not tell it need not, unless the session is in doubt.
   */
  madeAt?: number;
  /** Last activity, epoch milliseconds; 0 when the CRM does not say. */
  activeAt: number;
  /** Lead fields of ours already stored on the record. */
  leadFields: Partial<Record<LeadFieldName, string>>;
  /** Lead fields of ours the CRM has a field for; undefined when that is not known yet. */
  placeableFields?: ReadonlySet<LeadFieldName>;
  /** What the agent's card shows of it, as far as it was read with the record anyway. */
  shown?: {
    stage?: string;
    company?: string;
    /** The newest open deal, its stage and amount; the count of the others. */
    deal?: string;
    /** Epoch milliseconds. */
    lastActivityAt?: number;
    /** Who it was, and what, where that is known. */
    lastActivity?: LastActivity;
  };
  /** Further fields by the CRM's own names, for the reply to the agent. */
  fields: Record<string, string>;
}

/**
 * Our own lead fields about a lead, stored where the CRM has a field for them.
 * `first`: the first value stays (where the lead came from). `latest`: the newest value wins. `best`: the one that says
 * most stays.
 */
export const LEAD_FIELDS = {
  title: 'best',
  source: 'first',
  chatId: 'first',
  visitorKey: 'first',
  page: 'first',
  utm: 'first',
  place: 'first',
  comment: 'latest',
  lastChat: 'latest',
} as const;

export type LeadFieldName = keyof typeof LEAD_FIELDS;
export type LeadFields = Partial<Record<LeadFieldName, string>>;
