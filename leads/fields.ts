import type { JivoEvent, Visit } from '../jivochat/event';
import type { LeadFields } from './record';
import { AGENTS_LABEL, AGENTS_SEPARATOR, PAGE_LABEL } from './conversation/told';
import {
  COMMENT_LABEL,
  boundedRemarks,
  isCalled,
  isOurLabel,
  type Fact,
  type Remark,
} from './conversation/remarks';
import { leadTitle } from './title';
import type { Label } from '../text/languages/labels';

/**
 * What we know of a lead besides the person, for the fields the CRM may have for it.
 * @param receivedAt epoch milliseconds.
 */
export function leadFieldsOf(event: JivoEvent, source: string, receivedAt: number): LeadFields {
  const contacted =
    event.chatId !== undefined || event.name === 'offline_message' || event.name === 'call_event';
  return withoutBlanks({
    title: leadTitle(event),
    source,
    chatId: event.chatId,
    visitorKey: visitorKey(event),
    page: event.visit.page?.url,
    utm: utmText(event.visit),
    place: placeText(event.visit),
    comment: event.visitor.description,
    // A day is enough, and keeps every further event of the day from costing a request.
    lastChat: contacted ? new Date(receivedAt).toISOString().slice(0, 10) : undefined,
  });
}

/** One visitor of one channel: visitor numbers are counted per JivoChat account, so the channel stands before it. */
export function visitorKey(event: JivoEvent): string | undefined {
  const number = event.clientId ?? event.visitor.number;
  return number === undefined ? undefined : `${event.widgetId ?? ''}:${number}`;
}

/** The visit and the circumstances of the chat, readable, for the head of a note, a task or a call. */
export function visitRemarks(event: JivoEvent): Fact[] {
  const { visit, visitor } = event;
  const circumstances: [Label, string | undefined][] = [
    [PAGE_LABEL, [visit.page?.title, visit.page?.url].filter(Boolean).join(' — ')],
    ['Campaign', utmText(visit)],
    ['Place', placeText(visit)],
    ['Site data', visit.token?.raw],
    ['Department', event.department],
    ['Topic', event.topic],
    ['Organization', event.organization],
    ['Status', event.status],
    ['Tags', event.tags.join(', ')],
    [AGENTS_LABEL, agentNames(event)],
    ['Rating', event.rate],
    ['Card numbers removed', event.removed?.cards],
    ['IBANs removed', event.removed?.ibans],
    [COMMENT_LABEL, visitor.description],
  ];
  const ours = circumstances.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  // The site chooses these names: none may pass for one of ours.
  const named = (values: Record<string, string>, kind: 'profile' | 'attribute') =>
    Object.entries(values).flatMap(([label, value]): Fact[] =>
      value ? [isOurLabel(label) ? { kind, label, value } : { label, value }] : [],
    );
  return boundedRemarks([
    ...ours,
    ...named(visitor.social, 'profile'),
    ...named(event.attributes, 'attribute'),
  ]);
}

/** All who took part, those who wrote nothing or have handed the chat on among them. */
function agentNames({ agents }: JivoEvent): string {
  const names = agents.map(({ id, name, login }) => name ?? login ?? (id && `#${id}`));
  return names.filter((name) => name !== undefined).join(AGENTS_SEPARATOR);
}

function utmText({ utm }: Visit): string | undefined {
  const marks = Object.entries(utm).filter(([, value]) => value);
  return marks.length > 0 ? marks.map(([mark, value]) => `${mark}=${value}`).join(' | ') : undefined;
}

function placeText({ geo, ip }: Visit): string | undefined {
  const place = [geo?.city, geo?.region, geo?.country ?? geo?.countryCode].filter(Boolean).join(', ');
  if (!place) return ip;
  return ip ? `${place} (${ip})` : place;
}

/** The address at the end of a place, or all of it where there is no more. */
const IP = /(?:^| \()(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,8})\)?$/i;

/** The remarks without the visitor's IP address, which tells a salesperson nothing. */
export function withoutIp(remarks: readonly Remark[]): Remark[] {
  return remarks.flatMap((remark) => {
    if (!isCalled(remark, 'Place')) return [remark];
    const value = remark.value.replace(IP, '');
    return value ? [{ ...remark, value }] : [];
  });
}

/** The lead fields with a place that has no IP address in it. */
export function fieldsWithoutIp(leadFields: LeadFields): LeadFields {
  return withoutBlanks({ ...leadFields, place: leadFields.place?.replace(IP, '') });
}

function withoutBlanks(leadFields: LeadFields): LeadFields {
  return Object.fromEntries(Object.entries(leadFields).filter(([, value]) => value));
}
