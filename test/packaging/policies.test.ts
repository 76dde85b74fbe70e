import { randomBytes } from 'node:crypto';
import type { Env } from '../../config/env';
import { createDepsSource } from '../../handlers/deps';
import { createRetryHandler } from '../../handlers/retry';
import { createWebhookHandler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { createParameterStoreEmulator } from '../../emulators/aws/ssm/server';
import { scenarios } from '../faults/kit/scenarios';
import { newChat, recorder, startWorld, TOKEN, type World } from '../e2e/hubspot/world';
import { startRecordingProxy, type AwsCall } from './proxies/recording-proxy';
import { ALL_CRMS, KEY } from './packages';
import { packageTemplate, type Template } from './template';

const NAMES = {
  WEBHOOK_TOKENS_SSM: '/jivochat-crm/prod/webhook-tokens',
  HUBSPOT_ACCESS_TOKEN_SSM: '/jivochat-crm/prod/hubspot-access-token',
  SALESFORCE_CLIENT_SECRET_SSM: '/jivochat-crm/prod/salesforce-client-secret',
  SALESFORCE_PRIVATE_KEY_SSM: '/jivochat-crm/prod/salesforce-private-key',
  PIPEDRIVE_API_TOKEN_SSM: '/jivochat-crm/prod/pipedrive-api-token',
  PIPEDRIVE_CLIENT_SECRET_SSM: '/jivochat-crm/prod/pipedrive-client-secret',
  PIPEDRIVE_REFRESH_TOKEN_SSM: '/jivochat-crm/prod/pipedrive-refresh-token',
};
/** What each function's environment names, as the template has it. */
function namesFor(door: boolean): Env {
  const { WEBHOOK_TOKENS_SSM: _tokens, ...ofCrms } = NAMES;
  return door ? NAMES : ofCrms;
}
const HOUR_MS = 3_600_000;

let template: Template;
let world: World;
let called: Record<'webhook' | 'retry', AwsCall[]>;

/** The handlers as deployed, each behind a recorder of its own. */
async function play(): Promise<void> {
  const ssm = createParameterStoreEmulator();
  ssm.parameters.put({ Name: NAMES.WEBHOOK_TOKENS_SSM, Value: TOKEN, Type: 'SecureString' });
  ssm.parameters.put({ Name: NAMES.HUBSPOT_ACCESS_TOKEN_SSM, Value: SANDBOX_TOKEN, Type: 'SecureString' });
  const { url } = await ssm.listen();
  const clock = { offsetMs: 0 };
  const instance = async (door: boolean) => {
    const table = await startRecordingProxy(world.env.AWS_ENDPOINT_URL_DYNAMODB!);
    const parameters = await startRecordingProxy(url);
    const { WEBHOOK_TOKENS, HUBSPOT_ACCESS_TOKEN, ...others } = world.env;
    const endpoints = { AWS_ENDPOINT_URL_DYNAMODB: table.url, AWS_ENDPOINT_URL_SSM: parameters.url };
    const env: Env = { ...others, ...namesFor(door), ...endpoints };
    const source = createDepsSource(env, recorder([]));
    const deps = async () => ({ ...(await source()), now: () => Date.now() + clock.offsetMs });
    const close = () => Promise.all([table.close(), parameters.close()]);
    return { deps, calls: () => [...table.calls, ...parameters.calls], close };
  };
  const webhook = await instance(true);
  const retry = await instance(false);
  const handle = createWebhookHandler(webhook.deps);
  const drainInbox = createRetryHandler(retry.deps);
  const send = (body: unknown) =>
    handle(toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, Buffer.from(JSON.stringify(body))));
  const round = async () => {
    clock.offsetMs += HOUR_MS;
    await drainInbox({} as never, { getRemainingTimeInMillis: () => 60_000 });
  };

  for (const { before, event } of everyScenario()) {
    for (const one of [...before, event]) await send(one);
    await send(event);
  }
  await round();
  // A worker paces itself after a 429: every fourth will do, and the large one.
  const late = everyScenario().filter((_, index, all) => index % 4 === 0 || index === all.length - 1);
  for (const { before, event } of late) {
    world.hubspot.faults.add({ kind: 'rate-limit', retryAfterSeconds: 60, times: 100 });
    for (const one of [...before, event]) await send(one);
    world.hubspot.faults.clear();
  }
  for (let rounds = 0; rounds < 3; rounds++) await round();
  called = { webhook: webhook.calls(), retry: retry.calls() };
  await Promise.all([webhook.close(), retry.close(), ssm.close()]);
}

