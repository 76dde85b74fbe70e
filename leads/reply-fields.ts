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
