import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '../config/env';
import { readAccounts, type Account } from '../config/accounts';
import { readSettings } from '../config/settings';
import type { Connector, Log } from '../connectors/connector';
import { CONNECTOR_NAMES, loadConnector } from '../connectors/registry';
import { createTransport, type Fetch } from '../connectors/shared/http/transport';
import { createClient } from '../store/dynamodb/client';
import { createStore } from '../store/store';
import { connectorMemory } from '../sync/health/connector-memory';
import type { SyncDeps } from '../sync/context';
import { accountRules } from '../leads/rules/account-rules';
import type { Company } from '../leads/rules/rule';
import { companyOf } from './company';
import { createFreeMail, createLookups } from './lookups/lookups';
import { createLog, withLogKeys } from './log';
import { createMetrics } from './metrics';
import { createParameterStore } from './parameter-store';
import { createSecretEnv } from './secrets';
import { createWords } from './words';

export interface Surroundings {
  log?: Log;
  /** Carries the requests to the CRMs. */
  fetch?: Fetch;
  /** Epoch milliseconds. */
  now?: () => number;
  /** In the place of what the bundle or the environment names. */
  company?: Company;
}

/**
 * Everything the handlers need, made once per instance from the environment.
 * @throws ConfigError naming every problem at once.
 */
export function createDeps(env: Env, surroundings: Surroundings = {}): SyncDeps {
  const { log = createLog(env), fetch = createTransport(), now = () => Date.now() } = surroundings;
  const settings = readSettings(env);
  const store = createStore({ client: createClient({ env }), tableName: settings.tableName });
  const accounts = readAccounts(env, CONNECTOR_NAMES);
  const company = withVariables(surroundings.company ?? companyOf(env), accounts, env);
  const connectors = new Map<string, Promise<Connector>>();
  const load = async (account: Account): Promise<Connector> => {
    const memory = connectorMemory(store, account.name, now, log);
    const rules = accountRules(company, account.name);
    const connector = await loadConnector({ account, env, fetch, now, memory, rules });
    memory.bindTo(connector.credential);
    return connector;
  };
  return {
    settings,
    company,
    lookups: createLookups(company, log),
    freeMail: createFreeMail(log),
    accounts,
    store,
    async connector(name) {
      const account = accounts.find((candidate) => candidate.name === name);
      if (!account) return undefined;
      const connector = connectors.get(name) ?? load(account);
      connectors.set(name, connector);
      return connector;
    },
    words: createWords(log),
    health: new Map(),
    log,
    withLogKeys,
    metrics: createMetrics(env),
    now,
    random: Math.random,
    sleep: (ms) => sleep(ms),
    newId: randomUUID,
  };
}

/** A variable wins over the file: the card's lines are the variable's where it is set. */
function withVariables(company: Company, accounts: SyncDeps['accounts'], env: Env): Company {
  const named = accounts.filter(
    (account) => company.accounts[account.name]?.reply && env[`${account.prefix}REPLY_FIELDS`]?.trim(),
  );
  if (named.length === 0) return company;
  const changed = named.map(({ name }) => [name, { ...company.accounts[name]!, reply: undefined }] as const);
  return { ...company, accounts: { ...company.accounts, ...Object.fromEntries(changed) } };
}

/**
 * Deps for each event: made by the first one, made anew when a secret has changed. New secrets that make no sense
 * leave the old ones in use.
 * @throws SecretsError when Parameter Store does not give the secrets, ConfigError when the settings are wrong.
 */
export function createDepsSource(
  env: Env,
  log: Log = createLog(env),
  now: () => number = () => Date.now(),
): () => Promise<SyncDeps> {
  const secretEnv = createSecretEnv({ env, read: createParameterStore(env), now, log });
  let madeFrom: Env | undefined;
  let deps: SyncDeps | undefined;
  return async () => {
    const current = await secretEnv();
    if (deps && current === madeFrom) return deps;
    try {
      deps = createDeps(current, { log });
    } catch (error) {
      if (!deps) throw error;
      log.error('The new secrets cannot be used; the old ones stay in use', {
        error: error instanceof Error ? error.message : 'unknown',
      });
    }
    madeFrom = current;
    return deps;
  };
}
