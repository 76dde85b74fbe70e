import {
  BasicApi,
  BatchApi,
  SearchApi,
  ServerConfiguration,
  createConfiguration,
} from '@hubspot/api-client/lib/codegen/crm/objects';
import { createJsonApi, type JsonApi } from './json-api';
import { httpLibrary, type TransportOptions } from './transport';

export interface HubSpotApi extends JsonApi {
  objects: BasicApi;
  batch: BatchApi;
  search: SearchApi;
}

/**
 * HubSpot's generated API classes over our transport, bound to one event's signal. Making them costs microseconds;
 * the classes have no way to pass a signal per call.
 */
export function createApi(
  settings: { accessToken: string; baseUrl: string },
  transport: TransportOptions,
): HubSpotApi {
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(settings.baseUrl, {}),
    httpApi: httpLibrary(transport),
    authMethods: { oauth2: { accessToken: settings.accessToken } },
  });
  return {
    objects: new BasicApi(configuration),
    batch: new BatchApi(configuration),
    search: new SearchApi(configuration),
    ...createJsonApi(settings, transport),
  };
}
