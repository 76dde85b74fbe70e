import { withoutPersonalData } from '../../shared/http/redaction';
import { scopeOf } from '../../shared/http/limits';
import { ResponseError, recordGone, type Meaning } from '../../shared/http/response-error';
import { textOf, type Json } from './json';

/** The budget comes back at the server's midnight: asking every minute until then only burns requests. */
const DAILY_PAUSE_MS = 3_600_000;
/** Pipedrive docs: Rate limiting: a rolling window. Searches are counted apart. */
export const WINDOW_MS = 2_000;

export class PipedriveResponseError extends ResponseError {
  override readonly name = 'PipedriveResponseError';
  override readonly crm = 'Pipedrive';
  protected override readonly remedies = {
    401: 'Check PIPEDRIVE_API_TOKEN: the token is wrong, or a newer one took its place.',
    402: 'The company’s Pipedrive account is not open: a trial ended or a payment is missing.',
    403: 'Give the token’s user the rights named above (Manage users → Permissions), then replay.',
  };

  constructor(
    operation: string,
    status: number,
    /** Undefined for what is not Pipedrive's own: the page of a firewall or a proxy. */
    readonly body: Json | undefined,
    retryAfterMs?: number,
  ) {
    super(operation, status, textOf(body?.code) ?? '', retryAfterMs);
  }

  /** Pipedrive's own words, bounded. */
  override get words(): string {
    return [textOf(this.body?.error), textOf(this.body?.error_info)][0]?.slice(0, 1_000) ?? '';
  }

  /** The plan's limit or another reason that has a code of its own: `feature_capping_deals_limit`. */
  override get code(): string | undefined {
    const code = textOf(this.body?.code)?.slice(0, 100);
    return code && /^\w+$/.test(code) ? code : undefined;
  }

  override get reason(): string {
    const field = refusedField(this);
    if (field) return `${field.name}: ${withoutPersonalData(field.words).slice(0, 200)}`;
    return [this.code, withoutPersonalData(this.words).slice(0, 300)].filter(Boolean).join(': ');
  }

  override get remedy(): string {
    if (!this.code?.startsWith('feature_capping')) return super.remedy;
    return 'The plan’s limit is reached: make room or upgrade, then replay.';
  }

  override get meaning(): Meaning {
    const usual = super.meaning;
    // Without Pipedrive's own body a 403 is a firewall's (docs: Rate limiting).
    if (this.status === 403 && this.body === undefined) {
      return { ...usual, isBusy: true, isUnprocessed: true, limits: [{ scope: 'general', pauseMs: 60_000 }] };
    }
    if (this.status !== 429) return usual;
    // The day's budget is spent: until the server's midnight nothing is answered.
    const isDay = /daily/i.test(this.words);
    const waitMs = usual.waitMs ?? (isDay ? DAILY_PAUSE_MS : undefined);
    const scopes = isDay ? ['general', 'search'] : [scopeOf(this.operation)];
    return { ...usual, waitMs, limits: scopes.map((scope) => ({ scope, pauseMs: waitMs ?? WINDOW_MS })) };
  }

  override again(attempt: number) {
    return this.status === 403 ? undefined : super.again(attempt);
  }
}

interface RefusedField {
  /** Of the request: `emails`, the key of a custom field, or `custom_fields` where none of them is named. */
  name: string;
  words: string;
}

/** "Validation failed: custom_fields: Unknown key '…'": v2 names the field; undefined where none is named. */
export function refusedField({ status, words }: PipedriveResponseError): RefusedField | undefined {
  const [, name, why = ''] = /^Validation failed: (\w{1,60})(?:: (.*))?$/s.exec(words) ?? [];
  if (status !== 400 || !name) return undefined;
  const key = name === 'custom_fields' ? /'([0-9a-f]{40})'/.exec(why)?.[1] : undefined;
  return { name: key ?? name, words: why.replaceAll(/'[^']{0,200}'/g, '').trim() };
}

/** Whether the person written about is no longer there: 404, or the field that names them is refused. */
function isPersonGone(error: PipedriveResponseError): boolean {
  if (error.status === 404) return !/lead|deal|user|label|note/i.test(error.words);
  return ['participants', 'person_id'].includes(refusedField(error)?.name ?? '');
}

/** For `catch`. @throws CrmUnavailableError that says that the person is gone, where the error does. */
export function asPersonGone(error: unknown): never {
  throw error instanceof PipedriveResponseError && isPersonGone(error)
    ? recordGone(error, 'the person is gone')
    : error;
}

/** For the author of a write: it is gone, or may not be edited. */
export function isGoneOrLocked({ status, body }: PipedriveResponseError): boolean {
  return [404, 410].includes(status) || (status === 403 && body !== undefined);
}
