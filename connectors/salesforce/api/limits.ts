import type { LimitReading } from '../../shared/http/limits';
import type { AnswerHeaders } from '../../shared/http/transport';

/**
 * Salesforce has no limit by the second, only requests of the last 24 hours: `api-usage=18/15000` in every answer
 * (Salesforce docs: Limit Info Header).
 */
export function limitsInHeaders(headers: AnswerHeaders): LimitReading[] {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
  if (used === undefined || limit === undefined) return [];
  return [{ scope: 'daily', limit: Number(limit), remaining: Math.max(0, Number(limit) - Number(used)) }];
}
