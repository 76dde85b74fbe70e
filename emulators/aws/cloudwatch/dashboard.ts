import { insights } from '../logs/insights';
import type { LogGroups } from '../logs/log-groups';
import { statistic, type MetricId, type MetricStore, type Statistic } from './metrics';

export interface Figure {
  widget: string;
  label: string;
  /** Undefined: the widget would show nothing. */
  value?: number;
}

interface Options {
  stat?: Statistic;
  label?: string;
  expression?: string;
}

type Widget =
  | { type: 'metric'; properties: { title: string; metrics: unknown[][] } }
  | { type: 'log'; properties: { title: string; query: string } };

/** What a dashboard looks at. */
interface Watched {
  metrics: MetricStore;
  logs: LogGroups;
}

/**
 * What a dashboard shows of the time between two moments, one number a line (CloudWatch API Reference: Dashboard body
 * structure).
 * @param from epoch milliseconds, and so is `to`.
 */
export function dashboardFigures(
  body: string,
  { metrics, logs }: Watched,
  from: number,
  to: number,
): Figure[] {
  const { widgets } = JSON.parse(body) as { widgets: Widget[] };
  return widgets.flatMap(({ type, properties }) =>
    type === 'log'
      ? rows(properties.title, properties.query, logs, from, to)
      : properties.metrics.flatMap((line) => figures(properties.title, line, metrics, from, to)),
  );
}

/** @returns what CloudWatch holds against the body, in its own words; none: it is taken. */
export function dashboardProblems(body: string): { dataPath: string; message: string }[] {
  const { widgets } = JSON.parse(body) as { widgets?: { type?: string; properties?: object }[] };
  if (!Array.isArray(widgets)) return [{ dataPath: '', message: "Should have required property 'widgets'" }];
  return widgets.flatMap(({ type = '', properties = {} }, index) =>
    (REQUIRED[type] ?? [])
      .filter((name) => !(name in properties))
      .map((name) => ({
        dataPath: `/widgets/${index}/properties`,
        message: `Should have required property '${name}'`,
      })),
  );
}

/** By the type of widget (CloudWatch API Reference: Dashboard body structure). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  metric: ['metrics', 'region'],
  log: ['query', 'region'],
};

/** One figure a row: its number, under its words. */
function rows(widget: string, query: string, logs: LogGroups, from: number, to: number): Figure[] {
  return insights(query, logs, from, to).map((row) => {
    const values = Object.values(row);
    return {
      widget,
      label: values.filter((value) => typeof value === 'string' && value !== '').join(' '),
      value: values.find((value) => typeof value === 'number'),
    };
  });
}

function figures(widget: string, line: unknown[], metrics: MetricStore, from: number, to: number): Figure[] {
  const options = (typeof line.at(-1) === 'object' ? line.at(-1) : {}) as Options;
  const search = options.expression && searched(options.expression, metrics);
  if (search) {
    return search.ids.map((id) => ({
      widget,
      label: `${id.name} ${id.dimensions.account ?? ''}`.trim(),
      value: valueOf(id, search.stat, metrics, from, to),
    }));
  }
  const [namespace, name, ...pairs] = line.filter((part) => typeof part === 'string');
  const dimensions = Object.fromEntries(
    Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[at * 2]!, pairs[at * 2 + 1]!]),
  );
  const id = { namespace: namespace!, name: name!, dimensions };
  return [
    {
      widget,
      label: options.label ?? name!,
      value: valueOf(id, options.stat ?? 'Average', metrics, from, to),
    },
  ];
}

/** `SEARCH('{namespace,dimension,…} MetricName="…" name="…"', 'statistic', period)`, the one form there is here. */
function searched(expression: string, metrics: MetricStore): { ids: MetricId[]; stat: Statistic } {
  const [, schema = '', terms = '', stat = ''] =
    /^SEARCH\('\{([^}]+)\} ([^']*)', '([^']+)', \d+\)$/.exec(expression) ?? [];
  const [namespace, ...names] = schema.split(',');
  const wanted = [...terms.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!] as const);
  const ids = metrics.ids().filter((id) => {
    const fields: Record<string, string> = { ...id.dimensions, MetricName: id.name };
    return (
      id.namespace === namespace &&
      Object.keys(id.dimensions).toSorted().join() === names.toSorted().join() &&
      wanted.every(([key, value]) => fields[key] === value)
    );
  });
  return { ids, stat: stat as Statistic };
}

function valueOf(id: MetricId, stat: Statistic, metrics: MetricStore, from: number, to: number) {
  const values = metrics.values(id, from, to);
  return values.length > 0 ? statistic(stat, values) : undefined;
}
