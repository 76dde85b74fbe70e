import type { WildcardSearch } from './backend';
import { apiError, type SalesforceError } from './http/errors';

const LEADING_WILDCARD = /\bLIKE '%/i;

function hasLeadingWildcard(query: string): boolean {
  return LEADING_WILDCARD.test(query);
}

/** The words vary from release to release; the codes are documented (Salesforce docs: Status Codes). */
const WORDS = {
  QUERY_TIMEOUT: 'Your query request was running for too long.',
  OPERATION_TOO_LARGE: 'The query has returned too many results; add filters to narrow it.',
} as const;

/** How a large org refuses the query; undefined when it answers, however late. */
export function tooHeavy(query: string, setting: WildcardSearch): SalesforceError | undefined {
  if (typeof setting === 'number' || !hasLeadingWildcard(query)) return undefined;
  return apiError(400, setting, WORDS[setting]);
}

/** Milliseconds the answer takes. @param request address and body, as they came. */
export function searchTime(request: string, setting: WildcardSearch): number {
  if (typeof setting !== 'number' || setting === 0) return 0;
  return hasLeadingWildcard(decoded(request)) ? setting : 0;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