/** Of a contact the emulated account begins with. */
const LINK = 'https://app.hubspot.com/contacts/12345678/record/0-1/203';

/** Those of the fault matrix, and what is too large for one row however it is packed. */
function everyScenario() {
  const chat = newChat({ email: 'large@example.com' });
  const noise = randomBytes(380_000).toString('base64');
  const messages = [{ type: 'visitor', message: noise, timestamp: 1 }];
  const played = scenarios().map(({ before, event }) => ({ before, event: event(LINK) }));
  return [...played, { before: [], event: chat.finished(messages) }];
}

beforeAll(async () => {
  world = await startWorld();
  template = await packageTemplate('prod', ALL_CRMS);
  await play();
}, 120_000);
afterAll(() => world.close());

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

function statements({ resources }: Template, role: string): Statement[] {
  const policies = resources[role]!.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function allowed(from: Template, role: string): string[] {
  return statements(from, role).flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((resource) => `${action} on ${name(resource)}`)),
  );
}

/** An ARN as the recorder names it. */
function name(resource: unknown): string {
  const text = JSON.stringify(resource);
  const parameter = /:(parameter\/[^"]+)/.exec(text)?.[1];
  if (parameter) return parameter;
  if (text === '{"Fn::GetAtt":["EventsTable","Arn"]}') return 'table';
  if (text === '{"Fn::Sub":"${EventsTable.Arn}/index/due"}') return 'table/index/due';
  return text;
}

const unique = (lines: string[]) => [...new Set(lines)].toSorted();

/** Lambda itself writes the log, Parameter Store decrypts in the caller's name; the code makes no call for either. */
const onBehalf = (role: string) => [
  ...['logs:CreateLogStream', 'logs:PutLogEvents'].map(
    (action) => `${action} on {"Fn::GetAtt":["${role.replace('Role', 'LogGroup')}","Arn"]}`,
  ),
  `kms:Decrypt on "${KEY}"`,
];

describe.each([
  { role: 'WebhookRole', handler: 'webhook' as const },
  { role: 'RetryRole', handler: 'retry' as const },
])('$role', ({ role, handler }) => {
  it('allows what the code calls, where it calls it, and nothing else', () => {
    const calls = called[handler].map(({ action, resource }) => `${action} on ${resource}`);
    expect(unique(allowed(template, role))).toEqual(unique([...calls, ...onBehalf(role)]));
  });

  it('names every resource', () => {
    for (const { Effect, Resource } of statements(template, role)) {
      expect(Effect).toBe('Allow');
      expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });
});

/* eslint-disable @typescript-eslint/no-require-imports -- serverless.yml loads it so */
const settings = require('../../deploy/settings.cjs') as (surroundings: {
  resolveVariable: () => Promise<string>;
}) => Promise<unknown>;
/* eslint-enable @typescript-eslint/no-require-imports */

describe('the secrets a role reads', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  const parameters = (of: Template, role: string) =>
    allowed(of, role)
      .filter((line) => line.startsWith('ssm:'))
      .map((line) => line.split(' on ')[1]);

  it('are those of the CRMs that are used, whether or not a name begins with a slash', async () => {
    const packaged = await packageTemplate('prod', {
      HUBSPOT_ACCESS_TOKEN_SSM: '',
      SALESFORCE_CLIENT_ID: 'id',
      SALESFORCE_CLIENT_SECRET_SSM: 'salesforce-secret',
    });
    const ofCrms = ['parameter/salesforce-secret', 'parameter/jivochat-crm/prod/salesforce-private-key'];
    expect(parameters(packaged, 'RetryRole')).toEqual(ofCrms);
    expect(parameters(packaged, 'WebhookRole')).toEqual([
      'parameter/jivochat-crm/prod/webhook-tokens',
      ...ofCrms,
    ]);
  }, 60_000);

  it.each([
    [
      'a name that is none',
      { HUBSPOT_ACCESS_TOKEN_SSM: '/crm/my key' },
      'the name of a parameter has letters',
    ],
    ['no CRM at all', { HUBSPOT_ACCESS_TOKEN_SSM: '' }, 'No CRM is configured'],
  ])('%s is refused in words', async (_case, given, words) => {
    process.env = { ...before, ...given };
    await expect(settings({ resolveVariable: () => Promise.resolve('prod') })).rejects.toThrow(words);
  });
});
