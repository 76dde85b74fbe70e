import type { LimitReading } from '../../shared/http/limits';
import type { AnswerHeaders } from '../../shared/http/transport';
import type { SalesforceResponseError } from './errors';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Salesforce has no limit by the second, only requests of the last 24 hours: `api-usage=18/15000` in every answer
 * (Salesforce docs: Limit Info Header).
 */
export function limitsInHeaders(headers: AnswerHeaders): LimitReading[] {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
  if (used === undefined || limit === undefined) return [];
  return [{ scope: 'daily', limit: Number(limit), remaining: Math.max(0, Number(limit) - Number(used)) }];
}

/** The daily limit is a rolling one of 24 hours: asking every minute only uses it up. Long transactions pass sooner. */
export function limitWait(error: SalesforceResponseError): number | undefined {
  if (!error.has('REQUEST_LIMIT_EXCEEDED')) return undefined;
  return error.errors.some(({ message }) => message.includes('Concurrent')) ? MINUTE_MS : HOUR_MS;
}

/** What a refusal says: for how long nobody should ask. */
export function limitsInRefusal(error: SalesforceResponseError): LimitReading[] {
  const asked = error.status === 429 || error.status === 503 ? error.retryAfterMs : undefined;
  const pauseMs = limitWait(error) ?? asked;
  return pauseMs === undefined ? [] : [{ scope: 'general', pauseMs }];
}
