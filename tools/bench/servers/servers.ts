import { ensureTable, startDynamoDB } from '../../../sandbox/dynamodb/dynamodb';
import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { defineJivoChatProperties } from '../../../emulators/hubspot/jivochat-properties';

/** Table and CRM in a process of their own, so that their work is not taken for the handler's. */
async function serve(): Promise<void> {
  const dynamo = await startDynamoDB();
  await ensureTable(dynamo.endpoint, 'bench');
  const hubspot = createHubSpotEmulator();
  defineJivoChatProperties(hubspot);
  const { url } = await hubspot.listen();
  process.send?.({
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    TABLE_NAME: 'bench',
    HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
    HUBSPOT_BASE_URL: url,
    HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
  });
}

// The bench is gone, whatever ended it.
process.on('disconnect', () => process.exit());
void serve();
