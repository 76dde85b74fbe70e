import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Env } from '../config/env';
import { readSettings } from '../config/settings';
import type { Connector, Log } from '../connectors/connector';
import { loadConnector } from '../connectors/registry';
import { createDocumentClient } from '../store/client';
import { createStore } from '../store/store';
import { connectorMemory } from '../sync/connector-memory';
import type { SyncDeps } from '../sync/context';

/**
 * Everything the handlers need, made once per instance from the environment.
 * @throws ConfigError naming every problem at once.
 */
export function createDeps(env: Env, log: Log = createLog(env)): SyncDeps {
  const settings = readSettings(env);
  const store = createStore({ client: createDocumentClient({ env }), tableName: settings.tableName });
  const now = () => Date.now();
  const connectors = new Map<string, Promise<Connector | undefined>>();
  return {
    settings,
    store,
    connector(name) {
      let connector = connectors.get(name);
      if (!connector) {
        connector = loadConnector(name, { env, fetch, now, memory: connectorMemory(store, name, now, log) });
        connectors.set(name, connector);
      }
      return connector;
    },
    guards: new Map(),
    log,
    now,
    random: Math.random,
    sleep: (ms) => sleep(ms),
    newId: randomUUID,
  };
}

/** Structured logs; `POWERTOOLS_LOG_LEVEL` sets the level. */
export function createLog(env: Env): Log {
  const logger = new Logger({ serviceName: env.POWERTOOLS_SERVICE_NAME ?? 'jivochat-crm' });
  return {
    debug: (message, data = {}) => logger.debug(message, data),
    info: (message, data = {}) => logger.info(message, data),
    warn: (message, data = {}) => logger.warn(message, data),
    error: (message, data = {}) => logger.error(message, data),
  };
}
