import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** One record, by what people call it. */
export interface SandboxRecord {
  title: string;
  /** What it is to a salesperson; none: something else. */
  kind?: 'person' | 'note' | 'task' | 'call';
  /** Its own id, and the ids of the people it belongs to. */
  id?: string;
  of?: readonly string[];
  /** Fields the CRM draws as HTML; all others are plain text. */
  html?: readonly string[];
  fields: (readonly [name: string, value: unknown])[];
}

/** Variables by name: settings of a person's that an emulation takes over. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What every `emulators/<crm>/sandbox.ts` exports. @param file keeps the records between two starts. */
export type StartSandbox = (file: string, env: Variables) => Promise<SandboxCrm>;

/** An emulated CRM as the bench needs it. */
export interface BenchCrm {
  url: string;
  /** The connector's variables. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** What the first CRM's `emulators/<crm>/bench/account.ts` exports. */
export type StartForBench = () => Promise<BenchCrm>;

/** An emulated CRM as `npm start` needs it. */
export interface SandboxCrm {
  url: string;
  /** The connector's variables. */
  env: Record<string, string>;
  /** What it holds, as far as it is worth a person's look. */
  records(): SandboxRecord[];
  summary(): string;
  close(): Promise<void>;
}

/** Soon enough to lose nothing a person would miss, seldom enough to cost nothing. */
const SAVE_EVERY_MS = 500;

interface Emulator {
  requests: readonly unknown[];
  toJSON(): unknown;
}

export function readState<State>(file: string): State | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}

/** Writes the emulator's state to a file whenever there were requests. @returns stops it, after a last time. */
export function keepState(emulator: Emulator, file: string): () => void {
  let saved = -1;
  const save = () => {
    if (saved === emulator.requests.length) return;
    saved = emulator.requests.length;
    writeFileSync(`${file}.new`, JSON.stringify(emulator.toJSON()));
    renameSync(`${file}.new`, file);
  };
  const timer = setInterval(save, SAVE_EVERY_MS);
  return () => {
    clearInterval(timer);
    save();
  };
}
