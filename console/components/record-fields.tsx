import type { FC } from 'hono/jsx';
import type { ShownRecord } from '../sources';
import { Facts } from './facts';
import { RichText } from './rich-text';

/** A CRM's record as its page draws it: the filled fields by name; a note's text needs no name. */
export const RecordFields: FC<{ record: ShownRecord }> = ({ record: { fields, html = [] } }) => {
  const facts = fields
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [name, <RichText text={String(value)} isHtml={html.includes(name)} />] as const);
  const [first] = facts;
  return first && facts.length === 1 && html.includes(first[0]) ? first[1] : <Facts facts={facts} />;
};
