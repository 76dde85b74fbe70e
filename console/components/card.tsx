import type { FC } from 'hono/jsx';
import type { Reply } from '../../jivochat/reply';
import { Facts } from './facts';

/** What JivoChat itself says on the card. */
interface CardLabels {
  email: string;
  phone: string;
  description: string;
  /** Of the two buttons. */
  open: string;
  link: string;
}

const ENGLISH: CardLabels = {
  email: 'E-mail',
  phone: 'Phone',
  description: 'Description',
  open: 'Open in CRM',
  link: 'Link to CRM',
};

/** The reply as an agent sees it beside the chat in JivoChat: contact, lines, the two buttons. */
export const AgentCard: FC<{ reply: Reply; labels?: CardLabels }> = ({ reply, labels = ENGLISH }) => {
  if (reply.result !== 'ok') {
    return (
      <aside class="card refused" aria-label="The agent’s card">
        <p>{reply.result}</p>
        <p class="quiet">The agent sees nothing of it.</p>
      </aside>
    );
  }
  const {
    contact_info: contact = {},
    custom_data: lines = [],
    crm_link: link,
    enable_assign: canLink,
  } = reply;
  const facts = [
    ...Object.entries({
      [labels.email]: contact.email,
      [labels.phone]: contact.phone,
      [labels.description]: contact.description,
    }).filter(([, value]) => value),
    ...lines.map(({ title, content, link: href }) => {
      return [title ?? '', href ? <Outside href={href}>{content}</Outside> : content] as const;
    }),
  ] as const;
  const isEmpty = lines.length === 0 && !link && !canLink && Object.keys(contact).length === 0;
  return (
    <aside class="card" aria-label="The agent’s card">
      {contact.name && <p class="who">{contact.name}</p>}
      <Facts facts={facts} />
      <p class="buttons">
        {link && (
          <Outside href={link} class="button">
            {labels.open}
          </Outside>
        )}
        {canLink && <span class="button still">{labels.link}</span>}
      </p>
      {isEmpty && <p class="quiet">Nothing new: JivoChat reads only the result of this event.</p>}
    </aside>
  );
};

/** A link that leaves the console: only http, https, mailto and tel are followed. */
const Outside: FC<{ href: string; class?: string; children?: unknown }> = ({ href, children, ...rest }) =>
  /^(https?:\/\/|mailto:|tel:)/i.test(href) ? (
    <a href={href} rel="noreferrer noopener" target="_blank" {...rest}>
      {children}
    </a>
  ) : (
    <span {...rest}>{children}</span>
  );
