import { readableText } from '../text/readable';
import type { ShownRecord } from './sources';

const NAME_WIDTH = 22;
const INDENT = ' '.repeat(NAME_WIDTH + 3);

/** The fields of a record that say something. */
export function filledFields({ fields }: Pick<ShownRecord, 'fields'>): ShownRecord['fields'] {
  return fields.filter(([, value]) => value !== null && value !== undefined && value !== '');
}

/** A record for a terminal: its title, and below it the filled fields, HTML as lines of text. */
export function recordText(
  record: Pick<ShownRecord, 'title' | 'fields' | 'html'>,
  style: (format: 'bold', text: string) => string,
): string {
  const rows = filledFields(record).map(([name, value]) => {
    const text = record.html?.includes(name) ? readableText(String(value)) : String(value);
    return `  ${name.padEnd(NAME_WIDTH)} ${text.split('\n').join(`\n${INDENT}`)}`;
  });
  return [style('bold', record.title), ...rows].join('\n');
}
