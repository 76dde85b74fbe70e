import { httpLink } from '../text/link';
import { present, unlessEmpty } from './present';
import { shorten, toText } from '../text/plain-text';

/** One line of what the agent sees beside the chat. */
export interface CustomData {
  content: string;
  title?: string;
  link?: string;
}

/** Shown to the agent as if the visitor had typed it, and kept in JivoChat's log. */
export interface ContactInfo {
  name?: string;
  phone?: string;
  email?: string;
  description?: string;
}

/** The HTTP response body JivoChat reads. It shows the rest only when `result` is exactly "ok". */
export interface Reply {
  result: string;
  custom_data?: CustomData[];
  contact_info?: ContactInfo;
  crm_link?: string;
  enable_assign?: boolean;
}

type Nullable<T> = { [K in keyof T]: T[K] | number | null | undefined };

/** What the CRM knows, as it comes: blanks are left out of the reply. */
interface ReplyParts {
  customData?: readonly Nullable<CustomData>[];
  contactInfo?: Nullable<ContactInfo>;
  crmLink?: string | null;
}

/** More are not shown (JivoChat Webhooks API page). */
const MAX_CUSTOM_DATA = 10;

/** Our choice: JivoChat documents no limit, and nobody reads more beside a chat. */
const MAX_TEXT_LENGTH = 1000;

/** The reply to an event that is done or not ours, and that wants no data back. */
export function okReply(): Reply {
  return { result: 'ok' };
}

/** The reply that reports a problem: JivoChat shows nothing of it to the agent. */
export function errorReply(problem: string): Reply {
  return { result: `error: ${replyText(problem) ?? 'unknown'}` };
}

/**
 * The reply to `chat_accepted` and `chat_updated`. Blank values are left out everywhere, because `contact_info`
 * replaces what the agent sees; only http and https links are kept; long texts are shortened. The agent gets the button
 * "Link to CRM".
 */
export function fullReply({ customData = [], contactInfo = {}, crmLink }: ReplyParts): Reply {
  return present({
    ...okReply(),
    custom_data: unlessEmpty(customData.flatMap(toCustomData).slice(0, MAX_CUSTOM_DATA)),
    contact_info: unlessEmpty(toContactInfo(contactInfo)),
    crm_link: httpLink(crmLink),
    enable_assign: true,
  });
}

function toCustomData({ title, content, link }: Nullable<CustomData>): CustomData[] {
  const shown = replyText(content);
  if (shown === undefined) return [];
  return [present({ title: replyText(title), content: shown, link: httpLink(link) })];
}

function toContactInfo(info: Nullable<ContactInfo>): ContactInfo {
  return present(Object.fromEntries(Object.entries(info).map(([name, value]) => [name, replyText(value)])));
}

function replyText(value: unknown): string | undefined {
  const text = toText(value);
  return text && shorten(text, MAX_TEXT_LENGTH);
}
