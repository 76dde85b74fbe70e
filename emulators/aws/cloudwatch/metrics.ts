export interface MetricId {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

interface DataPoint {
  /** Epoch milliseconds. */
  at: number;
  value: number;
}

/** What was measured, by namespace, name and dimensions: other dimensions are another metric (CloudWatch User Guide). */
export class MetricStore {
  readonly #series = new Map<string, { id: MetricId; points: DataPoint[] }>();

  put(id: MetricId, value: number, at: number): void {
    const key = keyOf(id);
    const series = this.#series.get(key) ?? { id, points: [] };
    this.#series.set(key, series);
    series.points.push({ at, value });
  }

  /** The values of `from <= at < to`, epoch milliseconds. */
  values(id: MetricId, from: number, to: number): number[] {
    const points = this.#series.get(keyOf(id))?.points ?? [];
    return points.filter(({ at }) => at >= from && at < to).map(({ value }) => value);
  }

  /** Every metric that was ever measured. */
  ids(): MetricId[] {
    return [...this.#series.values()].map(({ id }) => id);
  }

  /** Custom metrics are paid for one by one; those of AWS' services are free. */
  customIds(): MetricId[] {
    return this.ids().filter(({ namespace }) => !namespace.startsWith('AWS/'));
  }
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).toSorted()]);
}

export type Statistic = 'Sum' | 'Maximum' | 'Minimum' | 'Average' | 'SampleCount' | `p${number}`;

/** @param values not empty. */
export function statistic(name: Statistic, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'Sum':
      return sum;
    case 'Maximum':
      return Math.max(...values);
    case 'Minimum':
      return Math.min(...values);
    case 'Average':
      return sum / values.length;
    case 'SampleCount':
      return values.length;
    default: {
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[
        Math.min(sorted.length - 1, Math.ceil((Number(name.slice(1)) / 100) * sorted.length) - 1)
      ]!;
    }
  }
}
