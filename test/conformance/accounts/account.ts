import type { Env } from '../../../config/env';
import type { ConnectorDeps } from '../../../connectors/connector';
import type { RecordRef } from '../../../leads/record';
import type { Companies } from './companies';
import type { Deals } from './deals';
import type { LineFaults } from './line-faults';
import type { OwnFields } from './own-fields';

/**
 * What a scenario may ask of an account that not every CRM, and no live account, can show. An account says in words
 * why it lacks one; scenarios that need it are skipped for that reason and no other.
 */
export type Need =
  /** A person can have more than one e-mail address. */
  | 'furtherEmails'
  /** A person can have more than one phone number. */
  | 'furtherPhones'
  /** The CRM itself refuses a second record of a person with an e-mail. */
  | 'uniquePerson'
  /** The same for one of whom nothing but our visitor key is sure. */
  | 'uniqueVisitor'
  /** Two users who may own a record. */
  | 'secondOwner'
  /** A user who has left. */
  | 'formerOwner'
  /** A record can become part of another one, or turn into it. */
  | 'successor'
  /** Requests can be made to fail. */
  | 'faults'
  /** The CRM says how long to wait when it is busy. */
  | 'retryAfter'
  /** The search can be made to lag behind the writes. */
  | 'searchLag'
  /** The CRM can be made to refuse a value. */
  | 'refusals'
  /** A person can be made one who may be read and not edited. */
  | 'locks'
  /** Something can be hidden from the integration's user: objects, fields, scopes. */
  | 'hiding'
  /** The field of a lead field can be given another type than text. */
  | 'typedFields'
  /** A field can be demanded of every task. */
  | 'requiredFields'
  /** What a person was found by stays with the old record when it becomes another one with another address. */
  | 'formerAddress'
  /** A person can be made one to whom no activity can be tied. */
  | 'unreachable'
  /** Fields of the company's own can be made, of any kind the CRM has. */
  | 'ownFields'
  /** People have deals, of which a stage is known. */
  | 'deals'
  /** There are companies or the like to which a person can be tied. */
  | 'companies'
  /** There is a second account, and a second credential of the first one. */
  | 'otherAccount';

export type Lacks = Partial<Record<Need, string>>;

export interface SeedPerson {
  first?: string;
  last?: string;
  /** The main one first; more than one only where the account has `furtherEmails`. */
  emails?: readonly string[];
  /** As a person typed them, the main one first; more than one only where the account has `furtherPhones`. */
  phones?: readonly string[];
  ownerId?: string;
}

export interface User {
  id: string;
  login: string;
}

/** A person as somebody looking into the CRM sees him. */
export interface SeenPerson {
  ref: RecordRef;
  /** First and last name. */
  name: string;
  emails: string[];
  phones: string[];
  ownerId?: string;
}

/** A note, task or call as somebody looking into the CRM reads it: plain text, whatever the CRM stores. */
export interface SeenActivity {
  id: string;
  /** Everything there is to read, the subject included. */
  text: string;
  ownerId?: string;
}

export interface SeenTask extends SeenActivity {
  open: boolean;
  /** YYYY-MM-DD. */
  due: string;
}

export interface SeenCall extends SeenActivity {
  direction: 'inbound' | 'outbound';
  ended: boolean;
  seconds?: number;
}

export type Thing = { person: RecordRef } | { note: string } | { task: string } | { call: string };

/** A value the CRM is told to refuse from now on. */
export type Part = 'email' | 'phone' | 'name';

/**
 * One account of one CRM, looked at from outside the connector. Whoever adds a CRM implements this once; every scenario
 * is written against it.
 */
