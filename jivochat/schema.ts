import * as v from 'valibot';
import { httpLink } from '../text/link';
import { messageText } from './message-text';
import { present } from './present';
import { flattenText } from '../text/text-record';
import { toId, toText } from '../text/plain-text';

/** 9999-12-31: later ones are not Unix seconds, and dates beyond the year 275760 cannot be formatted at all. */
const MAX_TIMESTAMP = 253_402_300_799;

/** Whether a JSON value is an object, as opposed to an array, null or a primitive. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that reads whatever is there: no value of it can make the event invalid. */
function field<T>(read: (value: unknown) => T) {
  return v.optional(v.pipe(v.unknown(), v.transform(read)));
}

type Raw = Record<string, unknown>;

/**
 * An object whose fields are all absent when something else stands in its place.
 * @param prepare gives members the names that the entries have.
 */
function part<const Entries extends v.ObjectEntries>(
  entries: Entries,
  prepare: (value: Raw) => Raw = (value) => value,
) {
  const asObject = v.transform((value: unknown) => (isObject(value) ? prepare(value) : {}));
  const object = v.object(entries);
  const named = v.transform((fields: v.InferOutput<typeof object>) => present(fields));
  return v.optional(v.pipe(v.unknown(), asObject, object, named), {});
}

/** A list that is empty when something else stands in its place. */
function list<const Item extends v.GenericSchema>(item: Item) {
  const asArray = v.transform((value: unknown): unknown[] => (Array.isArray(value) ? value : []));
  return v.optional(v.pipe(v.unknown(), asArray, v.array(item)), []);
}

const text = field(toText);
const id = field(toId);
const email = field(toEmail);
const link = field(httpLink);
const title = field(toTitle);

/** `login`: of JivoChat, an e-mail address. */
const agent = part({ id, name: text, login: email, phone: text }, ({ email: login, ...raw }) => ({
  ...raw,
  login,
}));

/** Where the visitor is, by their IP address. */
const geo = part(
  { countryCode: field(toCountryCode), country: text, region: text, city: text, organization: text },
  ({ country_code: countryCode, ...raw }) => ({ ...raw, countryCode }),
);

const call = part(
  { type: text, status: text, phone: text, reason: text, recordUrl: link },
  ({ record_url: recordUrl, ...raw }) => ({ ...raw, recordUrl }),
);

/**
 * The body of every event on JivoChat's Webhooks API page. It accepts any object: a field that is missing, null, blank
 * or of a wrong type is absent, and fields that are not named here are passed over.
 */
export const bodySchema = v.object({
  widget_id: id,
  chat_id: id,
  client_id: id,
  user_token: text,
  visitor: part({
    number: id,
    name: text,
    email,
    phone: text,
    description: text,
    social: field(flattenText),
    chats_count: field(toCount),
  }),
  agent,
  agents: list(agent),
  assigned_agent: agent,
  department: title,
  topic: title,
  organization: title,
  status: title,
  tags: list(title),
  session: part({
    geoip: geo,
    utm: text,
    utm_json: field(flattenText),
    ip_addr: text,
    user_agent: text,
  }),
  page: part({ url: link, title: text }),
  chat: part({
    messages: list(part({ type: text, text, timestamp: field(toTimestamp), agent_id: id }, withMessageText)),
    rate: text,
    blacklisted: field(toFlag),
  }),
  message: text,
  offline_message_id: id,
  call,
  assign_to: text,
  attributes: field(toAttributes),
});

export type Body = v.InferOutput<typeof bodySchema>;

function withMessageText(message: Record<string, unknown>): Record<string, unknown> {
  return { ...message, text: messageText(message) };
}

/** ISO 3166-1 alpha-2 in upper case, or nothing: national phone numbers are read with it. */
function toCountryCode(value: unknown): string | undefined {
  const code = toText(value);
  return code && /^[a-z]{2}$/i.test(code) ? code.toUpperCase() : undefined;
}

/** Unlike a name or a phone, an address is never a number. */
function toEmail(value: unknown): string | undefined {
  return typeof value === 'string' ? toText(value) : undefined;
}

/** Departments and organizations have a `name`, topics, statuses and tags a `title`. */
function toTitle(value: unknown): string | undefined {
  return isObject(value) ? (toText(value.title) ?? toText(value.name)) : toText(value);
}

function toCount(value: unknown): number | undefined {
  const count = toNumber(value);
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function toTimestamp(value: unknown): number | undefined {
  const seconds = Math.floor(toNumber(value));
  return seconds > 0 && seconds <= MAX_TIMESTAMP ? seconds : undefined;
}

/** NaN for what is neither a number nor numeric text. */
function toNumber(value: unknown): number {
  return Number(toText(value) ?? NaN);
}

function toFlag(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1';
}

/** An object, or an array of objects with one attribute each: JivoChat documents the first, both are seen. */
function toAttributes(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return flattenText(value);
  return Object.fromEntries(value.flatMap((item) => Object.entries(flattenText(item))));
}
