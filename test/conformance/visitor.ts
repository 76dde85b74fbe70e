import { randomBytes, randomInt } from 'node:crypto';
import type { Conversation, LeadDraft } from '../../connectors/connector';
import { parseEvent } from '../../jivochat/parse';
import type { JivoEvent, Message } from '../../jivochat/event';
import { leadFieldsOf } from '../../leads/fields';
import { leadOf, type Lead } from '../../leads/lead';
import type { Person } from '../../leads/match';
import type { LeadFields } from '../../leads/record';

export const AGENT = { id: '3146', name: 'Anna Schmidt', login: 'anna@example.com' };
/** 2026-11-23T10:00:00Z. */
export const BEGAN = 1_795_428_000;

/** Berlin numbers kept for films (Bundesnetzagentur): nobody real is ever reached by them. */
const FILM_NUMBERS = { prefix: '+493023125', count: 1000 };

export interface VisitorFields {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  /** The page the visitor looks at. */
  page?: string;
}

/** Somebody who writes in JivoChat, with what our rules make of him. */
export interface Visitor {
  /** Stands in every name and address of this visitor and nowhere else. */
  tag: string;
  event: JivoEvent;
  lead: Lead;
  leadFields: LeadFields;
  person: Person;
  /** Marks his chat. */
  marker: string;
  draft(ownerId?: string): LeadDraft;
}

/** Makes people that are unlike everybody else's, this run's and any other's. */
export class Visitors {
  /** Of everybody made here, for finding them in a log. */
  readonly tags: string[] = [];
  readonly phones: string[] = [];
  private nextPhone = randomInt(FILM_NUMBERS.count);

  tag(): string {
    const tag = `kit${randomBytes(5).toString('hex')}`;
    this.tags.push(tag);
    return tag;
  }

  phone(): string {
    const number = this.nextPhone++ % FILM_NUMBERS.count;
    const phone = FILM_NUMBERS.prefix + String(number).padStart(3, '0');
    this.phones.push(phone.slice(1));
    return phone;
  }

  /**
   * A visitor with a name and an address, read from a webhook body as any other is.
   * @param fields in their texts `{tag}` stands for the visitor's tag; null leaves a field out.
   */
  visitor(fields: VisitorFields = {}, tag = this.tag()): Visitor {
    const { name = 'Tom {tag}', email = 'tom.{tag}@example.com', phone = null, page } = fields;
    const number = String(randomInt(2 ** 40));
    const tagged = (text: string | null) => text?.replaceAll('{tag}', tag) ?? null;
    const parsed = parseEvent({
      event_name: 'chat_accepted',
      chat_id: number,
      widget_id: 'conformance',
      visitor: { number, name: tagged(name), email: tagged(email), phone: tagged(phone) },
      agent: { id: AGENT.id, name: AGENT.name, email: AGENT.login },
      session: { geoip: { country_code: 'DE', country: 'Germany', city: 'Berlin' } },
      page: { url: page ?? 'https://shop.example.com/pricing', title: 'Pricing' },
    });
    if (parsed.kind !== 'event') throw new Error('the kit made an event that cannot be read');
    const { event } = parsed;
    const lead = leadOf(event);
    const leadFields = leadFieldsOf(event, 'JivoChat', BEGAN * 1000);
    return {
      tag,
      event,
      lead,
      leadFields,
      person: { email: lead.email, phone: lead.phone, country: 'DE' },
      marker: `JivoChat chat ${number}`,
      draft: (ownerId) => ({ lead, leadFields, ownerId }),
    };
  }
}

/** `count` messages, in turn of the visitor and the agent, after the `from` ones before them. */
export function talk(count: number, from = 0): Message[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const said = { text: `Message ${n}.`, timestamp: BEGAN + n };
    return n % 2 === 0 ? { from: 'visitor', ...said } : { from: 'agent', agentId: AGENT.id, ...said };
  });
}

export function conversationOf(
  { lead, marker, tag }: Visitor,
  messages: Message[],
  parts: Partial<Conversation> = {},
): Conversation {
  return {
    marker,
    title: lead.title,
    remarks: [{ label: 'Page', value: 'https://shop.example.com/pricing' }],
    messages,
    agents: [AGENT],
    visitorName: lead.name?.full ?? `Visitor ${tag}`,
    timeZone: 'UTC',
    at: BEGAN * 1000,
    ...parts,
  };
}
