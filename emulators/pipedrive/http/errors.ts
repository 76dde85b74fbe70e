import type { ContentfulStatusCode } from 'hono/utils/http-status';

const INFO = 'Please check developers.pipedrive.com for more information about Pipedrive API.';

/** A refusal as Pipedrive words it (Pipedrive docs: Responses). */
export class PipedriveError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly body: object,
    readonly headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body));
  }
}

/** The body every endpoint of v1 and most of v2 answers a failure with. */
export function refusal(status: ContentfulStatusCode, error: string, code?: string): PipedriveError {
  const body = { success: false, error, error_info: INFO, data: null, additional_data: null };
  return new PipedriveError(status, code === undefined ? body : { ...body, code });
}

/** Seen in users' logs: "Validation failed: owner_id: User not found or not accessible." */
export function invalid(field: string, words: string): PipedriveError {
  const error = `Validation failed: ${field}: ${words}`;
  return new PipedriveError(400, { success: false, error, code: 'ERR_SCHEMA_VALIDATION_FAILED' });
}

export const notFound = (what: string): PipedriveError => refusal(404, `${what} not found`);

export const forbidden = (): PipedriveError => refusal(403, 'You do not have permissions to do this action');

/** As the gateway answers a wrong token (seen in users' logs, header `x-401-by-gw`). */
export function unauthorized(): PipedriveError {
  const info = 'Please check developers.pipedrive.com';
  const body = { success: false, error: 'unauthorized access', errorCode: 401, error_info: info };
  return new PipedriveError(401, body, { 'x-401-by-gw': 'true' });
}

/** Too much at once, or the day's budget spent; the words are from users' logs, the wait is documented for neither. */
export function tooMany(limit: 'burst' | 'daily', headers: Record<string, string>): PipedriveError {
  const error = limit === 'daily' ? 'daily request budget exceeded' : 'request over limit';
  return new PipedriveError(429, { success: false, error, errorCode: 429 }, headers);
}
