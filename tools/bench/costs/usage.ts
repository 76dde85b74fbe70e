import { toGatewayEvent } from '../../../sandbox/gateway';
import { LocalLambda } from '../../../emulators/aws/lambda/local-lambda';
import { unpackedArtefact } from '../artefact';
import { startCountingProxy } from '../servers/counting-proxy';
import { CRM, addressVariable } from '../crm';
import { CASES } from '../events';
import { inTurn, medians } from '../load';
import { TOKEN, startServers } from '../servers/start-servers';

const ROUNDS = 12;
/** The first events of an instance learn what the CRM account knows. */
const WARM_UP = 4;
/**
 * The index row of an event is written when it is kept and removed when it is done; a done one is entered into the index by
 * time (DynamoDB Developer Guide: Global
 * secondary indexes, write capacity); the local engine does not count it.
 */
const INDEX_WRITE_UNITS = 3;

/** What one event uses, medians. */
export interface Usage {
  event: string;
  writeUnits: number;
  readUnits: number;
  tableRequests: number;
  /** How often it waits for the table. */
  tableRounds: number;
  crmRequests: number;
  logBytes: number;
  /** Milliseconds without the waiting for table and CRM, at this machine's speed. */
  cpuMs: number;
}

/** Plays the events to the packaged webhook and counts what each of them consumes. */
export async function measureUsage(): Promise<Usage[]> {
  const { env, stop } = await startServers();
  const table = await startCountingProxy(env.AWS_ENDPOINT_URL_DYNAMODB!);
  const address = await addressVariable();
  const crm = await startCountingProxy(env[address]!);
  const { taskRoot, remove } = await unpackedArtefact();
  const lambda = new LocalLambda({
    taskRoot,
    handler: 'dist/webhook.handler',
    env: { ...env, AWS_ENDPOINT_URL_DYNAMODB: table.url, [address]: crm.url },
  });
  const used = await inTurn(CASES, { rounds: ROUNDS, warmUp: WARM_UP }, async (body, round) => {
    table.take();
    crm.take();
    const before = { log: lambda.log.length, cpu: lambda.cpuMs() };
    await lambda.invoke(toGatewayEvent('POST', `/webhooks/${CRM}/${TOKEN}`, body(5_000 + round)));
    const { requests: tableRequests, rounds: tableRounds, writeUnits, readUnits } = table.take();
    return {
      writeUnits: writeUnits + INDEX_WRITE_UNITS,
      readUnits,
      tableRequests,
      tableRounds,
      crmRequests: crm.take().requests,
      logBytes: lambda.log.length - before.log,
      cpuMs: lambda.cpuMs() - before.cpu,
    };
  });
  await lambda.close();
  await table.close();
  await crm.close();
  remove();
  stop();
  return used.map(({ name, samples }) => ({
    event: name,
    ...medians(samples),
    cpuMs: samples.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / samples.length,
  }));
}
