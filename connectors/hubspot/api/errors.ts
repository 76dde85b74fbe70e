import { withoutPersonalData } from '../../shared/http/redaction';
import { ResponseError, recordGone, type Meaning } from '../../shared/http/response-error';
import { MAX_PAUSE_MS } from '../../shared/http/retry';
import { objectOf, objectsOf, parsedJson, textOf, textsOf } from '../../shared/json';

/** HubSpot's error body; every field is optional (HubSpot docs: Error handling). */
interface ErrorBody {
  message?: string;
  category?: string;
  correlationId?: string;
  policyName?: string;
  errors: {
    message?: string;
    code?: string;
    /** Of properties. */
    names: string[];
    scopes: string[];
  }[];
}

/** One property value HubSpot refused. */
export interface RefusedProperty {
  name: string;
  /** HubSpot's code, such as INVALID_EMAIL or PROPERTY_DOESNT_EXIST. */
  code: string;
  message: string;
  /** The id of the contact that has the value, when HubSpot says so. */
  heldBy?: string;
}

/** A value of a unique property that another contact has. */
export const CONFLICT = 'CONFLICTING_UNIQUE_VALUE';

export class HubSpotResponseError extends ResponseError {
  override readonly name = 'HubSpotResponseError';
  override readonly crm = 'HubSpot';
  protected override readonly remedies = {
    400: 'Make the named property optional or give it a valid value in HubSpot, then replay.',
    401: 'Check HUBSPOT_ACCESS_TOKEN: the token is wrong, expired or revoked.',
    403: 'Grant the scopes named above to the service key or private app, then replay.',
  };
  readonly body: ErrorBody;
  override readonly correlationId?: string;

  constructor(operation: string, status: number, text: string, retryAfterMs?: number) {
    const body = parseBody(text);
    super(operation, status, body.category ?? '', retryAfterMs);
    this.body = body;
    this.correlationId = body.correlationId;
  }

  override get code(): string | undefined {
    return this.body.category;
  }

  override get words(): string {
    return this.body.message ?? '';
  }

  /** Without values: a validation message quotes what the visitor typed. */
  override get reason(): string {
    const refused = refusedProperties(this);
    if (refused.length > 0) return refused.map(({ name, code }) => `${name}: ${code}`).join(', ');
    const scopes = this.status === 403 ? requiredScopes(this) : [];
    const words = [this.code, withoutPersonalData(this.words).slice(0, 300)];
    return [...words, scopes.length > 0 && `needs ${scopes.join(' or ')}`].filter(Boolean).join(': ');
  }

  override get meaning(): Meaning {
    const usual = super.meaning;
    const isMigrating = this.status === MIGRATING;
    return {
      isBusy: isMigrating || this.status === 421 || usual.isBusy,
      isUnprocessed: isMigrating || usual.isUnprocessed,
      isDown: isMigrating || usual.isDown,
      exists: usual.exists,
      ...(this.status === 429 ? this.#overLimit() : { waitMs: usual.waitMs }),
    };
  }

  #overLimit(): Pick<Meaning, 'waitMs' | 'limits'> {
    const { policyName } = this.body;
    const isDay = policyName === 'DAILY';
    const isSecond = policyName === 'SECONDLY';
    const waitMs = this.retryAfterMs ?? (isDay ? DAILY_PAUSE_MS : undefined);
    const scopes = isDay ? ['general', 'search'] : [isSecond ? 'search' : 'general'];
    const pauseMs = waitMs ?? (isSecond ? 1_000 : 10_000);
    return { waitMs, limits: scopes.map((scope) => ({ scope, pauseMs })) };
  }

  /** Only the one-second window is worth waiting for within an event (HubSpot docs: API usage guidelines). */
  override again(attempt: number) {
    const isSecond =
      this.status === 429 && this.body.policyName === 'SECONDLY' && this.retryAfterMs === undefined;
    return isSecond ? { pauseMs: MAX_PAUSE_MS } : super.again(attempt);
  }
}

/** A data centre migration (HubSpot docs: Error handling). */
const MIGRATING = 477;

/** The daily limit ends at midnight of the account's time zone: asking every minute until then only burns requests. */
const DAILY_PAUSE_MS = 3_600_000;

/**
 * The id in "Contact already exists. Existing ID: 123": HubSpot gives it nowhere else
 * (HubSpot docs: Contacts guide; hubspot-api-nodejs #545).
 */
export function existingId(error: HubSpotResponseError): string | undefined {
  return /Existing ID:\s*(\d+)/i.exec(error.words)?.[1];
}

/**
 * The values a 400 names. HubSpot embeds them as JSON in `message`, newer answers list them in `errors` as well.
 * Empty when the refusal is about something else.
 */
export function refusedProperties(error: HubSpotResponseError): RefusedProperty[] {
  if (error.status !== 400) return [];
  const { message: words = '', errors } = error.body;
  const listed = errors.flatMap(({ names, code = 'INVALID', message = '' }) =>
    names.map((name) => ({ name, code, message })),
  );
  const all = [...listed, ...embeddedList(words), ...takenValue(words)];
  return [...new Map(all.map((refusal) => [refusal.name, refusal])).values()];
}

