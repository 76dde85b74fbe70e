import { styleText } from 'node:util';
import type { Reply } from '../jivochat/reply';

/** What an agent sees in JivoChat beside the chat, as far as a terminal can show it. */
export function agentView(reply: Reply): string {
  if (reply.result !== 'ok') return `  ${styleText('red', reply.result)}`;
  const { contact_info: contact, custom_data: rows = [], crm_link: link, enable_assign: canAssign } = reply;
  const lines = [
    ...Object.entries(contact ?? {}).map(([field, value]) => `${field.padEnd(12)} ${value}`),
    ...rows.map(
      ({ title = '', content, link: href }) => `${title.padEnd(12)} ${content}${href ? `  → ${href}` : ''}`,
    ),
    [link && '[ Open in CRM ]', canAssign && '[ Link to CRM ]'].filter(Boolean).join(' '),
  ].filter(Boolean);
  if (lines.length === 0) return '  (nothing new: JivoChat reads only the result of this event)';
  return lines.map((line) => `  │ ${line}`).join('\n');
}
