import { AsyncLocalStorage } from 'node:async_hooks';
import type { Env } from '../config/env';
import type { Log } from '../connectors/connector';
import { createMask, maskData, type Mask } from '../text/masking';

type Keys = Record<string, unknown>;

interface Correlation {
  keys: Keys;
  /** What must not be logged, whoever says it: a CRM may quote a value in its words. */
  personal: readonly string[];
  /** Takes them out; made by the first line. */
  readonly mask: Mask;
}

const correlation = new AsyncLocalStorage<Correlation>();

/**
 * Every line logged by `work`, however deep and however much goes on beside it, carries the keys.
 * @param personal texts that are left out of every line.
 */
export function withLogKeys<T>(keys: Keys, work: () => T, personal: readonly string[] = []): T {
  const outer = correlation.getStore();
  const all = [...(outer?.personal ?? []), ...personal];
  let mask: Mask | undefined;
  const inner = {
    keys: { ...outer?.keys, ...keys },
    personal: all,
    get mask() {
      return (mask ??= createMask(all));
    },
  };
  return correlation.run(inner, work);
}

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'];

/**
 * Structured logs, a line of JSON each, past the runtime's own prefix; `POWERTOOLS_LOG_LEVEL` sets the level. A call never
 * throws: what it tells of is more important.
 */
export function createLog(env: Env): Log {
  const service = env.POWERTOOLS_SERVICE_NAME ?? 'jivochat-crm';
  const wanted = LEVELS.indexOf(env.POWERTOOLS_LOG_LEVEL?.toUpperCase() ?? 'INFO');
  const least = wanted < 0 ? LEVELS.indexOf('INFO') : wanted;
  const line = (name: keyof Log) => {
    const level = name.toUpperCase();
    if (LEVELS.indexOf(level) < least) return () => undefined;
    return (message: string, data: Keys = {}) => {
      try {
        const { keys = {}, mask = MASK_NOTHING } = correlation.getStore() ?? {};
        const head = { level, message, timestamp: new Date().toISOString(), service };
        const told = { ...maskData(keys, mask), ...maskData(data, mask) };
        process.stdout.write(`${JSON.stringify({ ...told, ...head })}\n`);
      } catch (error) {
        // The words of the error may hold what the line was about.
        const thrown = error instanceof Error ? error.name : typeof error;
        process.stderr.write(
          `${JSON.stringify({ level: 'ERROR', message: 'A line of the log is lost', thrown })}\n`,
        );
      }
    };
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

const MASK_NOTHING = createMask([]);
