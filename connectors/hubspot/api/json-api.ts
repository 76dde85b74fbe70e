import { sendToHubSpot, type TransportOptions } from './transport';

/** Endpoints whose generated classes are missing, or large for the one request. */
export interface JsonApi {
  getJson(operation: string, path: string): Promise<unknown>;
  /** A PUT without a body; all is in the path. */
  putJson(operation: string, path: string): Promise<unknown>;
  /** For requests that change nothing, or are refused the second time. */
  postJson(operation: string, path: string, body: unknown): Promise<unknown>;
}

export function createJsonApi(
  { accessToken, baseUrl }: { accessToken: string; baseUrl: string },
  transport: TransportOptions,
): JsonApi {
  async function send(operation: string, method: string, path: string, json?: unknown): Promise<unknown> {
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
    const request = { operation, method, url: baseUrl + path, headers, json, repeatable: true };
    return (await sendToHubSpot(request, transport)).json;
  }
  return {
    getJson: (operation, path) => send(operation, 'GET', path),
    putJson: (operation, path) => send(operation, 'PUT', path),
    postJson: (operation, path, body) => send(operation, 'POST', path, body),
  };
}
