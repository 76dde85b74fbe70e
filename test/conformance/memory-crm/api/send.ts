import { CrmRefusedError, CrmUnavailableError } from '../../../../connectors/errors';
import { exchange, retryAfterMs, type HttpLine } from '../../../../connectors/shared/http/exchange';
import type { MemorySettings } from '../definition';

const CRM = 'Memory CRM';

export type Send = <T>(
  operation: string,
  method: string,
  path: string,
  data?: object,
) => Promise<{ status: number; body: T }>;

/** One request. Every answer the caller cannot use becomes an error that knows whether to try again. */
export function createSend({ baseUrl, token }: MemorySettings, line: HttpLine): Send {
  return async <T>(operation: string, method: string, path: string, data?: object) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = { crm: CRM, operation, method, headers, body: JSON.stringify(data), scope: 'general' };
    const answer = await exchange({ ...request, url: baseUrl + path }, line);
    const { status, json } = answer;
    const details = { crm: CRM, operation, status };
    const unknown = { outcomeUnknown: method !== 'GET' };
    if (status === 429 || status >= 500) {
      const wait = { retryAfterMs: retryAfterMs(answer.headers) };
      throw new CrmUnavailableError(`HTTP ${status}`, details, { ...wait, ...unknown });
    }
    if (status >= 400 && ![404, 409].includes(status))
      throw new CrmRefusedError(`HTTP ${status}`, details, 'Check MEMORY_TOKEN.');
    if (!json) throw new CrmUnavailableError('no readable answer', details, unknown);
    return { status, body: json as T };
  };
}
