import { EnvReader, type Env } from './env';

/** What holds for every CRM. Each connector reads its own variables beside it. */
export interface Settings {
  /** Secrets that may stand in the webhook URL; several while one is being rotated. */
  webhookTokens: string[];
  tableName: string;
  /** Milliseconds from the request's arrival to our answer. */
  replyDeadlineMs: number;
  leadSource: string;
  /** `identified`: a lead for whoever can be reached or leaves an offline message; `always`: for every visitor. */
  leadCreation: 'identified' | 'always';
  /** `minimal`: the reply says whether the person is known, whose client, and where; nothing of the person. */
  replyDetail: 'full' | 'minimal';
  /**
   * The e-mail typed by a visitor whom only a phone number leads to: `fill` writes it to a record that has none; `note`
   * leaves it in the note and on the card.
   */
  phoneMatchEmail: 'fill' | 'note';
  /** IANA zone of the times in notes. */
  timeZone: string;
}

/** Guessing 128 bits over HTTP is hopeless; 16 characters of base64url or hex digits come close enough to refuse less. */
const MIN_TOKEN_LENGTH = 16;
/** What every program writes into a URL as it is (RFC 3986, 2.3). */
const UNRESERVED = /^[A-Za-z0-9_.~-]+$/;

/** @throws ConfigError naming every problem at once. */
export function readSettings(env: Env): Settings {
  const reader = new EnvReader(env);
  const settings: Settings = {
    webhookTokens: reader.list('WEBHOOK_TOKENS'),
    tableName: reader.required('TABLE_NAME', 'the DynamoDB table'),
    replyDeadlineMs: reader.integer('REPLY_DEADLINE_MS', 2500, { min: 500, max: 25_000 }),
    leadSource: reader.text('LEAD_SOURCE') ?? 'JivoChat',
    leadCreation: reader.oneOf('LEAD_CREATION', ['identified', 'always'], 'identified'),
    replyDetail: reader.oneOf('REPLY_DETAIL', ['full', 'minimal'], 'full'),
    phoneMatchEmail: reader.oneOf('PHONE_MATCH_EMAIL', ['fill', 'note'], 'fill'),
    timeZone: reader.text('TIME_ZONE') ?? 'UTC',
  };
  for (const problem of webhookTokenProblems(settings.webhookTokens)) reader.problem(problem);
  const noTokens = settings.webhookTokens.length === 0 && reader.parameterHint('WEBHOOK_TOKENS');
  if (noTokens) reader.problem(`WEBHOOK_TOKENS is missing${noTokens}`);
  if (!isTimeZone(settings.timeZone)) reader.problem('TIME_ZONE must be an IANA zone such as Europe/Berlin');
  reader.done();
  return settings;
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

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
