import { Faults } from '../http/faults';
import { listen, type Listening } from '../http/listen';
import type { LoggedRequest } from '../http/request-log';
import type { Fault } from './http/faults';
import type { Backend } from './http/http';
import { RateLimiter, REAL_RATE_LIMITS } from './http/limits';
import { Records } from './records/records';
import {
  SANDBOX_TOKEN,
  defaultState,
  type Activity,
  type Deal,
  type Field,
  type Json,
  type Lead,
  type Note,
  type Person,
  type PipedriveState,
} from './records/state';
import { addField } from './routes/company';
import { createApp } from './server';
import { DEFAULT_SETTINGS, type Settings } from './settings';

export interface PipedriveEmulatorOptions extends Partial<Settings> {
  /** As `toJSON()` gave it. Default: `defaultState()`. */
  state?: PipedriveState;
  /** Milliseconds. Default: the real clock. */
  now?: () => number;
}

/** What a dev server should run with: search lags behind, limits are those of the smallest plan. */
export const REALISTIC = {
  searchLagMs: 2_000,
  rateLimits: REAL_RATE_LIMITS,
} satisfies PipedriveEmulatorOptions;

/** A Pipedrive company behind HTTP, refusing what Pipedrive refuses, with handles to set it up and to look inside. */
export class PipedriveEmulator {
  /** All requests so far, oldest first. */
  readonly requests: LoggedRequest[] = [];
  readonly faults = new Faults<Fault>();
  /** May be changed between requests. */
  readonly settings: Settings;
  private readonly backend: Backend;
  private readonly limiter: RateLimiter;

  constructor({ state = defaultState(), now = Date.now, ...options }: PipedriveEmulatorOptions = {}) {
    this.settings = { ...DEFAULT_SETTINGS, hidden: new Set(), ...options };
    // A state that was kept before there were apps has none.
    const own = structuredClone({ ...state, app: state.app ?? defaultState().app });
    this.backend = {
      state: own,
      records: new Records(own, this.settings, now),
      settings: this.settings,
      now,
    };
    this.limiter = new RateLimiter(this.settings, now);
  }

  /** Serves on 127.0.0.1; without a port on a free one. */
  listen(port = 0): Promise<Listening> {
    const { backend, requests, faults, limiter } = this;
    return listen(createApp({ backend, requests, faults, limiter }), { port });
  }

  get state(): PipedriveState {
    return this.backend.state;
  }

  /** A copy of all that the company remembers, for the option `state`. */
  toJSON(): PipedriveState {
    return structuredClone(this.state);
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  persons(): Person[] {
    return this.state.persons.filter(({ is_deleted }) => !is_deleted);
  }

  notes(): Note[] {
    return this.state.notes.filter(({ active_flag }) => active_flag);
  }

  activities(): Activity[] {
    return this.state.activities.filter(({ is_deleted }) => !is_deleted);
  }

  leads(): Lead[] {
    return this.state.leads.filter(({ is_deleted }) => !is_deleted);
  }

  deals(): Deal[] {
    return this.state.deals.filter(({ is_deleted }) => !is_deleted);
  }

  /** As the first user makes it. @throws PipedriveError as the API would. */
  seedDeal(body: Json): Deal {
    return this.backend.records.createDeal(body, this.state.users[0]!);
  }

  /** A custom field, of persons unless another list is given; one of that name is replaced and keeps its key. */
  defineField(field_name: string, field_type = 'varchar', list = this.state.personFields): Field {
    const before = list.find((field) => field.field_name === field_name);
    if (!before) return addField(list, field_name, field_type, this.backend.records.nextId());
    const options = ['enum', 'set'].includes(field_type) ? [{ id: 501, label: 'Yes' }] : null;
    return Object.assign(before, { field_type, options });
  }

  /** From now on the person can be read and not edited. */
  lock(id: number): void {
    const person = this.state.persons.find((one) => one.id === id);
    if (person) person.locked = true;
  }

  /** A new token in the place of the old one: there is one of each user (Pipedrive docs: Authentication). */
  exchangeToken(token: string): void {
    this.state.tokens = { [token]: this.state.tokens[SANDBOX_TOKEN] ?? this.state.users[0]!.id };
  }
}

/** @param options every one has a default; see {@link REALISTIC} for what a dev server should use. */
export function createPipedriveEmulator(options: PipedriveEmulatorOptions = {}): PipedriveEmulator {
  return new PipedriveEmulator(options);
}
