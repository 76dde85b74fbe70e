import { AwsError } from '../aws-error';
import type { MetricStore } from '../cloudwatch/metrics';
import { arnOf, type Place } from '../place';
import { embeddedMetrics } from './emf';
import { filterPattern, parsed, type Matches } from './filter';

export interface LogEvent {
  /** Epoch milliseconds. */
  timestamp: number;
  message: string;
  stream: string;
}

/** As CloudFormation writes it (AWS::Logs::MetricFilter). */
export interface MetricFilter {
  FilterPattern: string;
  MetricTransformations: {
    MetricNamespace: string;
    MetricName: string;
    MetricValue: string;
    Dimensions?: { Key: string; Value: string }[];
  }[];
}

export interface LogGroup {
  name: string;
  retentionInDays?: number;
  events: LogEvent[];
  filters: Map<string, { matches: Matches; filter: MetricFilter }>;
}

/** CloudWatch Logs of one account: groups, what was written, and the metrics that are made of it. */
export class LogGroups {
  readonly #groups = new Map<string, LogGroup>();
  readonly #metrics: MetricStore;
  readonly #place: Place;
  /** Bytes taken in, as the bill counts them: each event has 26 bytes more (CloudWatch pricing). */
  ingestedBytes = 0;

  constructor(metrics: MetricStore, place: Place) {
    this.#metrics = metrics;
    this.#place = place;
  }

  get names(): string[] {
    return [...this.#groups.keys()];
  }

  /** @throws AwsError ResourceAlreadyExistsException. */
  create(name: string, retentionInDays?: number): LogGroup {
    if (this.#groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    const group: LogGroup = { name, retentionInDays, events: [], filters: new Map() };
    this.#groups.set(name, group);
    return group;
  }

  /** @throws AwsError ResourceNotFoundException. */
  get(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  find(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  delete(name: string): void {
    this.#groups.delete(name);
  }

  /** As GetAtt gives it: with what stands for the streams. */
  arn(name: string): string {
    return `${arnOf(this.#place, 'logs', `log-group:${name}`)}:*`;
  }

  streamArn(name: string, stream: string): string {
    return arnOf(this.#place, 'logs', `log-group:${name}:log-stream:${stream}`);
  }

  /** @throws AwsError for a pattern that is not emulated. */
  putFilter(group: LogGroup, name: string, filter: MetricFilter): void {
    group.filters.set(name, { filter, matches: filterPattern(filter.FilterPattern) });
  }

  write(name: string, stream: string, message: string): void {
    const group = this.#groups.get(name);
    if (!group) return;
    const timestamp = this.#place.clock.now();
    group.events.push({ timestamp, message, stream });
    this.ingestedBytes += Buffer.byteLength(message) + 26;
    for (const { id, values, at } of embeddedMetrics(message)) {
      for (const value of values) this.#metrics.put(id, value, at);
    }
    for (const { filter, matches } of group.filters.values()) {
      if (matches(message)) this.#count(filter, message, timestamp);
    }
  }

  #count({ MetricTransformations }: MetricFilter, message: string, at: number): void {
    for (const { MetricNamespace, MetricName, MetricValue, Dimensions = [] } of MetricTransformations) {
      const fields = parsed(message) ?? {};
      const dimensions = Object.fromEntries(
        Dimensions.map(({ Key, Value }) => [Key, String(fields[Value.replace('$.', '')])]),
      );
      this.#metrics.put(
        { namespace: MetricNamespace, name: MetricName, dimensions },
        Number(MetricValue),
        at,
      );
    }
  }
}
