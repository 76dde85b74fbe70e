import { readAccounts } from '../../../config/accounts';
import { CONNECTOR_NAMES } from '../../../connectors/registry';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../../../config/env';
import { writeCompiled } from '../../../config/file/compiled';
import { parseCompanyFile } from '../../../config/file/read-file';
import { knownAccounts } from '../../../connectors/known-accounts';
import type { Reply } from '../../../jivochat/reply';
import { Rows } from '../../../store/rows';
import type { SyncDeps } from '../../../sync/context';
import type { Table } from '../../store/table';
import { startSalesforceWorld } from '../salesforce/world';
import { startWorld, type LogLine } from '../hubspot/world';
import { startPipedriveWorld } from '../pipedrive/world';

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
  /** Somebody who works at a company, whose fields hold these values. */
  seedAtCompany(email: string, fields: Readonly<Record<string, string>>): void;
  /** In which the tests' rules make deals, by the CRM's own name. */
  dealStage: string;
  /** All deals, the oldest first, with the count of notes on each. */
  deals(): { stage: string; notes: number }[];
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
async function rowsOf(table: Pick<Table, 'client' | 'tableName'>): Promise<string[]> {
  const rows = new Rows(table);
  const texts: string[] = [];
  for await (const row of rows.scan()) texts.push(JSON.stringify(row) + (await rows.payload(row)));
  return texts;
}

interface Asked {
  path: string;
  query: string;
  body?: unknown;
}

const countOf = (requests: readonly Asked[], name: RegExp): number =>
  requests.filter(({ path, query, body }) => name.test([path, query, JSON.stringify(body)].join(' '))).length;

type Start = (file: string, env?: Env) => Promise<CompanyWorld>;

const CHOICES = ['Red', 'Green'];

const HUBSPOT_OBJECTS = { deal: 'deals', task: 'tasks', note: 'notes', company: 'companies' } as const;

