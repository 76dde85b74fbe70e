import { LANGUAGES } from '../../text/languages/words';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGatewayEvent } from '../../sandbox/gateway';
import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { LocalLambda, type FunctionOptions, type Invoked } from '../../emulators/aws/lambda/local-lambda';
import { createParameterStoreEmulator, type ParameterStoreEmulator } from '../../emulators/aws/ssm/server';
import { TOKEN, newChat, startWorld, talk, type World } from '../e2e/hubspot/world';
import { EVERYTHING, packageOnce } from './packages';
import { packageArtefact, type Artefact, type FunctionName } from './artefact';

const SCHEDULED = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-11-23T08:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:123456789012:rule/retry'],
  detail: {},
};

/** Memory is read from /proc. */
const onLinux = process.platform === 'linux' ? it : it.skip;

let artefact: Artefact;
let world: World;
let ssm: ParameterStoreEmulator;
let parameterStore: string;
const running: LocalLambda[] = [];

beforeAll(async () => {
  artefact = await packageArtefact();
  ssm = createParameterStoreEmulator();
  const { WEBHOOK_TOKENS_SSM, HUBSPOT_ACCESS_TOKEN_SSM } = artefact.environment('webhook');
  ssm.parameters.put({ Name: WEBHOOK_TOKENS_SSM!, Value: TOKEN, Type: 'SecureString' });
  ssm.parameters.put({ Name: HUBSPOT_ACCESS_TOKEN_SSM!, Value: SANDBOX_TOKEN, Type: 'SecureString' });
  ({ url: parameterStore } = await ssm.listen());
}, 60_000);
afterAll(async () => {
  artefact.remove();
  await ssm.close();
});
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((lambda) => lambda.close()));
  await world.close();
});

/** The function as deployed: its zip, its handler, its environment; only the addresses lead to this machine. */
function deployed(name: FunctionName, more: Partial<FunctionOptions> = {}): LocalLambda {
  const { WEBHOOK_TOKENS, HUBSPOT_ACCESS_TOKEN, ...local } = world.env;
  const lambda = new LocalLambda({
    taskRoot: artefact.taskRoot(name),
    handler: artefact.handler(name),
    ...more,
    env: { ...artefact.environment(name), ...local, AWS_ENDPOINT_URL_SSM: parameterStore, ...more.env },
  });
  running.push(lambda);
  return lambda;
}

const post = (body: unknown) =>
  toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, Buffer.from(JSON.stringify(body)));

function reply({ answer }: Invoked): { statusCode: number; body: Record<string, unknown> } {
  if ('error' in answer) throw new Error(answer.error.errorMessage);
  const { statusCode, body } = answer.result as { statusCode: number; body: string };
  return { statusCode, body: JSON.parse(body) as Record<string, unknown> };
}

/** As if the leases a vanished instance left behind had run out. */
async function letLeasesEnd(): Promise<void> {
  for (const { pk, dueAt, leaseUntil } of await world.table.all()) {
    if (leaseUntil === undefined) continue;
    const ended = { leaseUntil: 1, dueAt: dueAt === undefined ? undefined : 1 };
    await world.table.rows.update('end the lease', pk as string, { set: ended });
  }
}

describe('the packaged webhook on AWS’ runtime client', () => {
  it('answers its first event, and the next ones without another start', async () => {
    const webhook = deployed('webhook');
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    const first = await webhook.invoke(post(chat.accepted()));
    const second = await webhook.invoke(post(chat.finished(talk(5))));
    expect(reply(first)).toMatchObject({ statusCode: 200, body: { result: 'ok', enable_assign: true } });
    expect(reply(second).statusCode).toBe(200);
    expect(first.initMs).toBeGreaterThan(0);
    expect(second.initMs).toBeUndefined();
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.hubspot.notes()).toHaveLength(1);
    expect(ssm.requests.at(-1)).toMatchObject({ operation: 'GetParameters' });
  });

  it('takes a body in base64 and as text, emoji and all', async () => {
    const webhook = deployed('webhook');
    const body = newChat({ email: 'eva@example.com', name: 'Eva 🌻 Ölçer' }).accepted();
    const text = { ...post(body), body: JSON.stringify(body), isBase64Encoded: false };
    expect(reply(await webhook.invoke(text)).statusCode).toBe(200);
    const requests = world.hubspot.requests.length;
    expect(reply(await webhook.invoke(post(body))).statusCode).toBe(200);
    expect(world.hubspot.requests).toHaveLength(requests);
    expect(JSON.stringify(world.hubspot.contacts())).toContain('🌻 Ölçer');
  });

  it('refuses what is wrong as the handler does', async () => {
    const webhook = deployed('webhook');
    const wrong = toGatewayEvent('POST', '/webhooks/hubspot/wrong-token-of-length', Buffer.from('{}'));
    expect(reply(await webhook.invoke(wrong)).statusCode).toBe(404);
    expect(reply(await webhook.invoke({ ...post({}), body: 'bm9uZQ==' })).statusCode).toBe(400);
  });

  it('says what is missing in the log when a secret cannot be read, and goes on as soon as it can', async () => {
    const webhook = deployed('webhook');
    ssm.failNext('AccessDeniedException');
    const chat = newChat({ email: 'tom@example.com' });
    expect(reply(await webhook.invoke(post(chat.accepted()))).statusCode).toBe(503);
    expect(reply(await webhook.invoke(post(chat.accepted()))).statusCode).toBe(200);
    await webhook.close();
    expect(webhook.log).toContain('/jivochat-crm/prod/webhook-tokens');
  });

  it('writes no secret and no address to its log', async () => {
    const webhook = deployed('webhook', { env: { POWERTOOLS_LOG_LEVEL: 'DEBUG' } });
    await webhook.invoke(post(newChat({ email: 'tom@example.com', phone: '+14155552671' }).accepted()));
    await webhook.invoke(post({ ...newChat().accepted(), event_name: 'something_new' }));
    await webhook.close();
    expect(webhook.log).toContain('something_new');
    for (const secret of [TOKEN, SANDBOX_TOKEN, 'tom@example.com', '4155552671']) {
      expect(webhook.log).not.toContain(secret);
    }
  });
});

