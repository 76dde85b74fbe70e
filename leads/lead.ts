import type { JivoEvent, Visit } from '../jivochat/event';
import { shorten } from '../text/plain-text';
import { normalizeEmail, normalizePhone, type Phone } from './contact/identity';
import { contactInText, type ContactInText } from './contact/contact-in-text';
import { hasMessenger, messengerPhone } from './contact/messengers';
import { missedMessage } from './conversation/missed';
import { boundedRemarks, type Remark } from './conversation/remarks';
import { leadTitle } from './title';

export interface PersonName {
  full: string;
  first?: string;
  last?: string;
}

/** What one event says of the person who is writing, in no CRM's words. */
export interface Lead {
  title: string;
  name?: PersonName;
  email?: string;
  phone?: Phone;
  /** The organization JivoChat knows the client by. */
  company?: string;
  /** The visitor gave something to be reached by, readable or not, or writes by a messenger: worth a lead. */
  identified: boolean;
  /** The agent's comment. */
  comment?: string;
  visit: Visit;
  /** What the visitor typed and no CRM can take (an e-mail that is none): it stands in the note instead. */
  unusable: Remark[];
}

/** No person's name is longer; text that is stands in the note, and its beginning in the name. */
const MAX_NAME_LENGTH = 200;

/** Reads the person out of an event. For a call the number of the call serves when the visitor gave none. */
export function leadOf(event: JivoEvent): Lead {
  const { visitor, visit } = event;
  const country = visit.geo?.countryCode;
  const name = personName(visitor.name && shorten(visitor.name, MAX_NAME_LENGTH));
  const email = normalizeEmail(visitor.email);
  const typedPhone = visitor.phone ?? event.call?.phone;
  const left = visitor.email || typedPhone ? {} : contactLeft(event);
  const phone = normalizePhone(typedPhone ?? messengerPhone(visitor.social) ?? left.phone, country);
  const unusable: Remark[] = [];
  if (visitor.email && !email)
    unusable.push({ label: 'E-mail as typed (not a valid address)', value: visitor.email });
  if (typedPhone && !phone) unusable.push({ label: 'Phone as typed (not a number)', value: typedPhone });
  if (visitor.name && visitor.name.length > MAX_NAME_LENGTH)
    unusable.push({ label: 'Name as typed', value: visitor.name });
  return {
    title: leadTitle(event),
    name,
    email: email ?? left.email,
    phone,
    company: event.organization,
    identified: Boolean(visitor.email ?? left.email ?? typedPhone ?? phone) || hasMessenger(visitor.social),
    comment: visitor.description,
    visit,
    unusable: boundedRemarks(unusable),
  };
}

/** Whoever writes when nobody answers says in the message itself how to be reached. */
function contactLeft(event: JivoEvent): ContactInText {
  const message = event.offline?.message ?? missedMessage(event);
  return message ? contactInText(message, event.visit.geo?.countryCode) : {};
}

/** "Tom van der Berg" is first "Tom", last "van der Berg"; a single word is a first name. */
export function personName(text: string | undefined): PersonName | undefined {
  const words = text?.split(/\s+/u).filter(Boolean) ?? [];
  const [first, ...rest] = words;
  if (!first) return undefined;
  return { full: words.join(' '), first, last: rest.join(' ') || undefined };
}
