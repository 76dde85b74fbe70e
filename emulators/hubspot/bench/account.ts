import { createHubSpotEmulator, SANDBOX_TOKEN } from '../index';
import { defineJivoChatProperties } from '../jivochat-properties';
import type { StartForBench } from '../../sandbox-crm';

/** The account that the bench measures with: it has our properties, and nobody else uses its limits. */
export const startForBench: StartForBench = async () => {
  const hubspot = createHubSpotEmulator();
  defineJivoChatProperties(hubspot);
  const server = await hubspot.listen();
  return {
    url: server.url,
    env: {
      HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
      HUBSPOT_BASE_URL: server.url,
      HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
    },
    close: () => server.close(),
  };
};
