import type { CountryCode } from 'libphonenumber-js';
import { mergeContacts } from './records/contacts';
import { Faults } from '../http/faults';
import { listen, type Listening } from '../http/listen';
import type { LoggedRequest } from '../http/request-log';
import type { Fault } from './http/faults';
import type { Backend, BackendSettings } from './http/http';
import { NO_RATE_LIMITS, RateLimiter, REAL_RATE_LIMITS, type RateLimits } from './http/limits';
import { OBJECT_TYPE_NAMES, objectType } from './records/object-types';
import { Objects, type Lock, type ObjectOptions } from './records/objects';
import { property } from './records/property-types';
import { Records } from './records/records';
import { defaultState } from './seed/seed';
import { createApp } from './server';
import type { HubSpotState, Owner, PropertyDefinition, StoredRecord, ValidationRule } from './records/state';
import { Tokens } from './http/tokens';

export interface HubSpotEmulatorOptions extends Partial<ObjectOptions>, Partial<BackendSettings> {
  /** As `toJSON()` gave it. Default: `defaultState()`. */
  state?: HubSpotState;
  /** Milliseconds. Default: the real clock. */
  now?: () => number;
  /** How long a write stays unseen by the search. HubSpot names no bound; seconds are common. Default 0. */
  searchLagMs?: number;
  /** `true` for HubSpot's own; default none. Headers are sent either way. */
  rateLimits?: boolean | Partial<RateLimits>;
}

/** A record as tests want to see it: values and what it is connected with, by plural type name. */
export interface RecordSnapshot {
  id: string;
  properties: Record<string, string>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  associations: Record<string, string[]>;
}

/** What a dev server should run with: search lags behind, limits are HubSpot's. */
export const REALISTIC = { searchLagMs: 2000, rateLimits: true } satisfies HubSpotEmulatorOptions;

const DEFAULT_COUNTRY: CountryCode = 'US';

/** A HubSpot account behind HTTP, refusing what HubSpot refuses, with handles to set it up and to look inside. */
export class HubSpotEmulator {
  /** All requests so far, oldest first. */
  readonly requests: LoggedRequest[] = [];
  readonly faults = new Faults<Fault>();
  readonly tokens: Tokens;
  /** May be changed between requests. */
  readonly settings: ObjectOptions & BackendSettings & { searchLagMs: number; rateLimits: RateLimits };
  private readonly backend: Backend;
  private readonly limiter: RateLimiter;

  constructor({ state = defaultState(), now = Date.now, ...options }: HubSpotEmulatorOptions = {}) {
    this.settings = {
      backwardLifecycle: 'ignore',
      defaultCountry: DEFAULT_COUNTRY,
      emailConflict: 'conflict',
      lookupBySecondaryEmail: false,
      uniqueConflict: 'coordinates',
      ownerRefusal: 'listed',
      additionalEmails: 'writable',
      secondaryEmailEndpoint: true,
      serviceKeyInfo: 401,
      activitySchemaScopes: 'contacts',
      searchMatchesSecondaryEmail: false,
      uniqueActivities: true,
      salesTier: 'STARTER',
      automaticCompanies: 'off',
      searchLagMs: 0,
      ...options,
      rateLimits: rateLimitsOf(options.rateLimits),
    };
    const own = structuredClone(state);
    const records = new Records(own, now, () => this.settings.searchLagMs);
    const objects = new Objects(own, records, this.settings);
    this.backend = { state: own, records, objects, settings: this.settings, now };
    this.tokens = new Tokens(now);
    const { utcOffsetMilliseconds } = own.account;
    this.limiter = new RateLimiter(
      () => this.settings.rateLimits,
      now,
      () => utcOffsetMilliseconds,
    );
  }

  /** Serves on 127.0.0.1; without a port on a free one. */
  listen(port = 0): Promise<Listening> {
    const { backend, requests, faults, limiter, tokens } = this;
    return listen(createApp({ backend, requests, faults, limiter, tokens }), { port });
  }

  get state(): HubSpotState {
    return this.backend.state;
  }

