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
        process.stdout.write(`${JSON.stringify(lineOf({ service, account }, together(values)))}\n`);
      }
      counted.clear();
    },
  };
}

/** A name that comes several times holds a list of its values, as the format has it. */
function lineOf(dimensions: Record<string, string>, values: readonly [MetricName, number][]) {
  const byName = new Map<MetricName, number | number[]>();
  for (const [name, value] of values) {
    const before = byName.get(name);
    byName.set(name, before === undefined ? value : [before, value].flat());
  }
  const Metrics = [...byName.keys()].map((Name) => ({ Name, Unit: METRICS[Name] }));
  const CloudWatchMetrics = [{ Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics }];
  return { _aws: { Timestamp: Date.now(), CloudWatchMetrics }, ...dimensions, ...Object.fromEntries(byName) };
}

/** Counts are added up, so that a worker's hundred requests are one number; times and states stand for themselves. */
function together(values: readonly [MetricName, number][]): [MetricName, number][] {
  const sums = new Map<MetricName, number>();
  for (const [name, value] of values) {
    if (!SINGLE.has(name)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return [...sums, ...values.filter(([name]) => SINGLE.has(name))];
}

const SINGLE: ReadonlySet<MetricName> = new Set([
  'ReplyLatency',
  'ParkedEvents',
  'DueEvents',
  'OldestDueAge',
]);
