import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccounts } from '../../../../config/accounts';
import type { Env } from '../../../../config/env';
import { writeCompiled } from '../../../../config/file/compiled';
import { parseCompanyFile } from '../../../../config/file/read-file';
import { knownAccounts } from '../../../../connectors/known-accounts';
import { CONNECTOR_NAMES } from '../../../../connectors/registry';
import type { Reply } from '../../../../jivochat/reply';
import { Rows } from '../../../../store/rows';
import type { SyncDeps } from '../../../../sync/context';
import type { Table } from '../../../store/table';
import type { LogLine, World } from '../../hubspot/world';

/** A lead as either CRM has it. */
export interface SeenLead {
  id: string;
  email?: string;
  /** CRM login of the owner. */
  owner?: string;
  source?: string;
  /** By the CRM's own names. */
  fields: Readonly<Record<string, unknown>>;
}

export interface CompanyWorld {
  account: 'hubspot' | 'salesforce' | 'pipedrive';
  /** What stands for a lead: `contact`, `lead` or `person`. */
  object: 'contact' | 'lead' | 'person';
  lines: LogLine[];
  clock: { offsetMs: number };
  send(body: unknown): Promise<{ status: number; reply: Reply }>;
  retry(): Promise<unknown>;
  leads(): SeenLead[];
  /** Texts of the chats. */
  notes(): string[];
  /** Open tasks of offline messages: subject, priority, due date. */
  tasks(): { subject: string; priority?: string; dueAt: string; text: string }[];
  /** How a task of low priority is seen: not every CRM has a field for it. */
  lowPriority: { priority?: 'low' };
  /** The CRM's own name of a field that a test calls so. */
  name(field: string): string;
  /** A field of the lead's or of another object, as an administrator makes it. */
  define(field: string, kind: FieldShape, object?: OtherObject): void;
  /** A text field that people call so (`utm_source`), as they make it; the CRM's own name of it. */
  call(label: string): string;
  /** What of such an object the CRM has, by its fields. */
  held(object: OtherObject): Readonly<Record<string, unknown>>[];
  seed(values: Record<string, string>): string;
  /** Somebody who can have deals, and an open one over 1,200, as a colleague makes them. */
  seedCustomer(email: string, deal?: string): void;
  /** A call of Anna Schmidt's with the customer, three days ago. */
  seedCall(email: string): void;
  /** Somebody who works at a company, whose fields hold these values. */
  seedAtCompany(email: string, fields: Readonly<Record<string, string>>): void;
  /** In which the tests' rules make deals, by the CRM's own name. */
  dealStage: string;
  /** All deals, the oldest first, with the count of notes, tasks and calls on each. */
  deals(): { stage: string; activities: number }[];
  /** All of a deal's fields, by the CRM's own names. */
  dealFields(index: number): Readonly<Record<string, unknown>>;
  /** A deal may only be in a stage there is. */
  restrictStages(): void;
  requests(): string[];
  /** How often the CRM was asked for deals. */
  dealRequests(): number;
  /** Everything in the table, as text. */
  rows(): Promise<string[]>;
  deps(): SyncDeps;
  /** As after a cold start, with another file. */
  use(file: string): Promise<void>;
  close(): Promise<void>;
}

export type OtherObject = 'deal' | 'task' | 'note' | 'company';

export type FieldShape =
  'text' | 'number' | 'integer' | 'boolean' | 'date' | 'datetime' | 'choice' | 'choices' | 'unique';

/** Environment that makes the handlers read this file, compiled. */
async function compiled(file: string, folder: string): Promise<Env> {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(
    path,
    writeCompiled(parseCompanyFile(file, 'test.yml', await knownAccounts(readAccounts({}, CONNECTOR_NAMES)))),
  );
  return { JIVOCHAT_CRM_CONFIG: path };
}

/** @param table its rows with what they hold, whole. */
async function rowsOf(table: Pick<Table, 'rows'>): Promise<string[]> {
  const rows = new Rows(table.rows);
  const texts: string[] = [];
  for await (const row of rows.scan()) texts.push(JSON.stringify(row) + (await rows.payload(row)));
  return texts;
}

export interface Asked {
  path: string;
  query: string;
  body?: unknown;
}

export const countOf = (requests: readonly Asked[], name: RegExp): number =>
  requests.filter(({ path, query, body }) => name.test([path, query, JSON.stringify(body)].join(' '))).length;

/** What the worlds of all CRMs have. */
type AnyWorld = Pick<
  World,
  'lines' | 'clock' | 'send' | 'retry' | 'requests' | 'table' | 'deps' | 'restart' | 'close'
>;

/** A CRM's world with the company's file, and what of it is the same for every CRM. */
export async function startWith<W extends AnyWorld>(
  start: (options: { env: Env }) => Promise<W>,
  file: string,
  env: Env = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'company-'));
  const world = await start({ env: { ...(await compiled(file, folder)), ...env } });
  const common = {
    lines: world.lines,
    clock: world.clock,
    send: (body: unknown) => world.send(body),
    retry: () => world.retry(),
    requests: () => world.requests(),
    rows: () => rowsOf(world.table),
    deps: () => world.deps(),
    async use(other: string) {
      world.restart({ ...(await compiled(other, folder)), ...env });
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
  return { world, common };
}

export type Start = (file: string, env?: Env) => Promise<CompanyWorld>;
