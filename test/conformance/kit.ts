import { defaultAccount } from '../../config/accounts';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { words as EN } from '../../text/languages/en';
import type { Words } from '../../text/languages/words';
import type { Env } from '../../config/env';
import type {
  Connector,
  ConnectorDeps,
  ConnectorSession,
  Log,
  Memory,
  Owner,
} from '../../connectors/connector';
import { findOwner } from '../../connectors/shared/owners/find-owner';
import { matchRecords, type Match, type Person } from '../../leads/match';
import type { CrmRecord, RecordRef } from '../../leads/record';
import type { AccountRules } from '../../leads/rules/rule';
import type { CrmAccount, SeenPerson } from './accounts/account';
import { Visitors, type Visitor, type VisitorFields } from './visitor';
import { same } from './same';

/** A connector under test: how it is made. */
export interface Subject {
  /** As in the webhook's URL; in capitals the prefix of the connector's variables. */
  name: string;
  load(deps: ConnectorDeps): Promise<Connector>;
}

/** Variables every connector has, without its prefix. */
export interface Settings {
  DEFAULT_OWNER?: string;
  OWNER_MAP?: string;
  REPLY_FIELDS?: string;
}

export interface SessionOptions {
  /** The reader's language; English where a scenario does not care. */
  words?: Words;
  inDoubt?: boolean;
  signal?: AbortSignal;
}

/** No scenario waits for one request longer than this. */
const PATIENCE_WITH_A_REQUEST_MS = 30_000;
const LOOK_EVERY_MS = 500;

/** What a scenario works with: the connector under test, the account behind it, and people to write as. */
export class Kit {
  private constructor(
    readonly subject: Subject,
    readonly account: CrmAccount,
    readonly connector: Connector,
    private readonly logged: string[],
    private readonly visitors: Visitors,
  ) {}

  static open(subject: Subject, account: CrmAccount): Promise<Kit> {
    return Kit.start(subject, account, {}, {}, [], new Visitors());
  }

  /** The same connector as another process starts it: with an empty memory and, if given, other settings. */
  restarted(settings: Settings = {}, env: Env = {}): Promise<Kit> {
    return Kit.start(this.subject, this.account, settings, env, this.logged, this.visitors);
  }

  /** The same with a company's own file. */
  withRules(rules: AccountRules): Promise<Kit> {
    return Kit.start(this.subject, this.account, {}, {}, this.logged, this.visitors, rules);
  }

  private static async start(
    subject: Subject,
    account: CrmAccount,
    settings: Settings,
    env: Env,
    logged: string[],
    visitors: Visitors,
    rules?: AccountRules,
  ): Promise<Kit> {
    const prefixed = Object.entries(settings).map(([name, value]) => [
      `${subject.name.toUpperCase()}_${name}`,
      value as string,
    ]);
    const connector = await subject.load({
      account: defaultAccount(subject.name),
      env: { ...account.env, ...(Object.fromEntries(prefixed) as Env), ...env },
      memory: emptyMemory(),
      fetch: account.fetch,
      now: Date.now,
      rules,
    });
    return new Kit(subject, account, connector, logged, visitors);
  }

  /** The responsible person, as the core finds them. */
  owner(logins: readonly string[]): Promise<Owner | undefined> {
    const session = this.session();
    return findOwner((asked) => session.findOwners(asked), logins, this.connector.defaultOwner);
  }

  session({ inDoubt = false, signal, words = EN }: SessionOptions = {}): ConnectorSession {
    return this.connector.open({
      signal: signal ?? AbortSignal.timeout(PATIENCE_WITH_A_REQUEST_MS),
      inDoubt,
      log: recorder(this.logged),
      words,
    });
  }

  visitor(fields?: VisitorFields, tag?: string): Visitor {
    return this.visitors.visitor(fields, tag);
  }

  /** Part of a name or an address that nobody else has. */
  tag(): string {
    return this.visitors.tag();
  }

  phone(): string {
    return this.visitors.phone();
  }

  /** Who the connector finds, chosen by our own rules; waits for a search that lags behind. */
  async match(person: Person, expected = 1): Promise<Match> {
    return this.eventually(
      async () => matchRecords(person, await this.session().find(person)),
      ({ best, others }) => (best ? 1 + others.length : 0) >= expected,
    );
  }

  /** A lead of this visitor in the CRM, by the connector's own means. */
  async lead(visitor = this.visitor(), ownerId?: string): Promise<CrmRecord> {
    const created = await this.session().create(visitor.draft(ownerId));
    assert(created.outcome === 'created', `a new visitor is created, not "${created.outcome}"`);
    return created.record;
  }

  async read(ref: RecordRef): Promise<CrmRecord> {
    const record = await this.session().get(ref);
    assert(record, `get() finds ${ref.type} ${ref.id}`);
    return record;
  }

  async seen(ref: RecordRef): Promise<SeenPerson> {
    const people = await this.account.people();
    const found = people.find((person) => sameRef(person.ref, ref));
    assert(found, `${ref.type} ${ref.id} is in the CRM`);
    return found;
  }

  /** Those whose name or address holds the tag. */
  async peopleOf({ tag }: Pick<Visitor, 'tag'>): Promise<SeenPerson[]> {
    const people = await this.account.people();
    return people.filter(({ name, emails }) => [name, ...emails].some((text) => text.includes(tag)));
  }

  /** Looks again until it is enough or the account's patience is over. @returns the last look. */
  async eventually<T>(look: () => Promise<T>, enough: (seen: T) => boolean): Promise<T> {
    const until = Date.now() + this.account.patienceMs;
    for (;;) {
      const seen = await look();
      if (enough(seen) || Date.now() >= until) return seen;
      await sleep(Math.min(LOOK_EVERY_MS, this.account.patienceMs));
    }
  }

  /** How many requests `work` costs. */
  async requestsOf(work: () => Promise<unknown>): Promise<number> {
    const before = this.account.requestCount();
    await work();
    return this.account.requestCount() - before;
  }

  /** Holds for every scenario: a log names records and codes, never people. */
  checkLog(): void {
    const { tags, phones } = this.visitors;
    const telling = this.logged.filter((line) => [...tags, ...phones].some((word) => line.includes(word)));
    same(telling, [], 'no log line holds personal data');
  }
}

export function sameRef(a: RecordRef, b: RecordRef): boolean {
  return a.type === b.type && a.id === b.id;
}

function emptyMemory(): Memory {
  const held = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(held.get(name)),
    // As in the store: what is remembered has been JSON in between.
    put: (name, value) => Promise.resolve(void held.set(name, JSON.parse(JSON.stringify(value)))),
  };
}

function recorder(lines: string[]): Log {
  const line = (message: string, data?: Record<string, unknown>) =>
    void lines.push(JSON.stringify({ message, data }));
  return { debug: line, info: line, warn: line, error: line };
}
