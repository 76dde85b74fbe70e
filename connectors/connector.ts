import type { Account } from '../config/accounts';
import type { CompanyHint } from '../leads/contact/company';
import type { Person } from '../leads/match';
import type { Capacity, LeadChanges } from '../leads/merge';
import type { OwnerMap } from '../leads/owner';
import type { MappedValue } from '../leads/rules/field-values';
import type { AccountRules } from '../leads/rules/rule';
import type { CardExtras, WantedExtras } from '../leads/card/open-deals';
import type { CrmRecord, RecordRef } from '../leads/record';
import type { Pace, RateLimit } from './shared/http/limits';
import type { Fetch } from './shared/http/transport';
import type { Words } from '../text/languages/words';
import type {
  CallDraft,
  Conversation,
  CreateOutcome,
  FilledCompany,
  LeadDraft,
  LinkReading,
  Owner,
  SaveOutcome,
  TaskDraft,
  TitleWish,
  WrittenPage,
} from './drafts';

/**
 * What a CRM must be able to do. One folder implements it; `registry.ts` names the folder.
 * Every method throws only the errors of `errors.ts`, which say whether trying again can help.
 * Every write is safe to repeat, given the state it returned the last time.
 */
export interface Connector {
  readonly account: Account;
  /** As the agent knows it, in its own spelling. */
  readonly label: string;
  readonly capacity: Capacity;
  /**
   * Fingerprint of address and credential (`tenant.ts`): another value may be another account. What the memory gives
   * back was put there under the same one.
   */
  readonly credential: string;
  /** JivoChat login -> CRM login, from the configuration. */
  readonly ownerMap: OwnerMap;
  /** Login or id of whoever gets what nobody else gets, from the configuration. */
  readonly defaultOwner?: string;
  /** Title and field of what the configuration wants the agent to see of a record; read with every record. */
  readonly replyFields: readonly (readonly [title: string, field: string])[];
  /**
   * The object of `saveTitle` costs a request of its own that no agent's reply waits for: the chat's next event makes it, or
   * the worker a few minutes later.
   */
  readonly titleWaits?: boolean;
  /** By scope, as the CRM documents them; what its answers say counts more. None: it is not paced. */
  readonly limits?: Readonly<Record<string, RateLimit>>;
  /** Starts the work on one event. */
  open(call: CallContext): ConnectorSession;
}

/** The work on one event: every request is bound to its signal. */
export interface ConnectorSession {
  /**
   * The CRM's own number of the account the credential is for, under whatever credential; undefined when the CRM does not
   * tell. Kept in the memory: a request for it is rare.
   */
  tenant(): Promise<string | undefined>;
  /** Candidates by e-mail and phone, in as few requests as the CRM allows; the caller compares them in full. */
  find(person: Person): Promise<CrmRecord[]>;
  /**
   * Records by a field of a company's choice that holds the value; it should be unique.
   * @param field by the CRM's own name.
   */
  findByField?(field: string, value: string): Promise<CrmRecord[]>;
  /** The record, or the one it was merged or converted into; undefined when it is gone. */
  get(ref: RecordRef): Promise<CrmRecord | undefined>;
  create(draft: LeadDraft): Promise<CreateOutcome>;
  update(record: CrmRecord, changes: LeadChanges): Promise<SaveOutcome>;
  /** By login, whom leads can belong to of these logins or ids, whatever their case; kept in the memory for a while. */
  findOwners(logins: readonly string[]): Promise<ReadonlyMap<string, Owner>>;
  /** The owner's name; the CRM is asked at most now and then, whatever the number of events. Undefined: it tells none. */
  ownerName(ownerId: string): Promise<string | undefined>;
  /**
   * Makes the further object that carries the title, where the configuration wants one; once per new lead.
   * A CRM whose lead itself has the title does without.
   * @returns the object, where what is written of the chat belongs to it as well.
   */
  saveTitle?(
    ref: RecordRef,
    title: string,
    ownerId: string | undefined,
    wish?: TitleWish,
  ): Promise<RecordRef | undefined>;
  /** Writes the conversation, or extends what `written` says was written before. */
  saveConversation(
    ref: RecordRef,
    conversation: Conversation,
    written: readonly WrittenPage[],
  ): Promise<WrittenPage[]>;
  /**
   * What the agent's card shows of the person that is not read with the record: open deals, `MOST_DEALS` at most, none where the CRM
   * lets us see none; who last had to do with them, by name where that is remembered. One request for each that is wanted, no more.
   */
  cardExtras?(record: CrmRecord, wanted: WantedExtras): Promise<CardExtras>;
  /** Makes the task; returns its id. */
  saveTask(ref: RecordRef, task: TaskDraft): Promise<string>;
  /** Logs the call, or brings `callId` up to date; returns its id. */
  saveCall(ref: RecordRef, call: CallDraft, callId: string | undefined): Promise<string>;
  /**
   * Learns which types the fields have that the company's maps name, where that is not known yet, and remembers it. Only the
   * worker asks: no reply waits for it.
   */
  learnFields?(): Promise<void>;
  /**
   * Fills the fields of the company that the record is linked to, as far as the policies allow; undefined when it is linked to
   * none, or nobody knows the fields yet.
   */
  fillCompany?(record: CrmRecord, mapped: readonly MappedValue[]): Promise<FilledCompany | undefined>;
  /**
   * Ties the record to the one company of the CRM's that the hint leads to, where it is tied to none: by the domain, else by
   * the name; to none of several. Only the worker asks. A CRM that does it with the record itself, or not at all, has none.
   */
  linkCompany?(record: CrmRecord, hint: CompanyHint): Promise<void>;
  /** Without the ready maps whose field the account is not known to have; nothing is asked. All where a CRM has none. */
  placeable?(mapped: readonly MappedValue[]): Promise<readonly MappedValue[]>;
  /** Reads a link an agent pasted. No request to the CRM but for the account's own id. */
  readLink(url: string): Promise<LinkReading>;
  /** The address under which a person opens the record; undefined when the account is not known. */
  recordUrl(ref: RecordRef): Promise<string | undefined>;
}

export interface CallContext {
  /** Aborts every request: the reply deadline, or the worker's time budget. */
  signal: AbortSignal;
  /**
   * An earlier attempt may have been cut off between a write and our record of it: look for its result
   * before writing anything that has no unique key.
   */
  inDoubt: boolean;
  log: Log;
  /** The language of everything people are to read. */
  words: Words;
  /** Told of every request; none: nobody waits and nobody listens. */
  pace?: Pace;
}

/** Small facts a connector keeps between events: owners, known fields, the account. */
export interface Memory {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown, ttlMs: number): Promise<void>;
}

type LogLine = (message: string, data?: Record<string, unknown>) => void;

/** Structured log without personal data: ids and codes only. */
export interface Log {
  debug: LogLine;
  info: LogLine;
  warn: LogLine;
  error: LogLine;
}

export interface ConnectorDeps {
  account: Account;
  env: Readonly<Record<string, string | undefined>>;
  memory: Memory;
  fetch: Fetch;
  now: () => number;
  /** What the company's own file says of the account. */
  rules?: AccountRules;
}

export type { CallState } from '../leads/conversation/call';
export type * from './drafts';
export type { CrmRecord, Person, RecordRef };
