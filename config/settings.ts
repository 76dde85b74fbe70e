import { choice, defineSettings, integer, list, secrets, text, zone } from './define-settings';
import { CARD_LINES, type CardLine } from '../leads/card/card-lines';
import { LANGUAGES } from '../text/languages/words';
import type { Env } from './env';

/** Guessing 128 bits over HTTP is hopeless; 16 characters of base64url or hex digits come close enough to refuse less. */
const MIN_TOKEN_LENGTH = 16;
/** What every program writes into a URL as it is (RFC 3986, 2.3). */
const UNRESERVED = /^[A-Za-z0-9_.~-]+$/;

/** What holds for every CRM; each CRM declares its own beside it (`connectors/<crm>/definition.ts`). */
export const CORE_SETTINGS = defineSettings(
  '',
  {
    WEBHOOK_TOKENS: secrets({
      help: 'secrets that may stand in the URL, comma-separated, 16 characters or more of letters, digits and `_.~-`',
      shown: 'none: every event is refused',
      example: 'at-least-16-random-characters',
    }),
    TABLE_NAME: text({
      help: 'the DynamoDB table',
      shown: 'set by the stack',
      required: 'the DynamoDB table',
      reach: 'stack',
    }),
    ACCOUNTS: list({
      help: 'the accounts of your CRMs, `name=crm` or a CRM alone: `crm,eu=crm`; the variables of `eu` begin with `EU_` ([several accounts](docs/configuration.md#several-accounts))',
      shown: 'one for each CRM',
    }),
    REPLY_DEADLINE_MS: integer({
      help: 'time to the answer, 500 to 25000',
      default: 2500,
      min: 500,
      max: 25_000,
    }),
    LEAD_SOURCE: text({ help: 'the source of every lead', default: 'JivoChat' }),
    LEAD_CREATION: choice(['identified', 'always'], {
      help: '`identified`: for whoever can be reached (e-mail, phone, messenger) or leaves an offline message; `always`',
      default: 'identified',
      example: 'identified',
    }),
    REPLY_DETAIL: choice(['full', 'minimal'], {
      help: '`minimal`: the reply says known or new, whose client and where, and nothing of the person ([SECURITY.md](.github/SECURITY.md))',
      default: 'full',
    }),
    PHONE_MATCH_EMAIL: choice(['fill', 'note'], {
      help: 'the e-mail typed by a visitor whom only a phone number leads to: `fill` writes it to a record without one; `note` leaves it in the note and on the card',
      default: 'fill',
    }),
    LANGUAGE: choice(LANGUAGES, {
      help: `language of the agent's card, the notes, tasks and calls: ${LANGUAGES.map((tag) => `\`${tag}\``).join(', ')}`,
      default: 'en',
      example: 'pt-BR',
    }),
    CARD_LINES: list({
      help: `lines of the agent's card below who it is, in this order: ${CARD_LINES.map((line) => `\`${line}\``).join(', ')}`,
      default: CARD_LINES,
    }),
    CARD_ACTIVITY: choice(['off', 'on'], {
      help: '`on`: the card says who last called, wrote to or met whoever is known (without it: when only); one request more to the CRM, beside the others, where the reply has time for it',
      default: 'off',
    }),
    CARD_DEALS: choice(['off', 'on'], {
      help: '`on`: the card shows the open deals of whoever is known; one request more to the CRM, beside the others, where the reply has time for it',
      default: 'off',
    }),
    COMPANY_FROM_EMAIL: choice(['off', 'fill'], {
      help: '`fill`: where JivoChat knows no organization and the CRM no company, the domain of a business e-mail is the company',
      default: 'off',
    }),
    VISITOR_IP: choice(['hide', 'show'], {
      help: '`show`: the place in notes, tasks, calls and the fields of the lead is told with the IP address',
      default: 'hide',
    }),
    TIME_ZONE: zone({
      help: 'IANA zone of the times in notes and of due dates',
      default: 'UTC',
      example: 'Europe/Berlin',
    }),
    HISTORY_DAYS: integer({
      help: 'how long a done event is remembered: its reply, and what was decided and why, in ids and codes',
      default: 90,
      min: 7,
      max: 400,
    }),
    KEEP_BODIES_DAYS: integer({
      help: 'how long the body of a done event is kept, with what the visitor wrote, for `config preview` and the console; 0: not at all',
      default: 0,
      min: 0,
      max: 30,
    }),
    EVENT_LOG_PERCENT: integer({
      help: 'of how many events in a hundred the log has the line `Event done`; 0: of none',
      default: 100,
      min: 0,
      max: 100,
    }),
    JIVOCHAT_CRM_CONFIG: text({
      help: 'another file than `jivochat-crm.yml` for a company’s own rules (docs/configuration.md); at run time a compiled one',
      shown: 'none',
      reach: 'local',
    }),
  },
  (values, { problem, parameterHint }) => {
    const { webhookTokens } = values;
    for (const words of webhookTokenProblems(webhookTokens)) problem(words);
    const missing = webhookTokens.length === 0 && parameterHint('WEBHOOK_TOKENS');
    if (missing) problem(`WEBHOOK_TOKENS is missing${missing}`);
    const cardLines = values.cardLines.filter(isCardLine);
    if (cardLines.length < values.cardLines.length)
      problem(`CARD_LINES may name only ${CARD_LINES.join(', ')}`);
    return { ...values, cardLines };
  },
);

export type Settings = ReturnType<typeof CORE_SETTINGS.read>;

/** @throws ConfigError naming every problem at once. */
export function readSettings(env: Env): Settings {
  return CORE_SETTINGS.read(env, '');
}

/** For an administrator's work, which asks for no table: the setting, or its default. */
export function leadSourceOf(env: Env): string {
  return env.LEAD_SOURCE?.trim() || CORE_SETTINGS.settings.LEAD_SOURCE!.shown;
}

/** What keeps these secrets from working as a part of a URL. None is quoted. */
export function webhookTokenProblems(tokens: readonly string[]): string[] {
  const problems: string[] = [];
  if (tokens.some((token) => token.length < MIN_TOKEN_LENGTH)) {
    problems.push(`WEBHOOK_TOKENS holds a token shorter than ${MIN_TOKEN_LENGTH} characters`);
  }
  if (!tokens.every((token) => UNRESERVED.test(token))) {
    problems.push(
      'WEBHOOK_TOKENS holds a token with characters other than letters, digits and _ . ~ -: in a URL they are written ' +
        'in another way, and every event would be refused (openssl rand -hex 24 makes a good one)',
    );
  }
  return problems;
}

function isCardLine(line: string): line is CardLine {
  return (CARD_LINES as readonly string[]).includes(line);
}
