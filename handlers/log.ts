import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Env } from '../config/env';
import type { Log } from '../connectors/connector';

type Keys = Record<string, unknown>;

interface Correlation {
  keys: Keys;
  /** What must not be logged, whoever says it: a CRM may quote a value in its words. */
  personal: readonly string[];
}

const correlation = new AsyncLocalStorage<Correlation>();

/**
 * Every line logged by `work`, however deep and however much goes on beside it, carries the keys.
 * @param personal texts that are left out of every line.
 */
export function withLogKeys<T>(keys: Keys, work: () => T, personal: readonly string[] = []): T {
  const outer = correlation.getStore();
  const inner = {
    keys: { ...outer?.keys, ...keys },
    personal: [...(outer?.personal ?? []), ...personal],
  };
  return correlation.run(inner, work);
}

/** Structured logs; `POWERTOOLS_LOG_LEVEL` sets the level. */
export function createLog(env: Env): Log {
  const logger = new Logger({ serviceName: env.POWERTOOLS_SERVICE_NAME ?? 'jivochat-crm' });
  const line =
    (level: keyof Log) =>
    (message: string, data: Keys = {}) => {
      const { keys = {}, personal = [] } = correlation.getStore() ?? {};
      logger[level](message, withoutPersonalData({ ...keys, ...data }, personal));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** The data with every personal text in it replaced. */
export function withoutPersonalData(data: Keys, personal: readonly string[]): Keys {
  if (personal.length === 0) return data;
  const anyOfThem = new RegExp(personal.map((text) => RegExp.escape(text)).join('|'), 'giu');
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(anyOfThem, '<personal>');
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner)]));
  };
  return clean(data) as Keys;
}
