import { readableText } from '../../text/readable';
import { style } from '../terminal';

const NAME_WIDTH = 22;
const INDENT = ' '.repeat(NAME_WIDTH + 5);

/** One record with the fields worth a person's look. */
export function reportRecord(head: string, fields: readonly (readonly [string, unknown])[]): string {
  const rows = fields
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `    ${name.padEnd(NAME_WIDTH)} ${readable(String(value))}`);
  return `  ${style('bold', head)}\n${rows.join('\n')}`;
}

function readable(html: string): string {
  return readableText(html).split('\n').join(`\n${INDENT}`);
}
