import type { ReplyLine, Shown } from './rules/rule';
import { evaluate } from './vocabulary/expression';
import type { Values } from './vocabulary/values';

/**
 * The lines that the company's file wants on the card, in their order: fields of the record, and what the event tells.
 * A line without a value is left out.
 * @param fields of the record; none while there is no record.
 * @param known what else is known of the person, in words.
 */
export function replyLines(
  lines: readonly ReplyLine[],
  fields: Readonly<Record<string, string>>,
  values: Values,
  known: Readonly<Partial<Record<Shown, string>>> = {},
): { title: string; content: string }[] {
  return lines.flatMap(({ title, field, show, from = [] }) => {
    if (field !== undefined) return replyFields(fields, [[title, field]]);
    const content = show === undefined ? evaluate(from, values) : known[show];
    return content ? [{ title, content }] : [];
  });
}

/**
 * What the configuration wants the agent to see of a record, as JivoChat shows it. CRMs do not agree on the case of a
 * field's name; a field without a value is left out.
 * @param wanted title and field, in the order they are shown.
 */
export function replyFields(
  fields: Readonly<Record<string, string>>,
  wanted: readonly (readonly [title: string, field: string])[],
): { title: string; content: string }[] {
  const byName = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  return wanted.flatMap(([title, field]) => {
    const content = byName.get(field.toLowerCase());
    return content ? [{ title, content }] : [];
  });
}
