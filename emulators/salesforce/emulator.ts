import type { Backend } from './backend';
import { Faults } from '../http/faults';
import { listen, type Listening } from '../http/listen';
import type { Fault } from './http/faults';
import { field } from './fields/field';
import { readId } from './records/ids';
import { forgetRules, recordRule } from './rule-records';
import { convertLead, mergeRecords, mustFind, type ConvertOptions } from './records/life';
import { DailyLimit, LoginLimit } from './http/limits';
import { fullName } from './schema/names';
import { objectInfo } from './schema/objects';
import { OAuth } from './auth/oauth';
import { Records } from './records/records';
import type { LoggedRequest } from './http/requests';
import { Router } from './http/router';
import { collectionRoutes } from './routes/collections';
import { compositeRoutes } from './routes/composite';
import { orgRoutes } from './routes/org';
import { queryRoutes } from './routes/queries';
import { searchRoutes } from './routes/search';
import { sobjectRoutes } from './routes/sobjects';
import { toolingRoutes } from './routes/tooling';
import { Schema } from './schema/schema';
import { defaultState } from './seed';
import { DEFAULTS, type Settings } from './settings';
import { createApp, MAX_HEADER_BYTES } from './server';
import { Sessions } from './auth/sessions';
import type {
  ConnectedApp,
  DuplicateRule,
  FieldDefinition,
  SalesforceState,
  StoredRecord,
  ValidationRule,
  Values,
} from './records/state';
import type { EditBan } from './http/errors';
import { Writes } from './records/writes';

export interface SalesforceEmulatorOptions extends Partial<Settings> {
  /** As `toJSON()` gave it. Default: `defaultState()`. */
  state?: SalesforceState;
  /** Milliseconds. Default: the real clock. */
  now?: () => number;
}

/** A record as tests want to see it. */
export interface RecordSnapshot {
  id: string;
  type: string;
  fields: Values;
}

/** A Salesforce org behind HTTP, refusing what Salesforce refuses, with handles to set it up and to look inside. */
export class SalesforceEmulator {
  /** All requests so far, oldest first. */
  readonly requests: LoggedRequest[] = [];
  readonly faults = new Faults<Fault>();
  /** May be changed between requests. */
  readonly settings: Settings;
  private readonly backend: Backend;
  private readonly sessions: Sessions;
  private readonly oauth: OAuth;
  private readonly router = new Router();

  constructor({ state = defaultState(), now = Date.now, ...options }: SalesforceEmulatorOptions = {}) {
    const settings = (this.settings = { ...structuredClone(DEFAULTS), ...options });
    const own = structuredClone(state);
    const records = new Records(own, now, () => settings.searchLagMs);
    const schema = new Schema(own, records, settings);
    const writes = new Writes(own, records, schema, settings);
    const limit = new DailyLimit(() => settings.dailyRequests, now);
    this.backend = { state: own, records, schema, writes, limit, settings, now };
    this.sessions = new Sessions(() => settings.sessionTimeoutMs, now);
    const logins = new LoginLimit(() => settings.loginsPerHour, now);
    this.oauth = new OAuth(own, records, this.sessions, logins, settings, now);
    const families = [orgRoutes, queryRoutes, searchRoutes, compositeRoutes, collectionRoutes, toolingRoutes];
    for (const routes of [...families, sobjectRoutes]) routes(this.router, this.backend);
  }

