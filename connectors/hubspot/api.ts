import {
  BasicApi,
  BatchApi,
  SearchApi,
  ServerConfiguration,
  createConfiguration,
} from '@hubspot/api-client/lib/codegen/crm/objects';
import {
  OwnersApi,
  type Configuration as OwnersConfiguration,
} from '@hubspot/api-client/lib/codegen/crm/owners';
import { httpLibrary, sendToHubSpot, type TransportOptions } from './transport';

export interface HubSpotApi {
  objects: BasicApi;
  batch: BatchApi;
  search: SearchApi;
  owners: OwnersApi;
  /** Answers of endpoints the generated client does not have. */
  getJson(operation: string, path: string): Promise<unknown>;
  /** A PUT without a body; all is in the path. */
  putJson(operation: string, path: string): Promise<unknown>;
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
  async function send(method: 'GET' | 'PUT', operation: string, path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
    const request = { operation, method, url: baseUrl + path, headers, repeatable: true };
    const { text } = await sendToHubSpot(request, transport);
    return JSON.parse(text) as unknown;
  }
  return {
    objects: new BasicApi(configuration),
    batch: new BatchApi(configuration),
    search: new SearchApi(configuration),
    // Each area of the generated client declares the same types anew; the objects are interchangeable.
    owners: new OwnersApi(configuration as unknown as OwnersConfiguration),
    getJson: (operation, path) => send('GET', operation, path),
    putJson: (operation, path) => send('PUT', operation, path),
  };
}
