import type { FC } from 'hono/jsx';
import { filledFields } from '../record-text';
import type { ShownRecord } from '../sources';
import { Facts } from './facts';
import { RichText } from './rich-text';

/** A CRM's record as its page draws it: the filled fields by name; a note's text needs no name. */
export const RecordFields: FC<{ record: ShownRecord }> = ({ record }) => {
  const { html = [] } = record;
  const facts = filledFields(record).map(
    ([name, value]) => [name, <RichText text={String(value)} isHtml={html.includes(name)} />] as const,
  );
  const [first] = facts;
  return first && facts.length === 1 && html.includes(first[0]) ? first[1] : <Facts facts={facts} />;
};
