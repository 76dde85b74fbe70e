import { ensureTable, startDynamoDB } from '../../sandbox/dynamodb/dynamodb';
import { SOAK_CRMS, type CrmName } from './crms';

/** What the soak asks of the servers' process. */
export type Command = { name: 'outage'; ms: number } | { name: 'account' };

/** Nobody makes more requests than this for one event. */
const REQUESTS_AN_EVENT = 6;

/** Table and CRM in a process of their own, so that their memory and their work are not taken for the handlers'. */
async function serve(name: CrmName, events: number, faultShare: number): Promise<void> {
  const dynamo = await startDynamoDB();
  await ensureTable(dynamo.endpoint, 'soak');
  const crm = SOAK_CRMS[name]();
  let server = await crm.listen();
  const { port } = new URL(server.url);
  for (let nth = 1; nth <= events * REQUESTS_AN_EVENT; nth++) {
    if (Math.random() < faultShare) crm.failAt(nth);
  }
  process.on('disconnect', () => process.exit());
  process.on('message', (command: Command) => {
    if (command.name === 'account') return void process.send!({ ...crm.traffic(), ...crm.holdings() });
    // Nobody listens: connections are refused.
    void server
      .close()
      .then(() => new Promise((over) => setTimeout(over, command.ms)))
      .then(async () => (server = await crm.listen(Number(port))));
  });
  process.send!({
    limits: crm.limits,
    env: {
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      TABLE_NAME: 'soak',
      ...crm.env(server.url),
    },
  });
}

const [, , crm, events, faultShare] = process.argv;
void serve(crm as CrmName, Number(events), Number(faultShare));
