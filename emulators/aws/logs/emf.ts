import type { MetricId } from '../cloudwatch/metrics';
import { parsed } from './filter';

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string }[];
}

interface Measured {
  id: MetricId;
  values: number[];
  /** Epoch milliseconds. */
  at: number;
}

/** The metrics a log line carries (CloudWatch User Guide: Embedded metric format); a line that is none carries nothing. */
export function embeddedMetrics(message: string): Measured[] {
  const line = parsed(message);
  const aws = line?._aws as { Timestamp: number; CloudWatchMetrics: Directive[] } | undefined;
  if (!line || !aws) return [];
  return aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => ({
        id: {
          namespace: Namespace,
          name: Name,
          dimensions: Object.fromEntries(names.map((name) => [name, String(line[name])])),
        },
        values: [line[Name] ?? []].flat() as number[],
        at: aws.Timestamp,
      })),
    ),
  );
}
