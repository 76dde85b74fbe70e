import type { FC } from 'hono/jsx';
import type { ShownRecord } from '../sources';
import { RichText } from './rich-text';

/** A CRM's record as its page draws it: the filled fields by name; a note's text needs no name. */
export const RecordFields: FC<{ record: ShownRecord }> = ({ record: { fields, html = [] } }) => {
  const filled = fields.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = ([name, value]: (typeof filled)[number]) => (
    <RichText text={String(value)} isHtml={html.includes(name)} />
  );
  const [first] = filled;
  if (first && filled.length === 1 && html.includes(first[0])) return text(first);
  return (
    <dl>
      {filled.map((field) => (
        <div>
          <dt>{field[0]}</dt>
          <dd>{text(field)}</dd>
        </div>
      ))}
    </dl>
  );
};
