import type { FC } from 'hono/jsx';
import { raw } from 'hono/html';
import sanitize from 'sanitize-html';

/** What the CRMs keep of a note's HTML, and what is drawn here. */
const DRAWN: sanitize.IOptions = {
  allowedTags: 'p br b strong i em u span div ul ol li a blockquote h3 h4 hr code pre'.split(' '),
  allowedAttributes: { a: ['href', 'rel', 'target'], span: ['dir'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  transformTags: { a: sanitize.simpleTransform('a', { rel: 'noreferrer noopener', target: '_blank' }) },
};

/** A text of a CRM, as the CRM draws it: HTML without anything that acts, or plain text with its lines. */
export const RichText: FC<{ text: string; isHtml: boolean }> = ({ text, isHtml }) =>
  isHtml ? (
    <div class="rich" dir="auto">
      {raw(sanitize(text, DRAWN))}
    </div>
  ) : (
    <div class="rich plain" dir="auto">
      {text}
    </div>
  );
