import { ensureTable, startDynamoDB } from '../../../sandbox/dynamodb/dynamodb';
import { startCrm } from '../crm';

/** Table and CRM in a process of their own, so that their work is not taken for the handler's. */
async function serve(): Promise<void> {
  const dynamo = await startDynamoDB();
  await ensureTable(dynamo.endpoint, 'bench');
  const crm = await startCrm();
  process.send?.({
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    TABLE_NAME: 'bench',
    ...crm.env,
  });
}

// The bench is gone, whatever ended it.
process.on('disconnect', () => process.exit());
void serve();
