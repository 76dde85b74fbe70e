import { AwsError, NotEmulatedError } from '../aws-error';
import { arnOf, type Place } from '../place';
import type { Topics } from '../sns/topics';
import { statistic, type MetricStore, type Statistic } from './metrics';

type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** As CloudFormation writes it (AWS::CloudWatch::Alarm). */
export interface AlarmProperties {
  AlarmName: string;
  AlarmDescription?: string;
  Namespace?: string;
  MetricName?: string;
  Dimensions?: { Name: string; Value: string }[];
  Statistic?: Statistic;
  ExtendedStatistic?: Statistic;
  /** Seconds. */
  Period?: number;
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold?: number;
  /** Of an alarm over expressions; its band is learned from weeks, which are not emulated: it stays undecided. */
  Metrics?: { Id: string }[];
  ThresholdMetricId?: string;
  ComparisonOperator: string;
  TreatMissingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  EvaluateLowSampleCountPercentile?: 'evaluate' | 'ignore';
  AlarmActions?: string[];
  OKActions?: string[];
}

export interface Alarm {
  properties: AlarmProperties;
  arn: string;
  state: AlarmState;
  reason: string;
}

const COMPARE: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const OF_A_BAND = /^(GreaterThanUpper|LessThanLower|LessThanLowerOrGreaterThanUpper)Threshold$/;

/** Below so many samples a percentile says nothing (CloudWatch User Guide: Percentile-based alarms and low data samples). */
const samplesFor = (percentile: number) => 10 / (1 - percentile / 100);

/** Alarms of single metrics, evaluated once a minute (CloudWatch User Guide: Using CloudWatch alarms). */
export class Alarms {
  readonly #alarms = new Map<string, Alarm>();
  readonly #metrics: MetricStore;
  readonly #topics: Topics;
  readonly #place: Place;

  constructor(metrics: MetricStore, topics: Topics, place: Place) {
    this.#metrics = metrics;
    this.#topics = topics;
    this.#place = place;
  }

  all(): Alarm[] {
    return [...this.#alarms.values()];
  }

  get(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  /** @throws AwsError ValidationError; NotEmulatedError for what would never be evaluated right. */
  put(properties: AlarmProperties): Alarm {
    const { AlarmName } = properties;
    checkAlarm(properties);
    const before = this.#alarms.get(AlarmName);
    const arn = arnOf(this.#place, 'cloudwatch', `alarm:${AlarmName}`);
    const alarm = {
      properties,
      arn,
      state: before?.state ?? ('INSUFFICIENT_DATA' as const),
      reason: before?.reason ?? 'Unchecked: Initial alarm creation',
    };
    this.#alarms.set(AlarmName, alarm);
    return alarm;
  }

  delete(name: string): void {
    this.#alarms.delete(name);
  }

  evaluate(): void {
    for (const alarm of this.#alarms.values()) {
      const next = this.#stateOf(alarm);
      if (next === alarm.state) continue;
      const before = alarm.state;
      alarm.state = next;
      alarm.reason = `${next}: the last ${alarm.properties.EvaluationPeriods} periods of ${alarm.properties.MetricName}`;
      this.#tell(alarm, before);
    }
  }

  #stateOf({ properties, state }: Alarm): AlarmState {
    if (properties.Metrics) return state;
    const {
      EvaluationPeriods,
      DatapointsToAlarm = EvaluationPeriods,
      TreatMissingData = 'missing',
    } = properties;
    const breaching = Array.from({ length: EvaluationPeriods }, (_, back) =>
      this.#breaches(properties, back),
    );
    const missing = breaching.filter((one) => one === undefined).length;
    if (missing === EvaluationPeriods && TreatMissingData === 'missing') return 'INSUFFICIENT_DATA';
    if (missing === EvaluationPeriods && TreatMissingData === 'ignore') return state;
    const bad = breaching.filter((one) => one ?? TreatMissingData === 'breaching').length;
    return bad >= DatapointsToAlarm ? 'ALARM' : 'OK';
  }

  /** @param back periods before the last whole minute. @returns undefined without data. */
  #breaches(properties: AlarmProperties, back: number): boolean | undefined {
    const { Namespace = '', MetricName = '', Dimensions = [], ComparisonOperator } = properties;
    const { Period = 0, Threshold = 0 } = properties;
    const minute = Math.floor(this.#place.clock.now() / 60_000) * 60_000;
    const to = minute - back * Period * 1000;
    const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const id = { namespace: Namespace, name: MetricName, dimensions };
    const values = this.#metrics.values(id, to - Period * 1000, to);
    const name = (properties.Statistic ?? properties.ExtendedStatistic)!;
    if (values.length === 0) return undefined;
    const few = name.startsWith('p') && values.length < samplesFor(Number(name.slice(1)));
    if (few && properties.EvaluateLowSampleCountPercentile === 'ignore') return undefined;
    return COMPARE[ComparisonOperator]!(statistic(name, values), Threshold);
  }

  #tell({ properties, state, reason, arn }: Alarm, before: AlarmState): void {
    const actions = state === 'ALARM' ? properties.AlarmActions : state === 'OK' ? properties.OKActions : [];
    const { AlarmName, AlarmDescription } = properties;
    const message = {
      AlarmName,
      AlarmDescription,
      AWSAccountId: this.#place.account,
      NewStateValue: state,
      NewStateReason: reason,
      StateChangeTime: new Date(this.#place.clock.now()).toISOString(),
      Region: this.#place.region,
      AlarmArn: arn,
      OldStateValue: before,
    };
    for (const action of actions ?? []) {
      this.#topics.publish(
        action,
        `${state}: "${AlarmName}" in ${this.#place.region}`,
        JSON.stringify(message),
      );
    }
  }
}

/** @throws AwsError ValidationError as PutMetricAlarm words it; NotEmulatedError. */
function checkAlarm(properties: AlarmProperties): void {
  const { Metrics, ThresholdMetricId, ComparisonOperator, Statistic, ExtendedStatistic } = properties;
  const refuse = (why: string) => new AwsError('ValidationError', why);
  if (Metrics) {
    const both = (
      ['MetricName', 'Namespace', 'Period', 'Statistic', 'Dimensions', 'Threshold'] as const
    ).find((name) => properties[name] !== undefined);
    if (both) throw refuse(`${both} must not be set together with Metrics and ThresholdMetricId`);
    if (!Metrics.some(({ Id }) => Id === ThresholdMetricId))
      throw refuse('ThresholdMetricId names no metric');
    if (!OF_A_BAND.test(ComparisonOperator))
      throw refuse(`${ComparisonOperator} does not fit an anomaly band`);
    return;
  }
  if (!COMPARE[ComparisonOperator]) throw new NotEmulatedError(`the comparison ${ComparisonOperator}`);
  if (!properties.MetricName || !properties.Namespace) throw refuse('MetricName and Namespace are required');
  if (!properties.Period || !Number.isFinite(properties.Threshold))
    throw refuse('Period and Threshold are required');
  if (Boolean(Statistic) === Boolean(ExtendedStatistic))
    throw refuse('Either Statistic or ExtendedStatistic');
}
