import { markdownTable } from '../../markdown';
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
  printTable(
    'What one event uses, medians',
    ['event', 'write units', 'read units', 'table requests', 'log', 'processor'],
    usage.map(({ event, writeUnits, readUnits, tableRequests, logBytes, cpuMs }) => {
      return [
        `\`${event}\``,
        writeUnits,
        readUnits,
        tableRequests,
        `${logBytes} bytes`,
        `${cpuMs.toFixed(0)} ms`,
      ];
    }),
  );
  printTable(
    'What the deployed stack uses beside them',
    ['what', 'how much'],
    Object.entries(WORDS).map(([name, words]) => [
      words,
      deployment[name as keyof DeploymentUsage].toFixed(1),
    ]),
  );
  const columns = EVENTS_A_MONTH.map((events) => monthlyCosts(events, usage, deployment));
  const total = (column: Record<string, number>) =>
    Object.values(column).reduce((sum, value) => sum + value, 0);
  printTable(
    'US dollars a month',
    ['', ...EVENTS_A_MONTH.map((events) => `${events.toLocaleString('en')} events`)],
    [
      ...Object.keys(columns[0]!).map((name) => [name, ...columns.map((column) => column[name]!.toFixed(2))]),
      ['**all**', ...columns.map((column) => `**${total(column).toFixed(2)}**`)],
    ],
  );
  process.exit(0);
}

function printTable(title: string, ...table: Parameters<typeof markdownTable>): void {
  console.log(`\n${title}\n\n${markdownTable(...table)}`);
}

void print();