  /** Serves on 127.0.0.1; without a port on a free one. */
  listen(port = 0): Promise<Listening> {
    const { backend, requests, faults, router, sessions, oauth } = this;
    return listen(createApp({ backend, requests, faults, router, sessions, oauth }), {
      port,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  get state(): SalesforceState {
    return this.backend.state;
  }

  /** The app of the default state; its secrets and keys may be changed. */
  get app(): ConnectedApp {
    const [app] = this.state.apps;
    if (!app) throw new Error('the org has no connected app');
    return app;
  }

  /** Requests of the last 24 hours, as the org counts them. */
  get apiUsage(): number {
    return this.backend.limit.used();
  }

  /** A copy of all that the org remembers, for the option `state`. */
  toJSON(): SalesforceState {
    return structuredClone(this.state);
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  /** Every access token is worth nothing from now on. */
  expireSessions(): void {
    this.sessions.expireAll();
  }

  /**
   * A record that has been there before the test: past the API's rules, seen by the search at once.
   * @returns its id.
   * @throws Error when the org has no such object or field.
   */
  seed(type: string, values: Values): string {
    const own = this.integrationUserId();
    const { records, schema } = this.backend;
    this.requireFields(type, values);
    const defaults = Object.fromEntries(
      schema.definitions(type).map((each) => [each.name, each.defaultValue]),
    );
    const named: Values = values.LastName ? { Name: fullName(values.FirstName, values.LastName) } : {};
    const owned: Values = 'OwnerId' in defaults ? { OwnerId: own } : {};
    return records.create(type, { ...defaults, ...owned, ...named, ...values }, own, true).id;
  }

  /** A queue for these objects. @returns its id. */
  seedQueue(DeveloperName: string, types: string[] = ['Lead']): string {
    const QueueId = this.seed('Group', { Name: DeveloperName, DeveloperName, Type: 'Queue' });
    for (const SobjectType of types) this.seed('QueueSobject', { QueueId, SobjectType });
    return QueueId;
  }

  /** What a person does in Salesforce; past the API's rules. */
  edit(id: string, values: Values): void {
    const record = this.record(id);
    this.requireFields(record.type, values);
    this.backend.records.update(record, values, this.integrationUserId());
  }

  /** Living records of a type, oldest first. */
  list(type: string): RecordSnapshot[] {
    return this.backend.records.living(type).map(snapshot);
  }

  leads(): RecordSnapshot[] {
    return this.list('Lead');
  }

  contacts(): RecordSnapshot[] {
    return this.list('Contact');
  }

  tasks(): RecordSnapshot[] {
    return this.list('Task');
  }

  /** Deleted ones too; undefined for none. */
  get(id: string): RecordSnapshot | undefined {
    const record = this.backend.records.get(readId(id) ?? '');
    return record && snapshot(record);
  }

  /** The user with this username. @throws Error for none. */
  userId(username: string): string {
    const user = this.list('User').find(({ fields }) => fields.Username === username);
    if (!user) throw new Error(`there is no user ${username}`);
    return user.id;
  }

  convert(leadId: string, options: ConvertOptions = {}): { contactId: string; accountId: string } {
    const today = new Date(this.backend.now()).toISOString().slice(0, 10);
    return convertLead(this.backend.records, leadId, today, options);
  }

  /** Of two leads or two contacts. */
  merge(winnerId: string, loserId: string): void {
    mergeRecords(this.backend.records, this.record(winnerId).type, winnerId, loserId);
  }

  remove(id: string): void {
    const record = this.record(id);
    this.backend.writes.remove(record, objectInfo(record.type)!, this.integrationUserId());
  }

  /** Another transaction holds the record for that many attempts. */
  lock(id: string, attempts = 1): void {
    this.backend.writes.locks.set(this.record(id).id, attempts);
  }

  /** The integration user may read the record and not edit it. */
  forbidEdits(id: string, why: EditBan): void {
    this.backend.writes.bans.set(this.record(id).id, why);
  }

  /** No activity can be tied to the record: the integration user's access to it does not go so far. */
  forbidActivities(id: string): void {
    this.backend.writes.untied.add(this.record(id).id);
  }

  /** A custom field everybody may see; optional text of 255 characters unless told otherwise. */
  defineField(type: string, { name, ...given }: Partial<FieldDefinition> & { name: string }): void {
    const definitions = this.backend.schema.definitions(type);
    const rest = definitions.filter((known) => known.name !== name);
    const label = name.replace(/__c$/, '').replaceAll('_', ' ');
    const length = given.length ?? (given.type === 'textarea' ? 32_768 : 255);
    const made = field(name, label, given.type ?? 'string', length, { custom: true, ...given });
    this.state.fields[type] = [...rest, { ...made, idLookup: made.idLookup || made.externalId }];
  }

  /** A custom field with which records can be named in paths, one record per value. */
  defineExternalId(type: string, name: string): void {
    this.defineField(type, { name, externalId: true, unique: true, caseSensitive: true });
  }

  /** For example `{ restrictedPicklist: true }` or `{ nillable: false }`. @throws Error for no such field. */
  changeField(type: string, name: string, changes: Partial<FieldDefinition>): void {
    const definition = this.backend.schema.definitions(type).find((known) => known.name === name);
    if (!definition) throw new Error(`${type} has no field ${name}`);
    Object.assign(definition, changes);
  }

  addValidationRule(rule: ValidationRule): void {
    recordRule(this.backend, rule, this.integrationUserId());
  }

  /** A rule on leads that compares e-mails with leads and blocks, unless told otherwise. */
  addDuplicateRule(rule: Partial<DuplicateRule> = {}): void {
    const type = rule.type ?? 'Lead';
    this.state.duplicateRules.push({
      name: `Standard_${type}_Duplicate_Rule`,
      type,
      against: [type],
      by: 'email',
      action: 'block',
      message: 'Use one of these records?',
      ...rule,
    });
  }

  clearRules(): void {
    forgetRules(this.backend);
    this.state.duplicateRules = [];
  }

  /** Activates an assignment rule for leads that gives them to this user or queue; undefined for none. */
  assignLeadsTo(ownerId: string | undefined): void {
    this.state.leadAssignmentOwnerId = ownerId;
  }

  private integrationUserId(): string {
    return this.app.runAsUserId ?? this.app.authorizedUserIds[0] ?? '';
  }

  private record(id: string): StoredRecord {
    const type = this.get(id)?.type ?? '';
    return mustFind(this.backend.records, type, id);
  }

  private requireFields(type: string, values: Values): void {
    const names = this.backend.schema.definitions(type).map(({ name }) => name);
    const unknown = Object.keys(values).filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`${type} has no field ${unknown.join(', ')}`);
  }
}

/** @param options every one has a default; see `REALISTIC` for what a dev server should use. */
export function createSalesforceEmulator(options: SalesforceEmulatorOptions = {}): SalesforceEmulator {
  return new SalesforceEmulator(options);
}

function snapshot({ id, type, values }: StoredRecord): RecordSnapshot {
  return { id, type, fields: { ...values } };
}