export interface CrmAccount {
  /** Which account this is, for the report of a live run. */
  readonly title: string;
  readonly lacks: Lacks;
  /** The connector's variables, without owners and reply fields: those belong to the scenarios. */
  readonly env: Env;
  /** Replaces those variables by a credential the CRM does not take. */
  readonly wrongCredential: Env;
  /** What the connector sends its requests with; counts them. */
  readonly fetch: ConnectorDeps['fetch'];
  /** Active users, one at least. */
  readonly users: readonly [User, ...User[]];
  readonly formerUser?: User;
  /** Of the right form, and of no record. */
  readonly nowhere: RecordRef;
  /** The CRM's own name of the e-mail field, as `…_REPLY_FIELDS` takes it. */
  readonly emailField: string;
  /** How long a search may lag behind a write. */
  readonly patienceMs: number;

  /** Makes a person as a colleague would, past the connector. */
  seed(person: SeedPerson): Promise<RecordRef>;
  /** Everybody made in this account since it was opened, by whomever; not those removed. */
  people(): Promise<SeenPerson[]>;
  /** Pages of conversations on the person, in the order they are to be read. */
  notesOf(ref: RecordRef): Promise<SeenActivity[]>;
  tasksOf(ref: RecordRef): Promise<SeenTask[]>;
  callsOf(ref: RecordRef): Promise<SeenCall[]>;
  /** Removes something as a colleague would. */
  remove(thing: Thing): Promise<void>;
  /**
   * Makes `loser` part of, or turns it into, the record that is returned. Needs `successor`.
   * @param email the successor's address from then on; needs `formerAddress`
   */
  succeed?(loser: RecordRef, email?: string): Promise<RecordRef>;
  /** Links that look right and lead to no person of this account, by what is wrong with them. */
  wrongLinks(ref: RecordRef): Record<string, string>;
  /** Requests the connector has made so far. */
  requestCount(): number;
  /** Needs `faults`. */
  readonly faults?: LineFaults;
  /** Needs `searchLag`. */
  lag?(ms: number): void;
  /** Needs `refusals`. */
  refuse?(part: Part, value: string): void;
  /** Makes a person one who may be read and not edited, by what forbids it. Needs `locks`. */
  readonly locks?: Readonly<Record<string, (ref: RecordRef) => void>>;
  /** What an administrator hides from the integration's user, by what it is. Needs `hiding`. */
  readonly hide?: Readonly<Record<string, () => void>>;
  /** Makes the field of the lead field `page` one of this type. Needs `typedFields`. */
  readonly retype?: Readonly<Record<string, () => void>>;
  /** Demands a field of every activity. Needs `requiredFields`. @returns variables by which it is filled */
  require?(): Env;
  /** Lets nobody tie an activity to the person. Needs `unreachable`. */
  forbidActivities?(ref: RecordRef): void;
  /** Activities of ours that are nobody's. Needs `unreachable`. */
  ofNobody?(): Promise<SeenActivity[]>;
  /** Ways in which accounts of this CRM take a further e-mail of a person, by what is done with it; one if not given. */
  readonly furtherEmailWays?: Readonly<Record<string, () => void>>;
  /** Variables that lead to another account of this CRM. Needs `otherAccount`. */
  elsewhere?(): Promise<Env>;
  /** Variables with another credential of this account; the one before may be over. Needs `otherAccount`. */
  rotated?(): Env;
  /** Needs `ownFields`. */
  readonly own?: OwnFields;
  /** Needs `deals`. */
  readonly deals?: Deals;
  /** Needs `companies`. */
  readonly companies?: Companies;
  /** Removes everything `people()` and the scenarios made; says what: `2 contacts, 1 note`. */
  cleanUp(): Promise<string>;
  close(): Promise<void>;
}

/** What an account file exports. */
export interface AccountModule {
  /** An account on this machine, for `npm test`. */
  emulated: { lacks: Lacks; open(): Promise<CrmAccount> };
  /** A real one, for `npm run test:live`. */
  live?: {
    /** The variables a person must set, by what they hold. */
    variables: Record<string, string>;
    /** @param env `process.env`. */
    open(env: Env): Promise<CrmAccount>;
  };
}
