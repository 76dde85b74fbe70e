import { AwsError } from '../aws-error';
import { parsed } from './filter';
import type { LogGroups } from './log-groups';

type Row = Record<string, unknown>;

/**
 * A query of Logs Insights, in the commands a dashboard of ours needs: `SOURCE '…'` (several, of what to read), `filter
 * field = "…"` and `filter ispresent(field)`, joined by `or`, `stats count(*) as name by field, …`, `sort field asc|desc, …` (CloudWatch Logs User
 * Guide: CloudWatch Logs Insights query syntax). A line without one of the fields counts under an empty value.
 * @param from epoch milliseconds, and so is `to`.
 * @throws AwsError MalformedQueryException for every other command, ResourceNotFoundException for a group there is not.
 */
export function insights(query: string, groups: LogGroups, from: number, to: number): Row[] {
  const commands = query.split('|').map((command) => command.trim());
  const sources = commands.filter((command) => command.startsWith('SOURCE '));
  if (sources.length === 0) throw malformed(query);
  const read = sources.flatMap((source) => {
    const name = /^SOURCE '([^']+)'$/.exec(source)?.[1];
    if (name === undefined) throw malformed(source);
    return groups.get(name).events;
  });
  const lines = read
    .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
    .flatMap(({ message }): Row[] => {
      const row = parsed(message);
      return row ? [row] : [];
    });
  return commands
    .filter((command) => !command.startsWith('SOURCE '))
    .reduce<Row[]>((rows, command) => applied(command, rows), lines);
}

function applied(command: string, rows: Row[]): Row[] {
  const [, name, rest = ''] = /^(\w+)\s+(.+)$/s.exec(command) ?? [];
  if (name === 'filter') return rows.filter(condition(rest));
  if (name === 'stats') return counted(rest, rows);
  if (name === 'sort') return rows.toSorted(order(rest));
  throw malformed(command);
}

function condition(text: string): (row: Row) => boolean {
  const any = text.split(' or ').map((one) => {
    const { present, field, value } =
      /^(?:ispresent\((?<present>\w+)\)|(?<field>\w+) = "(?<value>[^"]*)")$/.exec(one.trim())?.groups ?? {};
    if (present !== undefined) return (row: Row) => row[present] !== undefined;
    if (field === undefined) throw malformed(text);
    return (row: Row) => row[field] === value;
  });
  return (row) => any.some((holds) => holds(row));
}

function counted(text: string, rows: Row[]): Row[] {
  const [, name, by] = /^count\(\*\) as (\w+) by ([\w, ]+)$/.exec(text) ?? [];
  if (name === undefined || by === undefined) throw malformed(text);
  const fields = by.split(',').map((field) => field.trim());
  const counts = new Map<string, Row>();
  for (const row of rows) {
    const values = fields.map((field) => row[field] ?? '');
    const key = JSON.stringify(values);
    const group = counts.get(key) ?? Object.fromEntries(fields.map((field, at) => [field, values[at]]));
    counts.set(key, { ...group, [name]: Number(group[name] ?? 0) + 1 });
  }
  return [...counts.values()];
}

function order(text: string): (a: Row, b: Row) => number {
  const keys = text.split(',').map((one) => {
    const [, field, way] = /^(\w+)(?: (asc|desc))?$/.exec(one.trim()) ?? [];
    if (field === undefined) throw malformed(text);
    return [field, way === 'asc' ? 1 : -1] as const;
  });
  return (a, b) => {
    for (const [field, sign] of keys) {
      const [one, other] = [a[field] as string | number, b[field] as string | number];
      if (one !== other) return one < other ? -sign : sign;
    }
    return 0;
  };
}

function malformed(what: string): AwsError {
  return new AwsError('MalformedQueryException', `unexpected symbol found (or not emulated): ${what}`);
}