const hubspot: Start = async (file, env) => {
  const folder = mkdtempSync(join(tmpdir(), 'company-'));
  const world = await startWorld({ env: { ...(await compiled(file, folder)), ...env } });
  const ownerLogin = (id: string | undefined) =>
    world.hubspot.state.owners.find((owner) => owner.id === id)?.email.toLowerCase();
  return {
    account: 'hubspot',
    object: 'contact',
    lines: world.lines,
    clock: world.clock,
    send: (body) => world.send(body),
    retry: () => world.retry(),
    leads: () =>
      world.hubspot.contacts().map(({ id, properties }) => ({
        id,
        email: properties.email,
        owner: ownerLogin(properties.hubspot_owner_id),
        source: properties.jivochat_source,
        fields: properties,
      })),
    notes: () => world.hubspot.notes().map(({ properties }) => properties.hs_note_body ?? ''),
    tasks: () =>
      world.hubspot.list('tasks').map(({ properties }) => ({
        subject: properties.hs_task_subject ?? '',
        priority: properties.hs_task_priority?.toLowerCase(),
        dueAt: properties.hs_timestamp ?? '',
        text: properties.hs_task_body ?? '',
      })),
    lowPriority: { priority: 'low' },
    name: (field) => field,
    call(label) {
      world.hubspot.defineProperty('contacts', { name: label });
      return label;
    },
    held: (object) => world.hubspot.list(HUBSPOT_OBJECTS[object]).map(({ properties }) => properties),
    define(name, kind, object) {
      const options = CHOICES.map((value) => ({ label: value, value: value.toLowerCase() }));
      const shapes = {
        text: {},
        unique: { hasUniqueValue: true },
        number: { type: 'number', fieldType: 'number' },
        integer: { type: 'number', fieldType: 'number' },
        boolean: { type: 'bool', fieldType: 'booleancheckbox' },
        date: { type: 'date', fieldType: 'date' },
        datetime: { type: 'datetime', fieldType: 'date' },
        choice: { type: 'enumeration', fieldType: 'select', options },
        choices: { type: 'enumeration', fieldType: 'checkbox', options },
      } as const;
      world.hubspot.defineProperty(object ? HUBSPOT_OBJECTS[object] : 'contacts', {
        name,
        ...shapes[kind],
      } as never);
    },
    seed: (values) => world.hubspot.seedContact(values),
    seedCustomer(email, deal) {
      const contact = world.hubspot.seedContact({ email });
      if (deal)
        world.hubspot.seedDeal(contact, { dealname: deal, amount: '1200', deal_currency_code: 'EUR' });
    },
    seedAtCompany(email, fields) {
      const contact = world.hubspot.seedContact({ email });
      const company = world.hubspot.seed('companies', { name: 'Acme', ...fields });
      world.hubspot.associate('contacts', contact, 'companies', company);
    },
    dealStage: 'appointmentscheduled',
    dealRequests: () => countOf(world.hubspot.requests, /deals/),
    deals: () =>
      world.hubspot.list('deals').map(({ properties, associations }) => ({
        stage: properties.dealstage ?? '',
        notes: associations.notes?.length ?? 0,
      })),
    dealFields: (index) => world.hubspot.list('deals')[index]!.properties,
    restrictStages: () => undefined,
    requests: () => world.requests(),
    rows: () => rowsOf(world.table),
    deps: () => world.deps(),
    async use(other) {
      world.restart({ ...(await compiled(other, folder)), ...env });
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
};

const SALESFORCE_OBJECTS = { deal: 'Opportunity', task: 'Task', note: 'Task', company: 'Account' } as const;

const salesforce: Start = async (file, env) => {
  const folder = mkdtempSync(join(tmpdir(), 'company-'));
  const world = await startSalesforceWorld({ env: { ...(await compiled(file, folder)), ...env } });
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const ownerLogin = (id: unknown) => {
    const user = world.salesforce.list('User').find((each) => each.id === id);
    return text(user?.fields.Email)?.toLowerCase();
  };
  return {
    account: 'salesforce',
    object: 'lead',
    lines: world.lines,
    clock: world.clock,
    send: (body) => world.send(body),
    retry: () => world.retry(),
    leads: () =>
      world.salesforce.leads().map(({ id, fields }) => ({
        id,
        email: text(fields.Email),
        owner: ownerLogin(fields.OwnerId),
        source: text(fields.LeadSource),
        fields,
      })),
    notes: () =>
      world.salesforce
        .tasks()
        .filter(({ fields }) => fields.Status === 'Completed')
        .map(({ fields }) => text(fields.Description) ?? ''),
    tasks: () =>
      world.salesforce
        .tasks()
        .filter(({ fields }) => fields.Status !== 'Completed')
        .map(({ fields }) => ({
          subject: text(fields.Subject) ?? '',
          priority: text(fields.Priority)?.toLowerCase(),
          dueAt: text(fields.ActivityDate) ?? '',
          text: text(fields.Description) ?? '',
        })),
    lowPriority: { priority: 'low' },
    name: (field) => `${field}__c`,
    call(label) {
      const name = `${label}__c`;
      world.salesforce.defineField('Lead', {
        name,
        label,
        custom: true,
        type: 'string',
        length: 255,
      } as never);
      return name;
    },
    held: (object) =>
      world.salesforce
        .list(SALESFORCE_OBJECTS[object])
        .map(({ fields }) => fields)
        .filter(({ Status }) => object !== 'note' || Status === 'Completed')
        .filter(({ Status }) => object !== 'task' || Status !== 'Completed'),
    define(name, kind, object) {
      const picklistValues = CHOICES.map((value) => ({
        value,
        label: value,
        active: true,
        defaultValue: false,
      }));
      const shapes = {
        text: { type: 'string', length: 255 },
        unique: { type: 'string', length: 255, externalId: true, unique: true },
        number: { type: 'double', length: 0 },
        integer: { type: 'int', length: 0 },
        boolean: { type: 'boolean', length: 0 },
        date: { type: 'date', length: 0 },
        datetime: { type: 'datetime', length: 0 },
        choice: { type: 'picklist', length: 255, restrictedPicklist: true, picklistValues },
        choices: { type: 'multipicklist', length: 4_099, restrictedPicklist: true, picklistValues },
      } as const;
      const type = object ? SALESFORCE_OBJECTS[object] : 'Lead';
      world.salesforce.defineField(type, { name, label: name, custom: true, ...shapes[kind] } as never);
    },
    seed: (values) => world.salesforce.seed('Lead', { LastName: 'Seeded', Company: 'Acme', ...values }),
    seedCustomer(Email, Name) {
      const ContactId = world.salesforce.seed('Contact', { LastName: 'Customer', Email });
      if (!Name) return;
      const OpportunityId = world.salesforce.seed('Opportunity', {
        ...{ Name, StageName: 'Qualification', CloseDate: '2030-01-31', Amount: 1_200, IsClosed: false },
      });
      world.salesforce.seed('OpportunityContactRole', { OpportunityId, ContactId, IsPrimary: true });
      const ActivityDate = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
      const OwnerId = world.salesforce.userId('anna@example.com');
      const call = { Subject: 'Call: prices', Status: 'Completed', IsClosed: true };
      world.salesforce.seed('Task', { ...call, WhoId: ContactId, ActivityDate, OwnerId });
    },
    seedAtCompany(Email, fields) {
      const AccountId = world.salesforce.seed('Account', { Name: 'Acme', ...fields });
      world.salesforce.seed('Contact', { LastName: 'Works', Email, AccountId });
    },
    dealStage: 'Qualification',
    dealRequests: () => countOf(world.salesforce.requests, /Opportunity/),
    deals: () =>
      world.salesforce.list('Opportunity').map(({ id, fields }) => ({
        stage: text(fields.StageName) ?? '',
        notes: world.salesforce.tasks().filter((task) => task.fields.WhatId === id).length,
      })),
    dealFields: (index) => world.salesforce.list('Opportunity')[index]!.fields,
    restrictStages: () =>
      world.salesforce.changeField('Opportunity', 'StageName', { restrictedPicklist: true }),
    requests: () => world.requests(),
    rows: () => rowsOf(world.table),
    deps: () => world.deps(),
    async use(other) {
      world.restart({ ...(await compiled(other, folder)), ...env });
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** Forty hexadecimal characters, as Pipedrive has them. */
const hash = (field: string) => createHash('sha1').update(field).digest('hex');

const pipedrive: Start = async (file, env) => {
  const folder = mkdtempSync(join(tmpdir(), 'company-'));
  const world = await startPipedriveWorld({ env: { ...(await compiled(file, folder)), ...env } });
  const { state } = world.pipedrive;
  const ownerLogin = (id: number) => state.users.find((user) => user.id === id)?.email.toLowerCase();
  const opened: CompanyWorld = {
    account: 'pipedrive',
    object: 'person',
    lines: world.lines,
    clock: world.clock,
    send: (body) => world.send(body),
    retry: () => world.retry(),
    leads: () =>
      world.pipedrive.persons().map((person) => ({
        id: String(person.id),
        email: person.emails[0]?.value,
        owner: ownerLogin(person.owner_id),
        fields: { ...person, ...person.custom_fields },
      })),
    notes: () => state.notes.map(({ content }) => content),
    tasks: () =>
      state.activities
        .filter(({ done }) => !done)
        .map(({ subject, due_date, note }) => ({ subject, dueAt: due_date ?? '', text: note ?? '' })),
    lowPriority: {},
    name: hash,
    call: (label) => world.pipedrive.defineField(label.replace('_', ' ').toUpperCase()).field_code,
    held(object) {
      const records = {
        deal: state.deals,
        company: state.organizations,
        note: state.notes,
        task: state.activities,
      };
      return records[object].map((record) => ({
        ...record,
        ...('custom_fields' in record ? record.custom_fields : {}),
      }));
    },
    define(name, kind, object) {
      const types = {
        text: 'varchar',
        unique: 'varchar',
        number: 'double',
        integer: 'double',
        boolean: 'enum',
        date: 'date',
        datetime: 'date',
        choice: 'enum',
        choices: 'set',
      } as const;
      const list =
        object === 'deal' ? state.dealFields : object === 'company' ? state.organizationFields : undefined;
      const field = world.pipedrive.defineField(name, types[kind], list);
      field.field_code = name;
      if (field.options) field.options = CHOICES.map((label, at) => ({ id: 501 + at, label }));
    },
    seedCustomer(email, title) {
      const person_id = Number(opened.seed({ email }));
      const deal = { title, person_id, stage_id: 2, value: 1_200, currency: 'EUR' };
      if (title) world.pipedrive.seedDeal(deal);
    },
    seedAtCompany(email, custom_fields) {
      opened.seed({ email });
      const person = state.persons.at(-1)!;
      const { add_time, update_time, written, owner_id } = person;
      const at = { add_time, update_time, written, owner_id, is_deleted: false };
      state.organizations.push({ id: 60_000, name: 'Acme', custom_fields, ...at });
      person.org_id = 60_000;
    },
    dealStage: '2',
    dealRequests: () => countOf(world.pipedrive.requests, /deals/),
    deals: () =>
      world.pipedrive.deals().map(({ id, stage_id }) => ({
        stage: String(stage_id),
        notes: state.notes.filter((note) => note.deal_id === id).length,
      })),
    dealFields: (index) => ({ ...world.pipedrive.deals()[index] }),
    restrictStages: () => undefined,
    seed({ email, name = 'Seeded', ...custom_fields }) {
      const id = 70_000 + state.persons.length;
      const at = new Date(0).toISOString();
      state.persons.push({
        id,
        name,
        custom_fields,
        emails: email ? [{ value: email, primary: true, label: 'work' }] : [],
        phones: [],
        org_id: null,
        owner_id: state.users[0]!.id,
        visible_to: 3,
        label_ids: [],
        marketing_status: 'no_consent',
        is_deleted: false,
        add_time: at,
        update_time: at,
        written: 0,
      });
      return String(id);
    },
    requests: () => world.requests(),
    rows: () => rowsOf(world.table),
    deps: () => world.deps(),
    async use(other) {
      world.restart({ ...(await compiled(other, folder)), ...env });
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
  return opened;
};

type Worlds = readonly (readonly [string, Start])[];

export const ALL_WORLDS: Worlds = [
  ['HubSpot', hubspot],
  ['Salesforce', salesforce],
  ['Pipedrive', pipedrive],
];

/** `npm run test:faults` plays what costs more with every CRM, `npm test` with two. */
export const COMPANY_WORLDS: Worlds = process.env.ALL_FAULTS ? ALL_WORLDS : ALL_WORLDS.slice(0, 2);
