import type { LimitReading } from '../../shared/http/limits';
import type { AnswerHeaders } from '../../shared/http/transport';
import type { HubSpotResponseError } from './errors';

/** The daily limit ends at midnight of the account's time zone: asking every minute until then only burns requests. */
export const DAILY_PAUSE_MS = 3_600_000;

/** Searches have a limit of their own and do not count towards the general one (HubSpot docs: Search the CRM). */
export function scopeOf(url: string): string {
  return new URL(url).pathname.endsWith('/search') ? 'search' : 'general';
}

/** The limits in the headers of an answer; searches carry none (HubSpot docs: API usage guidelines). */
export function limitsInHeaders(headers: AnswerHeaders): LimitReading[] {
  const number = (name: string) => {
    const text = headers.get(`x-hubspot-ratelimit-${name}`);
    return !text?.trim() || !Number.isFinite(Number(text)) ? undefined : Number(text);
  };
  const general = {
    scope: 'general',
    limit: number('max'),
    windowMs: number('interval-milliseconds'),
    remaining: number('remaining'),
  };
  const daily = { scope: 'daily', limit: number('daily'), remaining: number('daily-remaining') };
  return [general, daily].filter(({ limit }) => limit !== undefined);
}

/** What a refusal says: which limit is reached, and for how long. */
export function limitsInRefusal({ status, body, retryAfterMs }: HubSpotResponseError): LimitReading[] {
  if (status !== 429) return [];
  if (body.policyName === 'SECONDLY') return [{ scope: 'search', pauseMs: retryAfterMs ?? 1_000 }];
  const pauseMs = retryAfterMs ?? (body.policyName === 'DAILY' ? DAILY_PAUSE_MS : 10_000);
  const scopes = body.policyName === 'DAILY' ? ['general', 'search'] : ['general'];
  return scopes.map((scope) => ({ scope, pauseMs }));
}
