import type { Account } from '../config/accounts';
import type { Fetch } from './shared/http/transport';

/**
 * What `setup` and `doctor` ask of a CRM, beside its connector: an administrator's work, never an event's. One folder
 * `admin/` a connector implements it; no handler loads it.
 */
export interface CrmAdmin {
  /** As people know it, in its own spelling. */
  readonly label: string;
  /** What there is, what is missing, what stands in the way. Reads only. */
  plan(): Promise<SetupPlan>;
  /** All that is wrong with the settings as far as the CRM knows. Reads only. */
  check(question: CheckQuestion): Promise<Finding[]>;
  /**
   * What a rule's deal may be put into; undefined where the credential may not see it. Where a CRM has stages without pipelines
   * they are those of one, without an id. Reads only.
   */
  pipelines?(): Promise<readonly Pipeline[] | undefined>;
}

export interface Pipeline {
  /** As settings and rules name it. */
  id?: string;
  /** Ids of its stages. */
  stages: readonly string[];
}

export interface CheckQuestion {
  /** JivoChat logins whose CRM user is asked for, beside those of the settings. */
  logins: readonly string[];
}

export interface SetupPlan {
  /** Names the account for the person who decides: "account 12345678". */
  account: string;
  steps: readonly SetupStep[];
  /** What is there already, in the words of a step. */
  present: readonly string[];
  /** What setup cannot mend. */
  problems: readonly Finding[];
  /** The variables that make the connector use what was made. @param refused ids of steps the CRM refused. */
  settings(refused: ReadonlySet<string>): Readonly<Record<string, string>>;
}

/** One thing to make. Making it twice has the effect of making it once. */
export interface SetupStep {
  id: string;
  /** "property contacts.jivochat_source" */
  what: string;
  /** What it is good for. */
  purpose: string;
  make(): Promise<StepOutcome>;
}

export type StepOutcome =
  | { outcome: 'made' | 'exists' }
  /** The CRM's own words, and what a person can do; the other steps go on. */
  | { outcome: 'refused'; words: string; remedy: string };

/** Something to mend, or worth knowing. */
export interface Finding {
  /** `wrong`: leads are lost, late or incomplete; `hint`: it works, and could work better. */
  level: 'wrong' | 'hint';
  what: string;
  remedy: string;
  /** The CRM knows no such credential: nothing else could be asked. */
  credential?: true;
}

export interface AdminDeps {
  account: Account;
  env: Readonly<Record<string, string | undefined>>;
  fetch: Fetch;
  now: () => number;
  /** What the core writes as the source of every lead. */
  leadSource: string;
  signal: AbortSignal;
}
