import { words as EN } from '../text/languages/en';
import { causesOf } from '../console/events/causes';
import { withoutTrailingSlashes } from '../config/env';
import { withoutPersonalData } from '../connectors/shared/http/redaction';
import { HubSpotResponseError, refusedProperties } from '../connectors/hubspot/api/errors';
import { SalesforceResponseError } from '../connectors/salesforce/api/errors';
import { toCrmError } from '../connectors/shared/http/response-error';
import { SeenAccount } from '../connectors/hubspot/api/seen-account';
import { readContactLink } from '../connectors/hubspot/records/record-link';
import { readRecordLink } from '../connectors/salesforce/records/record-link';
import { parsePath } from '../handlers/gate';
import { contactInText } from '../leads/contact/contact-in-text';
import { createMask, maskData } from '../text/masking';
import { htmlText } from '../text/html';
import { mergeMessages } from '../jivochat/messages';
import { parseEvent } from '../jivochat/parse';
import { personalData } from '../jivochat/personal-data';
import { parseJson } from '../text/json';
import { htmlPieces } from '../text/transcript';
import { renderText } from './text/render-text';
import { readUserToken } from '../jivochat/visit/user-token';
import { normalizeEmail, normalizePhone } from '../leads/contact/identity';
import { mistypedEmail } from '../leads/contact/mistyped-email';
import { isBetterTitle } from '../leads/title';
import { maskNumbers } from '../leads/rules/sensitive-numbers';

/** Twice the text may take twice the time and a little more; quadratic growth takes four times as long. */
const MOST_GROWTH = 2.5;
const TRIES = 7;
/** So little is lost in the noise, and harms nobody. */
const NOTHING_MS = 4;

const hubspot = (message: string) =>
  new HubSpotResponseError('POST contacts', 400, JSON.stringify({ message }));
const salesforce = (message: string) => {
  const text = JSON.stringify([{ errorCode: 'MALFORMED_QUERY', message }]);
  return new SalesforceResponseError('GET query', 400, JSON.parse(text));
};
const message = (text: string) => ({ from: 'visitor', text, timestamp: 1 }) as const;

