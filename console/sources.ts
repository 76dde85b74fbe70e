import type { Reply } from '../jivochat/reply';
import type { Company } from '../leads/rules/rule';
import type { Store } from '../store/store';
import type { Language } from '../text/languages/words';

/** One record of the emulated CRM, as far as it is worth a person's look. */
export interface ShownRecord {
  title: string;
  /** What it is to a salesperson; none: shown as it is. */
  kind?: 'person' | 'note' | 'task' | 'call';
  /** Its own id, and the ids of the people it belongs to. */
  id?: string;
  of?: readonly string[];
  /** Fields the CRM draws as HTML; all others are plain text. */
  html?: readonly string[];
  fields: readonly (readonly [name: string, value: unknown])[];
}

/** What JivoChat got back for an event. */
export interface Answered {
  status: number;
  reply: Reply;
  /** Milliseconds. */
  ms: number;
}

/** What only the sandbox has: an emulated CRM to look into, and a webhook to play JivoChat to. */
export interface SandboxSource {
  /** Undefined: the account is a real one, whose records stand in the CRM itself. */
  records?: () => readonly ShownRecord[];
  /** Posts a body to the webhook, as JivoChat would. */
  post: (body: string) => Promise<Answered>;
}

/** The company's own file. */
export interface RulesSource {
  /** Its name. */
  name: string;
  /** As it stands; undefined: there is none. */
  text?: string;
  /** What it says; undefined: there is none, or it is wrong. */
  company?: Company;
  /** What is wrong with it, with its lines. */
  problems: readonly string[];
  /** IANA zone that working hours are in. */
  timeZone: string;
  language: Language;
}

/** Where the console's views get what they show. */
export interface ConsoleSources {
  /** What is looked at: "npm start", or a deployed stage. */
  stage: string;
  /** The table. */
  store: () => Pick<Store, 'histories' | 'links' | 'queues' | 'health'>;
  /** Names of the accounts there are. */
  accounts: readonly string[];
  rules: () => Promise<RulesSource>;
  sandbox?: SandboxSource;
  now: () => number;
}
