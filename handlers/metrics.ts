import { Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import type { Env } from '../config/env';
import { METRICS, type MetricName, type Metrics } from '../sync/metrics';

export const NAMESPACE = 'jivochat-crm';

/**
 * Metrics as lines of the log, from which CloudWatch takes them: no request, no permission, no waiting
 * (AWS docs: CloudWatch embedded metric format). `POWERTOOLS_METRICS_DISABLED` turns them off.
 */
export function createMetrics(env: Env): Metrics {
  const serviceName = env.POWERTOOLS_SERVICE_NAME ?? NAMESPACE;
  const counted = new Map<string, [MetricName, number][]>();
  return {
    add(account, name, value = 1) {
      const values = counted.get(account) ?? [];
      counted.set(account, [...values, [name, value]]);
    },
    flush() {
      for (const [account, values] of counted) {
        const metrics = new Powertools({ namespace: NAMESPACE, serviceName });
        metrics.addDimension('account', account);
        for (const [name, value] of together(values)) metrics.addMetric(name, METRICS[name], value);
        metrics.publishStoredMetrics();
      }
      counted.clear();
    },
  };
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