/** Everything that looks at texts of strangers, the texts that have been worst for it, and how long they are at first. */
const CASES: [string, number, (size: number) => unknown, (made: never) => unknown][] = [
  [
    'card numbers: digits',
    50_000,
    (n) => '4'.repeat(n),
    (text: string) => maskNumbers(text, ['cards', 'ibans']),
  ],
  [
    'card numbers: groups',
    50_000,
    (n) => '4111 '.repeat(n / 5),
    (text: string) => maskNumbers(text, ['cards']),
  ],
  [
    'IBANs: words',
    50_000,
    (n) => 'DE89 3704 '.repeat(n / 10),
    (text: string) => maskNumbers(text, ['ibans']),
  ],
  [
    'masking a CRM’s words: addresses',
    50_000,
    (n) => 'a@'.repeat(n),
    (text: string) => withoutPersonalData(text),
  ],
  [
    'masking a CRM’s words: numbers',
    50_000,
    (n) => `${'1'.repeat(2 * n)}x`,
    (text: string) => withoutPersonalData(text),
  ],
  [
    'HubSpot: a value that is taken',
    20_000,
    (n) => 'PropertyValueCoordinates{propertyName=a 1 '.repeat(n / 20),
    (text: string) => refusedProperties(hubspot(text)),
  ],
  [
    'HubSpot: a refusal’s words',
    50_000,
    (n) => 'x@'.repeat(n),
    (text: string) => toCrmError(hubspot(text))?.message,
  ],
  [
    'Salesforce: a refused query',
    50_000,
    (n) => 'ERROR at Row:1'.repeat(n / 10),
    (text: string) => toCrmError(salesforce(text))?.message,
  ],
  [
    'a log line',
    50_000,
    (n) => 'abcdefgh '.repeat(n / 5),
    (text: string) => maskData({ text }, createMask([text])),
  ],
  [
    'what is personal of an event',
    20_000,
    (n) => ({ event_name: 'chat_accepted', visitor: { name: 'a '.repeat(n) } }),
    (body: object) => eventData(body),
  ],
  [
    'a title the CRM has',
    50_000,
    (n) => `JivoChat #1 - ${'a@'.repeat(n)} `,
    (text: string) => isBetterTitle('JivoChat #1 - x', text),
  ],
  [
    'an e-mail',
    50_000,
    (n) => `${'a@'.repeat(n)} `,
    (text: string) => [normalizeEmail(text), mistypedEmail(text)],
  ],
  ['a phone', 50_000, (n) => '1 '.repeat(n), (text: string) => normalizePhone(text)],
  ['a user token', 20_000, (n) => ' | a=b&'.repeat(n / 4), (text: string) => readUserToken(text)],
  [
    'JSON with long numbers',
    20_000,
    (n) => `[${'12345678901234567890,'.repeat(n / 10)}1]`,
    (text: string) => parseJson(text),
  ],
  [
    'a transcript: a long name, many messages',
    2_000,
    (n) => n,
    (n: number) =>
      renderText(
        Array.from({ length: n }, () => message('x')),
        { visitorName: 'a '.repeat(n * 10), agents: [], words: EN },
      ),
  ],
  [
    'a transcript: many agents, many messages',
    2_000,
    (n) => n,
    (n: number) =>
      htmlPieces(
        Array.from({ length: n }, (_, i) => ({
          from: 'agent',
          agentId: String(i % n),
          text: 'x',
          timestamp: 1,
        })),
        {
          visitorName: '',
          agents: Array.from({ length: Math.min(n, 50) }, (_, i) => ({ id: String(-i) })),
          words: EN,
        },
        2_000,
      ),
  ],
  [
    'messages of a chat that goes on',
    2_000,
    (n) => Array.from({ length: n }, (_, i) => message(`m${i}`)),
    (all: ReturnType<typeof message>[]) => mergeMessages(all, all),
  ],
  [
    'a way to be reached, in a text',
    50_000,
    (n) => [
      '+1 (('.repeat(n / 5),
      `${')'.repeat(n)}@x`,
      'a@a.'.repeat(n / 4),
      `call me ${'1 '.repeat(n / 2)}`,
    ],
    (texts: string[]) => texts.map((text) => contactInText(text, 'US')),
  ],
  [
    'the address of a webhook',
    50_000,
    (n) => '/webhooks/hubspot/x'.repeat(n / 19),
    (path: string) => parsePath(path),
  ],
  [
    'a link an agent pasted',
    50_000,
    (n) => [
      `https://app.hubspot.com/contacts/1${'/record/0-1/1'.repeat(n / 13)}x`,
      `https://acme.my.salesforce.com/lightning/r/${'Lead/'.repeat(n / 5)}x`,
    ],
    (links: string[]) =>
      links.map((link) => [
        readContactLink(link, { portalId: '1', uiDomain: 'app.hubspot.com' }, EN.links),
        readRecordLink(link, 'https://acme.my.salesforce.com', EN.links),
      ]),
  ],
  [
    'the account in a CRM’s answer',
    50_000,
    (n) => '"url"   : "https://app.hubspot.com/contacts/1'.repeat(n / 45),
    (body: string) => new SeenAccount().learn(body),
  ],
  [
    'why events are parked',
    50_000,
    (n) => 'a1b2 c3d4e5 '.repeat(n / 12),
    (text: string) =>
      causesOf([
        { key: 'k', account: 'x', receivedAt: 0, dueAt: 0, attempts: 1, failure: { message: text } },
      ]),
  ],
  ['HTML', 100_000, (n) => '<&'.repeat(n), (text: string) => htmlText(text)],
  ['slashes', 50_000, (n) => `${'/'.repeat(n)}x`, (text: string) => withoutTrailingSlashes(text)],
];

function eventData(body: object): unknown {
  const parsed = parseEvent(body);
  return parsed.kind === 'event' ? personalData(parsed.event) : undefined;
}

it.each(CASES)('%s: twice the text takes at most 2.5 times as long', (_case, size, make, look) => {
  const growth = () => {
    const once = leastTime(() => look(make(size) as never));
    const twice = leastTime(() => look(make(2 * size) as never));
    return twice < NOTHING_MS ? 0 : twice / Math.max(once, NOTHING_MS / 4);
  };
  // Another process may disturb one measurement, not each of three.
  let grew = growth();
  for (let again = 0; again < 2 && grew > MOST_GROWTH; again++) grew = Math.min(grew, growth());
  expect(grew).toBeLessThanOrEqual(MOST_GROWTH);
});

/** Processor time of the fastest of a few runs, milliseconds. */
function leastTime(run: () => unknown): number {
  const times = Array.from({ length: TRIES }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
