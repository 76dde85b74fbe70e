import type { Account } from '../../../emulators/aws';
import { postEvent } from '../../../sandbox/sample-chat/post-event';
import { prepareDeployment } from '../../../sandbox/deployment/prepare-deployment';
import { loadDefinition } from '../../../connectors/registry';
import { CRM, startCrm } from '../crm';
import { CASES } from '../events';
import { TOKEN } from '../servers/start-servers';

const STAGE = 'prod';
const ROUNDS = 3;
const IDLE_MINUTES = 10;
/** CloudWatch bills an alarm over a learnt band as three metrics. */
const BAND_ALARMS = 3;

/** What a deployed stack uses beside its events, as the emulated services counted it. */
export interface DeploymentUsage {
  /** As they are billed. */
  alarms: number;
  /** Custom metrics while one CRM is used. */
  metrics: number;
  /** Bytes of the access log for one event. */
  accessLogBytes: number;
  /** Of one round of the worker with nothing to do. */
  workerReadUnits: number;
  workerWriteUnits: number;
  workerLogBytes: number;
}

/** Deploys with the real `serverless` command, plays the events, and lets the worker run. */
export async function measureDeployment(): Promise<DeploymentUsage> {
  const crm = await startCrm();
  const { aws, deployment } = await prepareDeployment(await loadDefinition(CRM), crm, {
    stage: STAGE,
    token: TOKEN,
    settings: { REPLY_DEADLINE_MS: '8000' },
  });
  const { account } = aws;
  const { code, output } = await deployment.serverless('deploy', '--stage', STAGE);
  if (code !== 0) throw new Error(output);
  const events = await play(aws.url, account);
  const worker = await idle(account);
  const accessLog = account.logs.get(`/aws/http-api/jivochat-crm-${STAGE}`).events;
  const usage = {
    alarms: account.alarms
      .all()
      .reduce((sum, { properties }) => sum + (properties.Metrics ? BAND_ALARMS : 1), 0),
    metrics: account.metrics.customIds().length,
    accessLogBytes: bytesOf(accessLog) / events,
    ...worker,
  };
  deployment.remove();
  await aws.close();
  await crm.close();
  return usage;
}

/** @returns how many events were answered. */
async function play(awsUrl: string, account: Account): Promise<number> {
  const [apiId] = account.apis.ids;
  let answered = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const body of Object.values(CASES)) {
      const url = `${awsUrl}/_api/${apiId}/webhooks/${CRM}/${TOKEN}`;
      const { status } = await postEvent(url, body(9_000 + round).toString());
      if (status !== 200) throw new Error(`an event was answered with ${status}`);
      answered++;
    }
  }
  return answered;
}

async function idle(account: Account) {
  // The first round works off what the events left.
  await account.forward(2);
  const before = { ...account.consumed, log: account.logs.ingestedBytes };
  await account.forward(IDLE_MINUTES);
  const { readUnits, writeUnits } = account.consumed;
  return {
    workerReadUnits: (readUnits - before.readUnits) / IDLE_MINUTES,
    workerWriteUnits: (writeUnits - before.writeUnits) / IDLE_MINUTES,
    workerLogBytes: (account.logs.ingestedBytes - before.log) / IDLE_MINUTES,
  };
}

function bytesOf(events: readonly { message: string }[]): number {
  return events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
}