  /** A copy of all that the account remembers, for the option `state`. */
  toJSON(): HubSpotState {
    return structuredClone(this.state);
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  /**
   * A record that has been there before the test: past the API's rules (a departed owner, an old stage), seen by the
   * search at once. @returns its id.
   * @throws Error when the account has no such property.
   */
  seed(type: string, properties: Record<string, string>): string {
    const target = objectType(type);
    const defined = this.state.properties[target.name] ?? [];
    const unknown = Object.keys(properties).filter((name) => !defined.some((p) => p.name === name));
    if (unknown.length > 0) throw new Error(`${target.name} has no property ${unknown.join(', ')}`);
    return this.backend.objects.seed(target, properties).id;
  }

  seedContact(properties: Record<string, string>): string {
    return this.seed('contacts', properties);
  }

  /** A deal of the contact's in the first stage; the search sees it at once. */
  seedDeal(contactId: string, properties: Record<string, string>): string {
    const { objects } = this.backend;
    const [deals, contacts] = [objectType('deals'), objectType('contacts')];
    const deal = { pipeline: 'default', dealstage: 'appointmentscheduled', ...properties };
    const { id } = objects.seed(deals, deal);
    objects.associateByDefault(deals, id, contacts, contactId);
    return id;
  }

  /** Through the same rules as the API, without HTTP: what a person does in HubSpot. */
  update(type: string, id: string, properties: Record<string, string>): void {
    const target = objectType(type);
    const { objects } = this.backend;
    objects.update(target, objects.find(target, id), properties);
  }

  /** Living records of a type, oldest first. */
  list(type: string): RecordSnapshot[] {
    return this.backend.records.living(objectType(type).name).map((record) => this.snapshot(record));
  }

  contacts(): RecordSnapshot[] {
    return this.list('contacts');
  }

  notes(): RecordSnapshot[] {
    return this.list('notes');
  }

  tasks(): RecordSnapshot[] {
    return this.list('tasks');
  }

  calls(): RecordSnapshot[] {
    return this.list('calls');
  }

  leads(): RecordSnapshot[] {
    return this.list('leads');
  }

  deals(): RecordSnapshot[] {
    return this.list('deals');
  }

  /** Archived ones too; undefined for none. Follows merges, as the API does. */
  get(type: string, id: string): RecordSnapshot | undefined {
    const record = this.backend.records.get(objectType(type).name, id);
    return record && this.snapshot(record);
  }

  /** Connects two living records with the default association of their types. */
  associate(fromType: string, fromId: string, toType: string, toId: string): void {
    const { objects } = this.backend;
    const [from, to] = [objectType(fromType), objectType(toType)];
    objects.associateByDefault(from, objects.find(from, fromId).id, to, objects.find(to, toId).id);
  }

  merge(winnerId: string, loserId: string): void {
    const { state, records, objects } = this.backend;
    objects.recalculate(objectType('contacts'), mergeContacts(state, records, winnerId, loserId));
  }

  archive(type: string, id: string): void {
    this.backend.objects.archive(objectType(type), id);
  }

  setOwners(owners: Owner[]): void {
    this.state.owners = structuredClone(owners);
  }

  /** A custom property, string and text unless told otherwise; one of that name is replaced. */
  defineProperty(
    type: string,
    { name, ...definition }: Partial<PropertyDefinition> & { name: string },
  ): void {
    const { name: target } = objectType(type);
    this.undefineProperty(type, name);
    const groupName = this.state.groups[target]?.[0]?.name ?? 'custom';
    const custom = property(name, name, { groupName, hubspotDefined: false, ...definition });
    (this.state.properties[target] ??= []).push(custom);
  }

  /** As if the account had never had it; stored values stay out of sight. */
  undefineProperty(type: string, name: string): void {
    const { name: target } = objectType(type);
    const defined = this.state.properties[target] ?? [];
    this.state.properties[target] = defined.filter((definition) => definition.name !== name);
  }

  /** From now on the record can be read and not edited. */
  lock(id: string, lock: Lock): void {
    this.backend.objects.locks.set(id, lock);
  }

  addRule(rule: ValidationRule): void {
    this.state.rules.push(rule);
  }

  clearRules(): void {
    this.state.rules = [];
  }

  private snapshot({ type, id, properties, createdAt, updatedAt, archived }: StoredRecord): RecordSnapshot {
    const { associations } = this.backend.objects;
    const connected = OBJECT_TYPE_NAMES.map((to) => {
      const ids = associations.of(type, id, to).map(({ toId }) => toId);
      return [to, [...new Set(ids)]] as [string, string[]];
    }).filter(([, ids]) => ids.length > 0);
    return {
      id,
      properties: { ...properties },
      createdAt,
      updatedAt,
      archived,
      associations: Object.fromEntries(connected),
    };
  }
}

/** @param options every one has a default; see {@link REALISTIC} for what a dev server should use. */
export function createHubSpotEmulator(options: HubSpotEmulatorOptions = {}): HubSpotEmulator {
  return new HubSpotEmulator(options);
}

function rateLimitsOf(given: HubSpotEmulatorOptions['rateLimits'] = false): RateLimits {
  if (given === true) return { ...REAL_RATE_LIMITS };
  return { ...NO_RATE_LIMITS, ...(given || {}) };
}