describe('the metrics CloudWatch takes from the log', () => {
  it('carry the dimensions the alarms look for', async () => {
    const webhook = deployed('webhook', { env: { POWERTOOLS_METRICS_DISABLED: 'false' } });
    await webhook.invoke(post(newChat({ email: 'tom@example.com' }).accepted()));
    await webhook.close();
    const lines = webhook.log.split('\n').filter((line) => line.includes('"_aws"'));
    const [metrics] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const { CloudWatchMetrics } = metrics!._aws as {
      CloudWatchMetrics: { Namespace: string; Dimensions: string[][] }[];
    };
    expect(CloudWatchMetrics.map(({ Namespace }) => Namespace)).toEqual(['jivochat-crm']);
    expect(CloudWatchMetrics[0]!.Dimensions.map((set) => set.toSorted())).toEqual([['account', 'service']]);
    expect(metrics).toMatchObject({ service: 'jivochat-crm-prod', account: 'hubspot', EventsReceived: 1 });
    expect(metrics!.ReplyLatency).toBeGreaterThan(0);
  });
});

describe('the packaged worker on AWS’ runtime client', () => {
  it('has nothing to do on an empty inbox', async () => {
    const { answer } = await deployed('retry').invoke(SCHEDULED);
    expect(answer).toEqual({ result: { done: 0, failed: 0, parked: 0, left: 0 } });
  });

  it('brings an event to the CRM that the webhook was stopped in the middle of', async () => {
    world.hubspot.faults.add({ kind: 'hang', times: 1 });
    const webhook = deployed('webhook', { timeoutMs: 1_500 });
    const body = newChat({ email: 'tom@example.com' }).accepted();
    const { answer } = await webhook.invoke(post(body));
    expect(answer).toEqual({
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.50 seconds' },
    });
    expect(world.hubspot.contacts()).toHaveLength(0);
    await letLeasesEnd();
    const worked = await deployed('retry').invoke(SCHEDULED);
    expect(worked.answer).toEqual({ result: { done: 1, failed: 0, parked: 0, left: 0 } });
    expect(world.hubspot.contacts()).toHaveLength(1);
    const again = await webhook.invoke(post(body));
    expect(again.initMs).toBeGreaterThan(0);
    expect(reply(again).statusCode).toBe(200);
  });
});

describe('when an instance cannot live', () => {
  it('reports a file that is missing as an error of its start', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'broken-'));
    cpSync(artefact.taskRoot('webhook'), broken, { recursive: true });
    rmSync(join(broken, 'dist/webhook.js'));
    const { answer } = await deployed('webhook', { taskRoot: broken }).invoke(post({}));
    expect(answer).toMatchObject({ error: { errorType: 'Runtime.ImportModuleError' } });
    rmSync(broken, { recursive: true });
  });

  onLinux('is stopped when its memory is used up, and started anew for the next event', async () => {
    const webhook = deployed('webhook', { memoryMb: 48 });
    const { answer } = await webhook.invoke(post(newChat().accepted()));
    expect(answer).toEqual({
      error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: signal: killed' },
    });
    const { answer: next } = await webhook.invoke(post(newChat().accepted()));
    expect(next).toMatchObject({ error: { errorType: 'Runtime.ExitError' } });
  });

  onLinux('lives in half its memory, however large the events are', async () => {
    const webhook = deployed('webhook', { memoryMb: 512 });
    const chat = newChat({ email: 'tom@example.com' });
    for (let round = 1; round <= 8; round++) {
      const messages = [{ type: 'visitor', message: 'x'.repeat(round * 120_000), timestamp: round }];
      expect(reply(await webhook.invoke(post(chat.finished(messages)))).statusCode).toBe(200);
    }
    expect(webhook.peakMemory).toBeGreaterThan(40 * 1024 * 1024);
    expect(webhook.peakMemory).toBeLessThan(256 * 1024 * 1024);
  });
});

describe('the zips', () => {
  it('hold the handler and the connectors, and nothing else', () => {
    const { webhook, retry } = artefact.files;
    const isLanguage = (file: string) => file.startsWith('dist/words-');
    expect(webhook.filter(isLanguage)).toHaveLength(LANGUAGES.length);
    expect(retry.filter(isLanguage)).toHaveLength(LANGUAGES.length);
    expect(webhook.filter((file) => !isLanguage(file)).toSorted()).toEqual([
      'dist/hubspot.js',
      'dist/lookup-numbers.js',
      'dist/phone-numbers.js',
      'dist/pipedrive.js',
      'dist/salesforce.js',
      'dist/webhook.js',
    ]);
    expect(retry.filter((file) => !isLanguage(file)).toSorted()).toEqual([
      'dist/hubspot.js',
      // For what the worker does after the agent has their answer.
      'dist/lookup-freemail.js',
      'dist/lookup-numbers.js',
      'dist/phone-numbers.js',
      'dist/pipedrive.js',
      'dist/retry.js',
      'dist/salesforce.js',
    ]);
  });

  it('are the same whenever they are made, and with other settings', async () => {
    const again = await packageOnce('prod', EVERYTHING);
    for (const name of ['webhook', 'retry'] as const)
      expect(hash(join(again, `${name}.zip`))).toBe(hash(artefact.zip(name)));
  });
});

function hash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
