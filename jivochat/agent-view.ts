import type { Reply } from './reply';

/** Puts a text into red, where there are colours. */
type Red = (format: 'red', text: string) => string;

const TITLE_WIDTH = 12;

/** What an agent sees in JivoChat beside the chat, as far as lines of text can show it. */
export function agentView(reply: Reply, style: Red = (_format, text) => text): string {
  if (reply.result !== 'ok') return `  ${style('red', reply.result)}`;
  const { contact_info: contact, custom_data: rows = [], crm_link: link, enable_assign: canAssign } = reply;
  const lines = [
    ...Object.entries(contact ?? {}).map(([field, value]) => `${field.padEnd(TITLE_WIDTH)} ${value}`),
    ...rows.map(
      ({ title = '', content, link: href }) =>
        `${title.padEnd(TITLE_WIDTH)} ${content}${href ? `  → ${href}` : ''}`,
    ),
    [link && '[ Open in CRM ]', canAssign && '[ Link to CRM ]'].filter(Boolean).join(' '),
  ].filter(Boolean);
  if (lines.length === 0) return '  (nothing new: JivoChat reads only the result of this event)';
  return lines.map((line) => `  │ ${line}`).join('\n');
}
