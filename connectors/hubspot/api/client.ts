import {
  BasicApi,
  BatchApi,
  SearchApi,
  ServerConfiguration,
  createConfiguration,
} from '@hubspot/api-client/lib/codegen/crm/objects';
import { httpLibrary, sendToHubSpot, type TransportOptions } from './transport';

export interface HubSpotApi {
  objects: BasicApi;
  batch: BatchApi;
  search: SearchApi;
  /** Answers of endpoints whose generated classes are missing, or large for the one request. */
  getJson(operation: string, path: string): Promise<unknown>;
  /** A PUT without a body; all is in the path. */
  putJson(operation: string, path: string): Promise<unknown>;
  /** For requests that change nothing. */
  postJson(operation: string, path: string, body: unknown): Promise<unknown>;
}

/**
 * HubSpot's generated API classes over our transport, bound to one event's signal. Making them costs microseconds;
 * the classes have no way to pass a signal per call.
 */
export function createApi(
  { accessToken, baseUrl }: { accessToken: string; baseUrl: string },
  transport: TransportOptions,
): HubSpotApi {
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(baseUrl, {}),
    httpApi: httpLibrary(transport),
    authMethods: { oauth2: { accessToken } },
  });
  async function sendJson(operation: string, method: string, path: string, body?: unknown) {
    const headers = {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const request = { operation, method, url: baseUrl + path, headers, repeatable: true };
    const { text } = await sendToHubSpot(
      { ...request, ...(body !== undefined && { body: JSON.stringify(body) }) },
      transport,
    );
    return JSON.parse(text) as unknown;
  }
  return {
    objects: new BasicApi(configuration),
    batch: new BatchApi(configuration),
    search: new SearchApi(configuration),
    getJson: (operation, path) => sendJson(operation, 'GET', path),
    putJson: (operation, path) => sendJson(operation, 'PUT', path),
    postJson: (operation, path, body) => sendJson(operation, 'POST', path, body),
  };
}
