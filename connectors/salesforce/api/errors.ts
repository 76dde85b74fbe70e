import { isObject, objectsOf, textOf, textsOf } from '../../shared/json';
import { ResponseError, recordGone, type Meaning } from '../../shared/http/response-error';
import { withoutPersonalData } from '../../shared/http/redaction';

export { recordGone };

/** One refusal of Salesforce; `fields` is often missing or empty (Salesforce docs: Status Codes and Error Responses). */
export interface ApiError {
  errorCode: string;
  message: string;
  fields: string[];
  /** What a duplicate rule found (Salesforce docs: DuplicateResult). */
  duplicateResult?: DuplicateResult;
}

interface DuplicateResult {
  /** The rule only warns: whoever insists may save. */
  allowSave?: boolean;
  matchResults?: { matchRecords?: { record?: Record<string, unknown> }[] }[];
}

/** An answer that is no success, with all that a decision needs. */
export class SalesforceResponseError extends ResponseError {
  override readonly name = 'SalesforceResponseError';
  override readonly crm = 'Salesforce';
  protected override readonly remedies = REMEDIES;
  readonly errors: ApiError[];

  constructor(operation: string, status: number, body: unknown, retryAfterMs?: number) {
    const errors = readErrors(body);
    super(operation, status, errors.map(({ errorCode }) => errorCode).join(', '), retryAfterMs);
    this.errors = errors;
  }

  has(...codes: readonly string[]): boolean {
    return this.errors.some(({ errorCode }) => codes.includes(errorCode));
  }

  override get code(): string | undefined {
    return this.errors[0]?.errorCode;
  }

  override get words(): string {
    return this.errors.map(({ message }) => message).join('; ');
  }

  override get reason(): string {
    return this.errors.map(wordsOf).join('; ');
  }

  override get remedy(): string {
    if (this.operation === SIGN_IN) return SIGN_IN_REMEDY;
    const [known = super.remedy] = this.errors.flatMap(({ errorCode }) => this.remedies[errorCode] ?? []);
    return known.replace('<object>', this.operation.endsWith(' Task') ? 'Task' : 'Lead');
  }

  override get meaning(): Meaning {
    const usual = super.meaning;
    const isPassing = this.errors.some(
      ({ errorCode, message }) => PASSING.includes(errorCode) || PASSING_GRANT.test(message),
    );
    const limitMs = limitWait(this);
    const pauseMs = limitMs ?? ([429, 503].includes(this.status) ? this.retryAfterMs : undefined);
    return {
      isBusy: isPassing || usual.isBusy,
      isUnprocessed: this.status < 500 || isLocked(this),
      isDown: usual.isDown && !isLocked(this),
      exists: this.has('DUPLICATE_DEVELOPER_NAME', 'DUPLICATE_VALUE'),
      // A session may end between two requests, and twice in a row.
      mayPass: isSessionOver(this) && this.operation !== SIGN_IN,
      waitMs: this.retryAfterMs ?? limitMs,
      limits: pauseMs === undefined ? [] : [{ scope: 'general', pauseMs }],
    };
  }

  /** Log-ins are counted by the hour. */
  override again(attempt: number) {
    const isSignIn = this.operation === SIGN_IN && this.status < 500;
    return isSignIn || this.has('REQUEST_LIMIT_EXCEEDED') ? undefined : super.again(attempt);
  }
}

/** The daily limit is a rolling one of 24 hours: asking every minute only uses it up. Long transactions pass sooner. */
function limitWait(error: SalesforceResponseError): number | undefined {
  if (!error.has('REQUEST_LIMIT_EXCEEDED')) return undefined;
  return error.errors.some(({ message }) => message.includes('Concurrent')) ? MINUTE_MS : 60 * MINUTE_MS;
}

const MINUTE_MS = 60_000;

const REMEDIES: Readonly<Record<string, string>> = {
  REQUIRED_FIELD_MISSING:
    'Give the named field a value with SALESFORCE_REQUIRED_DEFAULTS (<object>.Field__c=value), or make it optional in Salesforce, then replay.',
  FIELD_CUSTOM_VALIDATION_EXCEPTION:
    'Loosen the validation rule for the integration user, or give the field a value with SALESFORCE_REQUIRED_DEFAULTS (<object>.Field__c=value), then replay.',
  DUPLICATES_DETECTED:
    'Let the integration user see the record the duplicate rule found, or loosen the rule, then replay.',
  INSUFFICIENT_ACCESS_OR_READONLY:
    'Give the integration user a permission set that may write this object, then replay.',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY:
    'Give the integration user access to the record and its owner, then replay.',
  INVALID_TYPE: 'Give the integration user a permission set that may read the named object, then replay.',
  INVALID_SESSION_ID:
    'Salesforce does not take the token it has just given: check IP restrictions and API access of the integration user.',
  API_DISABLED_FOR_ORG: 'This edition has no API access: ask Salesforce for it.',
  API_CURRENTLY_DISABLED: 'Give the integration user the permission "API Enabled".',
};
const SIGN_IN_REMEDY =
  'Check SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET (or SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY), and that the app is approved for the user, then replay.';

/** The session is over: a new token may help, once. */
export function isSessionOver(error: unknown): error is SalesforceResponseError {
  return error instanceof SalesforceResponseError && error.status === 401;
}

