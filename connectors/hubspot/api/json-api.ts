import { sendToHubSpot, type TransportOptions } from './transport';

/** Endpoints whose generated classes are missing, or large for the one request. */
export interface JsonApi {
  get(path: string): Promise<unknown>;
  /** A PUT without a body; all is in the path. */
  put(path: string): Promise<unknown>;
  /** For requests that change nothing, or are refused the second time: 409 when something of that name exists. */
  post(path: string, body: unknown): Promise<unknown>;
}

export function createJsonApi(
  { accessToken, baseUrl }: { accessToken: string; baseUrl: string },
  transport: TransportOptions,
): JsonApi {
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
  const send = async (method: string, path: string, json?: unknown) => {
    const call = { method, url: baseUrl + path, headers, json, repeatable: true };
    return (await sendToHubSpot(call, transport)).json;
  };
  return {
    get: (path) => send('GET', path),
    put: (path) => send('PUT', path),
    post: (path, body) => send('POST', path, body),
  };
}
