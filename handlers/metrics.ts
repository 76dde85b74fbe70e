import type { Env } from '../config/env';
import { METRICS, type MetricName, type Metrics } from '../sync/metrics';

export const NAMESPACE = 'jivochat-crm';

/**
 * Metrics as lines of the log, from which CloudWatch takes them: no request, no permission, no waiting
 * (Amazon CloudWatch User Guide: Specification: Embedded metric format). `POWERTOOLS_METRICS_DISABLED` turns them off.
 */
export function createMetrics(env: Env): Metrics {
  const service = env.POWERTOOLS_SERVICE_NAME ?? NAMESPACE;
  const isOff = env.POWERTOOLS_METRICS_DISABLED?.toLowerCase() === 'true';
  const counted = new Map<string, [MetricName, number][]>();
  return {
    add(account, name, value = 1) {
      const values = counted.get(account) ?? [];
      counted.set(account, [...values, [name, value]]);
    },
    flush() {
      for (const [account, values] of isOff ? [] : counted) {
        process.stdout.write(`${JSON.stringify(lineOf({ service, account }, values))}\n`);
      }
      counted.clear();
    },
  };
}

/**
 * Counts are added up, so that a worker's hundred requests are one number; of times and states each stands for itself, in a
 * list where there are several, as the format has it.
 */
function lineOf(dimensions: Record<string, string>, values: readonly [MetricName, number][]) {
  const byName = new Map<MetricName, number | number[]>();
  for (const [name, value] of values) {
    const before = byName.get(name) ?? [];
    const all = [before, value].flat();
    const told = SINGLE.has(name) ? all : [all.reduce((sum, one) => sum + one)];
    byName.set(name, told.length === 1 ? told[0]! : told);
  }
  const Metrics = [...byName.keys()].map((Name) => ({ Name, Unit: METRICS[Name] }));
  const CloudWatchMetrics = [{ Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics }];
  return { _aws: { Timestamp: Date.now(), CloudWatchMetrics }, ...dimensions, ...Object.fromEntries(byName) };
}

const SINGLE: ReadonlySet<MetricName> = new Set([
  'ReplyLatency',
  'ParkedEvents',
  'DueEvents',
  'OldestDueAge',
]);