/**
 * The other form of a taken value: "Cannot set PropertyValueCoordinates{…, propertyName=email, value=…} on 12. 34 already
 * has that value." (seen in users' logs of the contacts API).
 */
function takenValue(message: string): RefusedProperty[] {
  const coordinates = message.indexOf('PropertyValueCoordinates{');
  const taken = message.indexOf(' already has that value', coordinates);
  if (coordinates < 0 || taken < 0) return [];
  const name = /^\w+/.exec(between(message, 'propertyName=', coordinates, taken))?.[0];
  const heldBy = /\d+$/.exec(message.slice(Math.max(0, taken - MAX_ID_LENGTH), taken))?.[0];
  return name && heldBy ? [{ name, code: CONFLICT, message: 'another contact has it', heldBy }] : [];
}

/** HubSpot's ids are numbers of at most some fifteen digits. */
const MAX_ID_LENGTH = 30;
const MAX_NAME_LENGTH = 200;

/** What stands after `mark`; empty where it does not stand between the two places. */
function between(text: string, mark: string, from: number, to: number): string {
  const at = text.indexOf(mark, from);
  const start = at + mark.length;
  return at < 0 || start > to ? '' : text.slice(start, Math.min(to, start + MAX_NAME_LENGTH));
}

/**
 * Whether the contact that was written to, or written about, is no longer there: 404, or 400 for a note whose contact
 * cannot be associated.
 */
export function isContactGone({ status, body }: HubSpotResponseError): boolean {
  return status === 404 || (status === 400 && /associat/i.test(body.message ?? ''));
}

/**
 * Whether the record as a whole may not be edited: the key's user lacks the right, or a rule of the account refuses every
 * edit. A missing scope is something else: it is granted to the key once, and then everything can be written.
 */
export function isEditRefused(error: HubSpotResponseError): boolean {
  const { status, body } = error;
  if (status === 403) return !isScopeMissing(error);
  return (
    status === 400 && !isContactGone(error) && refusedProperties(error).length === 0 && Boolean(body.message)
  );
}

/** HubSpot docs: Error handling, MISSING_SCOPES; the older words name what the token would need. */
export function isScopeMissing({ status, body }: HubSpotResponseError): boolean {
  if (status !== 403) return false;
  return body.category === 'MISSING_SCOPES' || /scope|oauth-token/i.test((body.message ?? '').slice(0, 500));
}

/** The next attempt asks for the contact again. */
export const contactGone = (error: HubSpotResponseError) => recordGone(error, 'the contact is gone');

/** For `catch`, of a request to the contact itself. @throws CrmUnavailableError that says that it is gone, for a 404. */
export function asContactGone(error: unknown): never {
  throw error instanceof HubSpotResponseError && error.status === 404 ? contactGone(error) : error;
}

/**
 * The scopes a refusal asks for (HubSpot docs: Error handling, MISSING_SCOPES: `errors[].context`; older words:
 * "requires any of [crm.objects.contacts.read]"); empty when it names none.
 */
export function requiredScopes({ body }: HubSpotResponseError): string[] {
  const listed = body.errors.flatMap(({ scopes }) => scopes);
  const message = (body.message ?? '').slice(0, 1_000);
  const [, inWords = ''] = /requires \w{3} of \[([\w., -]{1,500})\]/.exec(message) ?? [];
  const found = [...listed, ...inWords.split(',').map((scope) => scope.trim())];
  return [...new Set(found.filter((scope) => /^[\w.-]{1,100}$/.test(scope)))].slice(0, 20);
}

/** What the body says, as far as it has the form HubSpot documents: a proxy in between may answer anything. */
function parseBody(text: string): ErrorBody {
  const body = objectOf(parsedJson(text));
  return {
    message: textOf(body.message),
    category: textOf(body.category),
    correlationId: textOf(body.correlationId),
    policyName: textOf(body.policyName),
    errors: objectsOf(body.errors).map(({ message, code, name, context }) => {
      const { propertyName, requiredScopes, requiredGranularScopes } = objectOf(context);
      return {
        message: textOf(message),
        code: textOf(code),
        names: [...textsOf(propertyName), ...textsOf([name])],
        scopes: [...textsOf(requiredGranularScopes), ...textsOf(requiredScopes)],
      };
    }),
  };
}

function embeddedList(words: string): RefusedProperty[] {
  const start = words.indexOf('[');
  if (start < 0) return [];
  const list = objectsOf(parsedJson(words.slice(start, words.lastIndexOf(']') + 1)));
  return list.flatMap(({ name, error, message }) => {
    const property = textOf(name);
    if (property === undefined) return [];
    return { name: property, code: textOf(error) ?? 'INVALID', message: textOf(message) ?? '' };
  });
}
