import type { InferOutput } from 'valibot';
import { EVENT_NAMES } from '../../jivochat/event';
import { MAPPED_OBJECTS, SHOWN, type DealWish } from '../../leads/rules/rule';
import type { Span } from '../../leads/rules/working-hours';
import { LANGUAGES } from '../../text/languages/words';
import { count, each, group, list, named, onOff, readAs, some, text, textLike, textOr, word } from './shapes';

/** A value an event tells, or a template with some in it. */
const source = text(
  'a value an event tells (`utm.campaign`, `department | lower`) or a template (`JivoChat {channel}`)',
);

const fieldMap = textOr(
  source,
  group(
    {
      from: source,
      value: text('a fixed value'),
      map: named(text('what is written'), 'what is written for each value of `from`'),
      default: text('where `from` says nothing'),
      policy: word(
        ['blank', 'first', 'latest'],
        '`blank` (default): only a blank field is filled; `first`: by the first value told; `latest`: the newest value wins',
      ),
    },
    'a value and how it is written',
  ),
  'where a field’s value comes from',
);

const fields = group(
  each(MAPPED_OBJECTS, (object) => named(fieldMap, `fields of the ${object}, by the CRM’s own names`)),
  'what is written to which field',
);

const match = textOr(
  word(['email', 'phone'], 'as without a file'),
  group(
    { field: text('unique field of the CRM'), from: source, link: source, email: source, phone: source },
    'a field of the CRM that holds a value of the event, or a value that is a link to the record, an e-mail or a phone',
  ),
  'a way to the visitor’s record',
);

const SPAN = /^([01]?\d|2[0-4]):[0-5]\d ?- ?([01]?\d|2[0-4]):[0-5]\d$/;
const hoursText = textLike(SPAN, 'hours such as 09:00-18:00', 'from and until');
const span = some(readAs(hoursText, readSpan), 'hours of a day');
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'mon-fri', 'mon-sat', 'mon-sun'] as const;

const hours = group(
  {
    zone: text('IANA time zone; TIME_ZONE where it is not said'),
    ...each(DAYS, () => span),
    holidays: list(
      textLike(/^(\d{4}-)?\d\d-\d\d$/, 'a day such as 2026-12-25, or 12-25 of every year', 'nobody is there'),
      'days on which nobody is there',
    ),
  },
  'working hours',
);

const guards = group(
  {
    staff: some(text('address or domain'), 'addresses and domains of your own people'),
    disposable: onOff('mailboxes that are thrown away'),
    'agents-only': onOff('chats in which only agents wrote'),
    empty: onOff('chats in which nobody wrote'),
    blacklisted: onOff('visitors on JivoChat’s blacklist (who never become a lead anyway): no note either'),
  },
  'whom no lead is made for, and no note',
);

const patterns = some(text('text; `*` stands for anything'), 'one of these');

const when = group(
  {
    ...each(['channel', 'department', 'topic', 'tag', 'page', 'country', 'agent'], () => patterns),
    event: some(word(EVENT_NAMES, 'name of the event'), 'one of these events'),
    utm: named(patterns, 'by mark: `source`, `campaign`'),
    hours: word(['open', 'closed'], 'inside or outside of the working hours'),
    words: some(text('word or phrase'), 'the visitor wrote one of these'),
    has: some(text('name of a value'), 'the event tells these: `visitor.email`'),
    lacks: some(text('name of a value'), 'the event does not tell these'),
    is: named(patterns, 'any other value by its name: `attribute.plan: pro`'),
    not: named(patterns, 'any value by its name, and none of these'),
  },
  'all of these hold',
);

const reply = group(
  {
    title: text('what stands before it'),
    field: text('field of the record'),
    from: source,
    show: word(SHOWN, 'what the CRM tells of the person; `deals` costs a request of its own'),
    when,
  },
  'a line of the agent’s card: a field of the record, a value of the event, or what else is known of the person',
  ['title'],
);

const language = word(LANGUAGES, 'language of the agent’s card, the notes, tasks and calls');

