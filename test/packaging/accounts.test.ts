import { readAccounts as atRunTime } from '../../config/accounts';
import { ConfigError } from '../../config/env';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import { WRONG } from '../config/wrong-accounts';
import { packageTemplate, type Template } from './template';

interface PackagedAccount {
  name: string;
  crm: string;
  configuredBy: string;
}

/* eslint-disable @typescript-eslint/no-require-imports -- serverless.yml loads them so */
const { readAccounts: atPackaging } = require('../../deploy/accounts.cjs') as {
  readAccounts: (env: Record<string, string | undefined>) => PackagedAccount[];
};
const settings = require('../../deploy/settings.cjs') as (surroundings: {
  resolveVariable: () => Promise<string>;
}) => Promise<unknown>;
/* eslint-enable @typescript-eslint/no-require-imports */

const problemOf = (read: () => unknown) => {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof ConfigError ? error.problems.join('; ') : (error as Error).message;
  }
};

describe('ACCOUNTS means the same to the packaging and to the functions', () => {
  it.each([...WRONG.map(([text]) => text), 'a=b,c=d', 'hubspot=hubspot,x'])(
    '%s is refused in the same words',
    (text) => {
      const env = { ACCOUNTS: text };
      const problem = problemOf(() => atPackaging(env));
      expect(problem).toBeDefined();
      expect(problem).toBe(problemOf(() => atRunTime(env, CONNECTOR_NAMES)));
    },
  );

  it.each([undefined, '', 'salesforce', 'hubspot,eu=hubspot, salesforce'])(
    '%s names the same accounts',
    (ACCOUNTS) => {
      const packaged = atPackaging({ ACCOUNTS }).map(({ name, crm }) => ({ name, crm }));
      expect(packaged).toEqual(
        atRunTime({ ACCOUNTS }, CONNECTOR_NAMES).map(({ name, crm }) => ({ name, crm })),
      );
    },
  );
});

describe('with an account that is not configured, or a name that is wrong, nothing is packaged', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it.each([
    ['hubspot,eu=hubspt', {}, 'ACCOUNTS: "eu=hubspt": there is no CRM of this name'],
    ['us=salesforce', {}, 'ACCOUNTS names us, and US_CLIENT_ID is not set'],
    ['eu=hubspot', { EU_ACCESS_TOKEN_SSM: '' }, 'ACCOUNTS names eu, and EU_ACCESS_TOKEN is not set'],
  ])('%s', async (ACCOUNTS, env, words) => {
    Object.assign(process.env, { ACCOUNTS, ...env });
    await expect(settings({ resolveVariable: () => Promise.resolve('dev') })).rejects.toThrow(words);
  });
});

describe('a stack with two accounts of HubSpot and one of Salesforce', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packageTemplate('prod', {
      ACCOUNTS: 'hubspot,eu=hubspot,us=salesforce',
      EU_DEFAULT_OWNER: 'ann@example.com',
      EU_ACCESS_TOKEN: 'pat-nobody-may-see',
      US_CLIENT_ID: 'id',
      US_PRIVATE_KEY_SSM: '/crm/us-key',
    });
  }, 60_000);

  it('hands both functions the settings of each, by its own names, and no secret', () => {
    for (const { Properties } of template.ofType('AWS::Lambda::Function')) {
      const { Variables } = Properties.Environment as { Variables: Record<string, string> };
      expect(Variables).toMatchObject({
        ACCOUNTS: 'hubspot,eu=hubspot,us=salesforce',
        HUBSPOT_ACCESS_TOKEN_SSM: '/jivochat-crm/prod/hubspot-access-token',
        EU_ACCESS_TOKEN_SSM: '/jivochat-crm/prod/eu-access-token',
        EU_DEFAULT_OWNER: 'ann@example.com',
        US_CLIENT_ID: 'id',
        US_CLIENT_SECRET_SSM: '/jivochat-crm/prod/us-client-secret',
        US_PRIVATE_KEY_SSM: '/crm/us-key',
      });
      expect(Object.keys(Variables).filter((name) => name.startsWith('SALESFORCE_'))).toEqual([]);
    }
    expect(template.text + template.state).not.toContain('nobody-may-see');
  });

  it('lets both read the secrets of each, and nothing else', () => {
    const parameters = (role: string) =>
      [...JSON.stringify(template.resources[role]).matchAll(/:parameter(\/[^"]+)/g)]
        .map(([, name]) => name)
        .toSorted();
    const ofAccounts = [
      '/crm/us-key',
      '/jivochat-crm/prod/eu-access-token',
      '/jivochat-crm/prod/hubspot-access-token',
      '/jivochat-crm/prod/us-client-secret',
    ];
    expect(parameters('RetryRole')).toEqual(ofAccounts);
    expect(parameters('WebhookRole')).toEqual([...ofAccounts, '/jivochat-crm/prod/webhook-tokens']);
  });

  it('prints the URL of each', () => {
    const urls = Object.entries(template.outputs).filter(([name]) => /^WebhookUrl./.test(name));
    expect(
      urls.map(([name, { Value }]) => [name, /\/webhooks\/\w+/.exec(JSON.stringify(Value))![0]]),
    ).toEqual([
      ['WebhookUrlHubSpot', '/webhooks/hubspot'],
      ['WebhookUrlEu', '/webhooks/eu'],
      ['WebhookUrlUs', '/webhooks/us'],
    ]);
  });

  it('watches each', () => {
    const names = template
      .ofType('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Properties.AlarmName as string);
    const ofAccount = (account: string) =>
      names
        .filter((name) => name.startsWith(`jivochat-crm-prod-${account}-`))
        .map((name) => name.split(`-${account}-`)[1]);
    expect(ofAccount('eu')).toEqual(['parked', 'oldest-due', 'slow-reply', 'records-shown']);
    expect(ofAccount('us')).toEqual(ofAccount('eu'));
    expect(ofAccount('hubspot')).toEqual(ofAccount('eu'));
    expect(ofAccount('salesforce')).toEqual([]);
    expect(names).toHaveLength(3 * 4 + 7);
  });
});
