import { CrmUnavailableError } from '../../errors';
import { ResponseError, unlessRefused as unless } from '../../shared/http/response-error';
import type { Refused } from '../../shared/if-allowed';
import { textOf, type Json } from './json';

export class PipedriveResponseError extends ResponseError {
  override readonly name = 'PipedriveResponseError';

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
  get words(): string {
    return [textOf(this.body?.error), textOf(this.body?.error_info)][0]?.slice(0, 1_000) ?? '';
  }

  /** The plan's limit or another reason that has a code of its own: `feature_capping_deals_limit`. */
  get code(): string | undefined {
    const code = textOf(this.body?.code)?.slice(0, 100);
    return code && /^\w+$/.test(code) ? code : undefined;
  }
}

export interface RefusedField {
  /** Of the request: `emails`, or the key of a custom field. */
  name: string;
  /** Named by its key; else all custom fields of the request may be meant. */
  custom: boolean;
  words: string;
}

/** "Validation failed: custom_fields: Unknown key '…'": v2 names the field; undefined where none is named. */
export function refusedField({ status, words }: PipedriveResponseError): RefusedField | undefined {
  const [, name, why = ''] = /^Validation failed: (\w{1,60})(?:: (.*))?$/s.exec(words) ?? [];
  if (status !== 400 || !name) return undefined;
  const key = name === 'custom_fields' ? /'([0-9a-f]{40})'/.exec(why)?.[1] : undefined;
  return { name: key ?? name, custom: key !== undefined, words: why.replaceAll(/'[^']{0,200}'/g, '').trim() };
}

/** Statuses after which asking again helps; a 403 without Pipedrive's own body is a firewall's (docs: Rate limiting). */
export function isBusy({ status, body }: PipedriveResponseError): boolean {
  if (status === 403) return body === undefined;
  return [408, 423, 425, 429].includes(status) || (status >= 500 && status !== 501);
}

/** The day's budget is spent: until the server's midnight nothing is answered. */
export function isDaySpent({ status, words }: PipedriveResponseError): boolean {
  return status === 429 && /daily/i.test(words);
}

/** Refused before anything was done: repeating cannot double a write. */
export function isUnprocessed({ status, body }: PipedriveResponseError): boolean {
  return status === 429 || status === 423 || (status === 403 && body === undefined);
}

/** The next attempt asks for the person again. */
export function personGone(
  { operation, status }: PipedriveResponseError,
  cause: unknown,
): CrmUnavailableError {
  const details = { crm: 'Pipedrive', operation, status, cause };
  return new CrmUnavailableError('the person is gone', details, { recordGone: true });
}

/** Whether the person written about is no longer there: 404, or the field that names them is refused. */
export function isPersonGone(error: PipedriveResponseError): boolean {
  if (error.status === 404) return !/lead|deal|user|label|note/i.test(error.words);
  return ['participants', 'person_id'].includes(refusedField(error)?.name ?? '');
}

/** The answer; undefined where Pipedrive refuses in a way that was to be expected. @throws whatever else came. */
export const unlessRefused: <T>(
  work: Promise<T>,
  expected: (refusal: PipedriveResponseError) => boolean,
) => Promise<T | undefined> = unless;

/** A refusal that costs one piece of work only. @param lasting statuses that are about all of its kind. */
export function refusalOf(error: unknown, lasting: readonly number[] = []): Refused | undefined {
  if (!(error instanceof PipedriveResponseError) || isBusy(error) || error.status === 401) return undefined;
  const { status, code } = error;
  return { isLasting: lasting.includes(status), why: { status, code } };
}

/** For `catch`. @throws CrmUnavailableError that says that the person is gone, where the error does. */
export function asPersonGone(error: unknown): never {
  throw error instanceof PipedriveResponseError && isPersonGone(error) ? personGone(error, error) : error;
}

/** For the author of a write: it is gone, or may not be edited. */
export function isGoneOrLocked({ status, body }: PipedriveResponseError): boolean {
  return [404, 410].includes(status) || (status === 403 && body !== undefined);
}
