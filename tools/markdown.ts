/** A table of a Markdown page. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`.replace('|  |', '| |');
  return [heads, heads.map(() => '---'), ...rows].map(line).join('\n');
}