/** The request as a whole was refused for good, by what it wrote: no credential, limit or outage of the org. */
export function isAboutTheWrite(error: unknown): error is SalesforceResponseError {
  if (!(error instanceof SalesforceResponseError) || ![400, 403].includes(error.status)) return false;
  return !error.isBusy && !error.has('API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED', 'INVALID_SESSION_ID');
}

/** The object, or what is asked of it, is hidden from the integration user (object permissions, field-level security). */
export function isHidden(error: SalesforceResponseError): boolean {
  return (
    !error.isBusy &&
    error.has('INVALID_TYPE', 'INVALID_FIELD', 'INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS_OR_READONLY')
  );
}

/** The query asks more of the org than it gives one request (Salesforce docs: Status Codes). */
export function isTooHeavy(error: SalesforceResponseError): boolean {
  return error.has(
    'QUERY_TIMEOUT',
    'OPERATION_TOO_LARGE',
    'REQUEST_RUNNING_TOO_LONG',
    'QUERY_TOO_COMPLICATED',
  );
}

/** There is no such record any more, or it has become another one. */
export function isGone(error: SalesforceResponseError): boolean {
  return error.status === 404 || error.has('ENTITY_IS_DELETED', 'CANNOT_UPDATE_CONVERTED_LEAD');
}

/** Another transaction holds the record: nothing was done, the next moment may serve. */
function isLocked(error: unknown): boolean {
  return error instanceof SalesforceResponseError && error.has('UNABLE_TO_LOCK_ROW');
}

/** Salesforce docs: API error codes of a passing condition. */
const PASSING = [
  'UNABLE_TO_LOCK_ROW',
  'SERVER_UNAVAILABLE',
  'REQUEST_LIMIT_EXCEEDED',
  'REQUEST_RUNNING_TOO_LONG',
  'QUERY_TIMEOUT',
  'CONCURRENT_REQUEST_LIMIT_EXCEEDED',
  'EXCEEDED_QUOTA',
  'TXN_SECURITY_METERING_ERROR',
  // Of the token endpoint.
  'temporarily_unavailable',
  'server_error',
  'rate_limit_exceeded',
];
/** invalid_grant for want of patience, not of a credential (n8n #31948, segmentio/action-destinations #2300). */
const PASSING_GRANT = /login rate exceeded|already being processed/i;
export const SIGN_IN = 'sign in';

/** Their messages quote the value that was refused: only code and fields may be told. */
const QUOTING = [
  'STRING_TOO_LONG',
  'INVALID_EMAIL_ADDRESS',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_TYPE_ON_FIELD_IN_RECORD',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'MALFORMED_ID',
  'MALFORMED_QUERY',
  'INVALID_QUERY_FILTER_OPERATOR',
  'MALFORMED_SEARCH',
];
const MAX_WORDS = 300;

/** Salesforce's words without the values in them. */
export function wordsOf({ errorCode, message, fields }: ApiError): string {
  const about = fields.length > 0 ? ` (${fields.join(', ')})` : '';
  if (QUOTING.includes(errorCode)) return `${errorCode}${about}`;
  const told = errorCode === 'JSON_PARSER_ERROR' ? withoutValue(message) : withoutQuery(message);
  const words = withoutPersonalData(told).slice(0, MAX_WORDS);
  return `${errorCode}${about}: ${words}`;
}

/** What could not be read stands between these words: `from VALUE_STRING value … or request may be missing …`. */
const UNREADABLE = { before: ' value ', after: ' or request may be missing' };

/** What stands in the message as the value that could not be read; undefined when it names none. */
export function unreadableValue(message: string): string | undefined {
  const from = message.indexOf(UNREADABLE.before);
  const until = message.lastIndexOf(UNREADABLE.after);
  return from >= 0 && until > from ? message.slice(from + UNREADABLE.before.length, until) : undefined;
}

function withoutValue(message: string): string {
  const from = message.indexOf(UNREADABLE.before);
  const until = message.lastIndexOf(UNREADABLE.after);
  if (from < 0) return '';
  return `${message.slice(0, from)} value <value>${until > from ? message.slice(until) : ''}`;
}

/** A refused query is quoted in full before "ERROR at Row:1:Column:8", and it holds what was searched for. */
function withoutQuery(message: string): string {
  const at = message.lastIndexOf('ERROR at Row:');
  if (at < 0) return message.trim();
  const words = message.slice(at, at + MAX_LOOKED_AT);
  return words.replace(/^ERROR at Row:\d+:Column:\d+\s*/, '').trim();
}

/** Of Salesforce's words after a query; it quotes the whole query before them. */
const MAX_LOOKED_AT = 2_000;

function readErrors(body: unknown): ApiError[] {
  return objectsOf(Array.isArray(body) ? body : [body]).flatMap((item) => {
    const code = [item.errorCode, item.statusCode, item.error].find((value) => typeof value === 'string');
    if (code === undefined) return [];
    return {
      errorCode: code,
      message: textOf(item.message) ?? textOf(item.error_description) ?? '',
      fields: textsOf(item.fields),
      ...(isObject(item.duplicateResult) && { duplicateResult: item.duplicateResult }),
    };
  });
}
