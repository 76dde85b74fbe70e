import type { Agent, Message } from '../jivochat/event';
import type { Lead } from '../leads/lead';
import type { Refusal, Remark } from '../leads/conversation/remarks';
import type { MappedValue } from '../leads/rules/field-values';
import type { Actions } from '../leads/rules/rule';
import type { CrmRecord, LeadFields, RecordRef } from '../leads/record';
import type { CallState } from '../leads/conversation/call';

/** What a rule wants made beside the person, in the place of what the variables say. */
export interface TitleWish {
  object?: Actions['object'];
  /** Epoch milliseconds: no attempt of this chat has made it before. */
  since?: number;
  /** Of the company's own field maps. */
  mapped?: readonly MappedValue[];
  /** Told of the values that were left out. */
  onRefused?(refused: readonly Refusal[]): void;
}

export interface LeadDraft {
  lead: Lead;
  /** Of the company's own field maps, for whatever object the record is. */
  mapped?: readonly MappedValue[];
  leadFields: LeadFields;
  ownerId?: string;
  /**
   * Attempts that may have made this person's record already: nothing the CRM does not itself keep from being doubled is
   * made before its search would show what they made.
   */
  attemptsInDoubt?: readonly AttemptInDoubt[];
}

export interface AttemptInDoubt {
  /** Epoch milliseconds after which the attempt wrote nothing. */
  since: number;
  /** The attempt had the e-mail of this lead. */
  sameEmail: boolean;
}

export interface SaveOutcome {
  record: CrmRecord;
  refused: Refusal[];
}

export interface FilledCompany {
  ref: RecordRef;
  refused: Refusal[];
}

export type CreateOutcome =
  | ({ outcome: 'created' } & SaveOutcome)
  /** Somebody else made it in the meantime, or the search did not show it yet. */
  | { outcome: 'exists'; ref: RecordRef };

export interface Owner {
  id: string;
  name?: string;
}

/** The lead or deal of the person that the chat is about, as `saveTitle` or a record that was read named it. */
type About = RecordRef;

export interface Conversation {
  /** Unique per chat, written into the text, so that a repeated attempt can find its own work. */
  marker: string;
  title: string;
  remarks: Remark[];
  messages: Message[];
  agents: Agent[];
  /** Of the company's own field maps. */
  mapped?: readonly MappedValue[];
  visitorName: string;
  timeZone: string;
  /** Epoch milliseconds of the conversation. */
  at: number;
  ownerId?: string;
  about?: About;
}

/** One page of a conversation as the CRM has it; `hash` tells whether it must be written again. */
export interface WrittenPage {
  id: string;
  hash: string;
  /** What the CRM refused of it when it was made; stands in its text. */
  refused?: Remark[];
}

export interface TaskDraft {
  marker: string;
  subject: string;
  text: string;
  remarks: Remark[];
  /** Epoch milliseconds. */
  dueAt: number;
  /** Epoch milliseconds at which the CRM reminds the owner. */
  remindAt?: number;
  /** High where nobody says. */
  priority?: 'high' | 'normal' | 'low';
  /** Of the company's own field maps. */
  mapped?: readonly MappedValue[];
  /** IANA zone in which it is due on a day. */
  timeZone: string;
  ownerId?: string;
  about?: About;
}

export interface CallDraft {
  marker: string;
  title: string;
  direction: 'inbound' | 'outbound';
  state: CallState;
  phone?: string;
  recordUrl?: string;
  remarks: Remark[];
  /** IANA zone in which the call was on a day. */
  timeZone: string;
  /** Epoch milliseconds the call began. */
  startedAt: number;
  /** Known once the call has ended. */
  durationMs?: number;
  ownerId?: string;
  about?: About;
}

export type LinkReading =
  | { ok: true; ref: RecordRef }
  /** Said to the agent: what is wrong with the link and what to paste instead. */
  | { ok: false; problem: string };
