import { measureDeployment, type DeploymentUsage } from './deployment-usage';
import { measureUsage, type Usage } from './usage';

/** List prices of us-east-1 in US dollars, November 2026, without free tiers. docs/costs.md says where they come from. */
const PRICE = {
  lambdaRequest: 0.2 / 1e6,
  /** arm64. */
  lambdaGbSecond: 0.0000133334,
  apiRequest: 1 / 1e6,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  storageGbMonth: 0.25,
  backupGbMonth: 0.2,
  logGb: 0.5,
  alarmMonth: 0.1,
  metricMonth: 0.3,
};

/** What is not measured here but assumed. */
const ASSUMED = {
  memoryGb: 0.5,
  /** What CRM and DynamoDB take, on average over the events, milliseconds. */
  waitingMs: 500,
  /** At 512 MB a function has this part of a processor (Lambda Developer Guide: memory). */
  processor: 512 / 1_769,
  /** Lambda's own START, END and REPORT. */
  platformLogBytes: 400,
  /** The done event and the links stay for 30 to 400 days. */
  storedKb: 6,
  /** The worker runs every minute, with nothing to do. */
  workerRuns: 43_200,
  workerMs: 60,
};

/** How often each event comes in a month of chats that are accepted, updated once and finished. */
const SHARE: Record<string, number> = {
  'chat_accepted, new': 0.2,
  'chat_accepted, known': 0.1,
  chat_updated: 0.3,
  chat_finished: 0.3,
  offline_message: 0.07,
  call_event: 0.03,
};

const WORDS: Record<keyof DeploymentUsage, string> = {
  alarms: 'alarms, as they are billed',
  metrics: 'custom metrics, one CRM in use',
  accessLogBytes: 'bytes of the access log, one event',
  workerReadUnits: 'read units, one idle round of the worker',
  workerWriteUnits: 'write units, one idle round of the worker',
  workerLogBytes: 'bytes of log, one idle round of the worker',
};

const EVENTS_A_MONTH = [1_000, 100_000, 10_000_000];

/** US dollars a month, by what it is paid for. */
function monthlyCosts(
  events: number,
  usage: readonly Usage[],
  deployment: DeploymentUsage,
): Record<string, number> {
  const { alarms, metrics, accessLogBytes, workerReadUnits, workerWriteUnits, workerLogBytes } = deployment;
  const average = (key: keyof Omit<Usage, 'event'>) =>
    usage.reduce((sum, one) => sum + one[key] * (SHARE[one.event] ?? 0), 0);
  const seconds = (average('cpuMs') / ASSUMED.processor + ASSUMED.waitingMs) / 1_000;
  const workerSeconds = (ASSUMED.workerRuns * ASSUMED.workerMs) / 1_000;
  const eventLogBytes = average('logBytes') + accessLogBytes + ASSUMED.platformLogBytes;
  const workerLog = ASSUMED.workerRuns * (workerLogBytes + ASSUMED.platformLogBytes);
  const logGb = (events * eventLogBytes + workerLog) / 1e9;
  const storedGb = (events * ASSUMED.storedKb) / 1e6;
  return {
    Lambda:
      (events + ASSUMED.workerRuns) * PRICE.lambdaRequest +
      (events * seconds + workerSeconds) * ASSUMED.memoryGb * PRICE.lambdaGbSecond,
    'HTTP API': events * PRICE.apiRequest,
    'DynamoDB requests':
      events * (average('writeUnits') * PRICE.writeUnit + average('readUnits') * PRICE.readUnit) +
      ASSUMED.workerRuns * (workerReadUnits * PRICE.readUnit + workerWriteUnits * PRICE.writeUnit),
    'DynamoDB storage and backup': storedGb * (PRICE.storageGbMonth + PRICE.backupGbMonth),
    Logs: logGb * PRICE.logGb,
    'Alarms and metrics': alarms * PRICE.alarmMonth + metrics * PRICE.metricMonth,
  };
}

async function print(): Promise<void> {
  const usage = await measureUsage();
  const deployment = await measureDeployment();
  console.log('\nWhat one event uses, medians\n');
  console.log('| event | write units | read units | table requests | log | processor |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { event, writeUnits, readUnits, tableRequests, logBytes, cpuMs } of usage) {
    console.log(
      `| \`${event}\` | ${writeUnits} | ${readUnits} | ${tableRequests} | ${logBytes} bytes | ${cpuMs.toFixed(0)} ms |`,
    );
  }
  console.log('\nWhat the deployed stack uses beside them\n');
  console.log('| what | how much |\n| --- | --- |');
  for (const [name, value] of Object.entries<number>({ ...deployment })) {
    console.log(`| ${WORDS[name as keyof DeploymentUsage]} | ${value.toFixed(1)} |`);
  }
  const columns = EVENTS_A_MONTH.map((events) => monthlyCosts(events, usage, deployment));
  console.log('\nUS dollars a month\n');
  console.log(`| | ${EVENTS_A_MONTH.map((events) => `${events.toLocaleString('en')} events`).join(' | ')} |`);
  console.log('| --- | --- | --- | --- |');
  for (const name of Object.keys(columns[0]!)) {
    console.log(`| ${name} | ${columns.map((column) => column[name]!.toFixed(2)).join(' | ')} |`);
  }
  const total = (column: Record<string, number>) =>
    Object.values(column).reduce((sum, value) => sum + value, 0);
  console.log(`| **all** | ${columns.map((column) => `**${total(column).toFixed(2)}**`).join(' | ')} |`);
  process.exit(0);
}

print().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
