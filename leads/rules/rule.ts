import type { Language } from '../../text/languages/words';
import type { Expression } from '../vocabulary/expression';
import type { WorkingHours } from './working-hours';

/** What a company has said in its file, checked and compiled: plain data that stands in the bundle as JSON. */
export interface Company {
  /** Widget id -> name of the channel. */
  readonly channels: Readonly<Record<string, string>>;
  /** Where neither channel nor account has one of its own. */
  readonly language?: Language;
  /** Widget id -> language of whoever reads what comes from it. */
  readonly languages?: Readonly<Record<string, Language>>;
  readonly hours?: WorkingHours;
  /** What is made unreadable before anything is stored. */
  readonly mask: readonly Masked[];
  /** In order; a later one's word counts more. The guards come first. */
  readonly rules: readonly Rule[];
  /** Name in the webhook's address -> accounts, the one that answers the agent first. */
  readonly routes: Readonly<Record<string, readonly string[]>>;
  /** By account. */
  readonly accounts: Readonly<Record<string, AccountRules>>;
  /** Names of the vocabulary that are asked for anywhere. */
  readonly names: readonly string[];
  /** What is loaded only because the file asks for it. */
  readonly needs: readonly ('device' | 'disposable')[];
}

export interface AccountRules {
  readonly language?: Language;
  readonly fields: readonly FieldMap[];
  /** In the order of the card; undefined: as the variable says. */
  readonly reply?: readonly ReplyLine[];
  /** In the order in which they count; undefined: e-mail, then phone. */
  readonly match?: readonly MatchKey[];
}

export type Masked = 'cards' | 'ibans';

/** `first`: the first value stays; `latest`: the newest wins; `blank`: only a blank field is filled, by the newest. */
export type Policy = 'first' | 'latest' | 'blank';

/** What is written to a field without anybody's thought: where the value comes from; `blank` where no policy is named. */
export type ReadyMap = string | { readonly from: string; readonly policy: Policy };

/** What stands for the visitor is a contact, a person or a lead, as the CRM has it. */
export const MAPPED_OBJECTS = ['contact', 'person', 'lead', 'deal', 'task', 'note', 'company'] as const;
export type MappedObject = (typeof MAPPED_OBJECTS)[number];

/** A value's way into a field of the CRM. */
export interface FieldMap {
  readonly object: MappedObject;
  /** By the CRM's own name. */
  readonly field: string;
  readonly from: Expression;
  readonly policy: Policy;
  /** Ready made, not the company's own: written only where the CRM is known to have the field, and nothing is told of it. */
  readonly ready?: true;
}

export const SHOWN = ['owner', 'company', 'stage', 'deals', 'activity'] as const;
export type Shown = (typeof SHOWN)[number];

/** A line of the agent's card. */
export interface ReplyLine {
  readonly title: string;
  /** Of the record, by the CRM's own name. */
  readonly field?: string;
  /** Of the event. */
  readonly from?: Expression;
  /** What the CRM tells of the person beside the record's own fields. */
  readonly show?: Shown;
  /** All of these hold, or the line is left out. */
  readonly when?: readonly Condition[];
}

export type MatchKey =
  /** As typed, or with `from` as the site names it. */
  | { readonly by: 'email' | 'phone'; readonly from?: Expression }
  /** The CRM's field holds the value. */
  | { readonly by: 'field'; readonly field: string; readonly from: Expression }
  /** The value is a link to a record of the CRM. */
  | { readonly by: 'link'; readonly from: Expression };

/** A named rule: all its conditions hold, or it says nothing. */
export interface Rule {
  readonly name: string;
  readonly when: readonly Condition[];
  readonly then: Actions;
}

export type Condition =
  /** One of the patterns; `*` stands for anything, case does not count. Of a list one of its members. */
  | { readonly is: 'like'; readonly name: string; readonly any: readonly string[] }
  | { readonly is: 'unlike'; readonly name: string; readonly any: readonly string[] }
  | { readonly is: 'given' | 'absent'; readonly name: string }
  | { readonly is: 'open' | 'closed' }
  /** The visitor wrote one of these words or phrases. */
  | { readonly is: 'words'; readonly any: readonly string[] }
  | { readonly is: 'guard'; readonly guard: GuardTest };

/** What no name of the vocabulary tells. */
export type GuardTest =
  { readonly staff: readonly string[] } | 'disposable' | 'agents-only' | 'empty' | 'blacklisted';

export interface Actions {
  readonly create?: Creation;
  readonly owner?: OwnerWish;
  readonly source?: Expression;
  /** By account. */
  readonly fields?: Readonly<Record<string, readonly FieldMap[]>>;
  readonly object?: 'contact' | 'lead' | DealWish;
  readonly task?: TaskWish;
  readonly note?: 'skip' | 'write';
}

/** When a new lead is made. */
export type Creation =
  | 'never'
  | 'identified'
  | 'always'
  /** Whoever can be reached, and has written so many messages or talked for so many minutes. */
  | { readonly messages?: number; readonly minutes?: number };

export type OwnerWish =
  /** As without a rule: the agent of the chat, else the default. */
  | 'agent'
  /** A new record as without a rule; one that is there and has no owner stays without one. */
  | 'keep'
  /** Nobody is made owner. */
  | 'none'
  /** Login, name of a queue, or id, in the CRM. */
  | { readonly login: string }
  /** Each takes a turn. */
  | { readonly turns: readonly string[] };

export interface DealWish {
  /** Undefined: the CRM's usual one, or one that has none. */
  readonly pipeline?: string;
  readonly stage: string;
  /** From now until the day it is expected to be closed, milliseconds. */
  readonly closeMs?: number;
  /** `reuse`: an open deal of the person serves. */
  readonly open: 'reuse' | 'new';
  readonly transcript: boolean;
}

export interface TaskWish {
  readonly subject?: Expression;
  /** Working time until it is due, milliseconds. */
  readonly dueMs?: number;
  readonly priority?: 'high' | 'normal' | 'low';
  /** Before it is due, milliseconds. */
  readonly reminderMs?: number;
}

/** No file: all is as the variables say. */
export const NO_COMPANY: Company = {
  channels: {},
  mask: [],
  rules: [],
  routes: {},
  accounts: {},
  names: [],
  needs: [],
};
