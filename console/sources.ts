import type { Reply } from '../jivochat/reply';

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

/** Where the console's views get what they show. */
export interface ConsoleSources {
  /** What is looked at: "npm start", or a deployed stage. */
  stage: string;
  sandbox?: SandboxSource;
  now: () => number;
}