const channelName = text('name of the channel');
const channel = textOr(
  readAs(channelName, (name) => ({ name, language: undefined })),
  group({ name: channelName, language }, 'name and language of the channel'),
  'a channel: its name, or its name and language',
);

const account = group(
  {
    language,
    fields,
    ready: onOff(
      'the ready maps (click ids, utm marks, company), where the account has the fields; on by default',
    ),
    reply: list(reply, 'the lines of the agent’s card, in order; in the place of …_REPLY_FIELDS'),
    match: list(match, 'how a visitor is found, in the order that counts'),
  },
  'one account, by its name in the webhook’s address',
);

const DURATION = /^\d{1,3} ?(m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };
/** In milliseconds. */
const duration = (description: string) =>
  readAs(
    textLike(DURATION, 'a time such as 30m, 2h or 1d', description),
    (text) => parseInt(text, 10) * UNIT_MS[text.at(-1)!]!,
  );

const deal = readAs(
  group(
    {
      pipeline: text('internal id, where the CRM has pipelines'),
      stage: text('internal id, or name where stages have none'),
      close: duration('from now until it is expected to be closed; 30d where the CRM demands a day'),
      open: word(
        ['reuse', 'new'],
        'an open deal of the person serves (`reuse`, default), or each chat has one',
      ),
      transcript: onOff('the note is tied to the deal as well'),
    },
    'a deal is made beside the contact',
    ['stage'],
  ),
  ({ close: closeMs, open = 'reuse', transcript = false, ...more }): DealWish => {
    return { ...more, closeMs, open, transcript };
  },
);

const then = group(
  {
    create: textOr(
      word(['never', 'identified', 'always'], 'when a lead is made'),
      group(
        { messages: count(1, 100, 'messages of the visitor'), minutes: count(1, 600, 'minutes of the chat') },
        'whoever can be reached, and after so much of a chat',
      ),
      'when a new lead is made',
    ),
    owner: textOr(
      text('`agent` (as without a rule), `keep`, `none`, or a login or queue in the CRM'),
      group({ 'round-robin': some(text('login in the CRM'), 'each takes a turn') }, 'who owns a new lead'),
      'who owns a new lead',
    ),
    source: text('source of a new lead; may be a template'),
    object: textOr(
      word(['contact', 'lead'], 'what is made beside the contact'),
      deal,
      'what is made of a new lead, where the CRM leaves a choice',
    ),
    fields: named(fields, 'further field maps, by account'),
    task: group(
      {
        subject: source,
        due: duration('working time until it is due'),
        priority: word(['high', 'normal', 'low'], 'of the task'),
        reminder: duration('before it is due, by the CRM’s own reminder'),
      },
      'the task of an offline message or a missed chat',
    ),
    note: word(['skip', 'write'], '`skip`: no note of the chat'),
  },
  'what is done',
);

const rule = group(
  { name: text('shown in the history and by `config explain`'), when, then },
  'a rule: all of its conditions hold, or it says nothing',
  ['name', 'then'],
);

/** `jivochat-crm.yml` as it may be written. */
export const fileSchema = group(
  {
    language,
    channels: named(channel, 'names and languages for widget ids'),
    hours,
    guards,
    mask: some(word(['cards', 'ibans'], 'kind of number'), 'made unreadable before anything is stored'),
    accounts: named(account, 'field maps, card and match keys by account'),
    routes: named(
      some(text('name of an account'), 'the first one answers the agent'),
      'several accounts behind one address: /webhooks/<name>/<token>',
    ),
    rules: list(rule, 'in order; a later one’s word counts more'),
  },
  'A company’s own rules for jivochat-crm (docs/configuration.md).',
);

export type CompanyFile = InferOutput<typeof fileSchema>;

/** Minutes since midnight. */
function readSpan(text: string): Span {
  const [from = 0, to = 0] = text.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.trim().split(':').map(Number);
    return Math.min(hour * 60 + minute, 24 * 60);
  });
  return [from, to];
}
