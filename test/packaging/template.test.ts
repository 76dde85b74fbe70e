import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import table from '../../store/dynamodb/table.json';
import { EVERYTHING, KEY, MAIL, TOPIC } from './packages';
import { packageTemplate, type Template } from './template';

const SECRETS = {
  WEBHOOK_TOKENS: 'a-token-nobody-may-see',
  HUBSPOT_ACCESS_TOKEN: 'pat-nobody-may-see',
  SALESFORCE_CLIENT_SECRET: 'client-secret-nobody-may-see',
  SALESFORCE_PRIVATE_KEY: 'private-key-nobody-may-see',
};

let dev: Template;
/** prod, with everything set that can be. */
let custom: Template;

beforeAll(async () => {
  dev = await packageTemplate('dev', {
    ...SECRETS,
    SALESFORCE_CLIENT_ID: 'id',
    ALARM_EMAIL: MAIL,
  });
  custom = await packageTemplate('prod', EVERYTHING);
}, 60_000);

const environment = ({ resources }: Template, name: string) =>
  (resources[name]!.Properties.Environment as { Variables: Record<string, unknown> }).Variables;

describe('the CloudFormation template, packaged without credentials or network', () => {
  it('has the table as the store describes it, kept and protected in prod', () => {
    const [inDev] = dev.ofType('AWS::DynamoDB::Table');
    const [inProd] = custom.ofType('AWS::DynamoDB::Table');
    expect(inDev).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { ...table, DeletionProtectionEnabled: false },
    });
    expect(inProd).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { ...table, DeletionProtectionEnabled: true },
    });
    expect(inProd!.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('has two functions on arm64 and Node 24, each with its role', () => {
    const functions = dev.ofType('AWS::Lambda::Function').map(({ Properties }) => Properties);
    const common = { Runtime: 'nodejs24.x', Architectures: ['arm64'] };
    expect(functions).toMatchObject([
      { ...common, Handler: 'dist/webhook.handler', Role: { 'Fn::GetAtt': ['WebhookRole', 'Arn'] } },
      { ...common, Handler: 'dist/retry.handler', Role: { 'Fn::GetAtt': ['RetryRole', 'Arn'] } },
    ]);
    expect(dev.ofType('AWS::IAM::Role')).toHaveLength(2);
  });

  it('reserves concurrency only when told to: a new account has none to reserve', () => {
    expect(dev.text).not.toContain('ReservedConcurrentExecutions');
    expect(custom.resources.WebhookLambdaFunction!.Properties.ReservedConcurrentExecutions).toBe(20);
  });

  it('has one route with throttling, and a schedule of a minute', () => {
    const routes = dev.ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);
    expect(routes).toEqual(['POST /webhooks/{account}/{token}']);
    const limits = ({ resources }: Template) => resources.HttpApiStage!.Properties.DefaultRouteSettings;
    expect(limits(dev)).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    expect(limits(custom)).toMatchObject({ ThrottlingRateLimit: '7', ThrottlingBurstLimit: '9' });
    const schedules = dev.ofType('AWS::Events::Rule').map(({ Properties }) => Properties.ScheduleExpression);
    expect(schedules).toEqual(['rate(1 minute)']);
  });

  it('keeps the secret out of the access log', () => {
    const { Format } = dev.resources.HttpApiStage!.Properties.AccessLogSettings as { Format: string };
    expect(Format).not.toMatch(/\$context\.path|\$context\.customDomain|rawPath|requestOverride/);
    expect(Format).toContain('$context.routeKey');
    expect(() => JSON.parse(Format) as unknown).not.toThrow();
  });

  it('knows secrets by the names of their parameters only, even where the variables are set', () => {
    for (const secret of Object.values(SECRETS)) expect(dev.text + dev.state).not.toContain(secret);
    expect(environment(dev, 'WebhookLambdaFunction')).toMatchObject({
      WEBHOOK_TOKENS_SSM: '/jivochat-crm/dev/webhook-tokens',
      HUBSPOT_ACCESS_TOKEN_SSM: '/jivochat-crm/dev/hubspot-access-token',
      SALESFORCE_CLIENT_SECRET_SSM: '/jivochat-crm/dev/salesforce-client-secret',
      SALESFORCE_PRIVATE_KEY_SSM: '/jivochat-crm/dev/salesforce-private-key',
    });
    expect(environment(custom, 'RetryLambdaFunction').HUBSPOT_ACCESS_TOKEN_SSM).toBe('/crm/token');
  });

  it('reads the parameters the documentation tells to make', () => {
    const docs = readFileSync(resolve(__dirname, '../../docs/deploy.md'), 'utf8');
    const variables = environment(dev, 'WebhookLambdaFunction');
    const names = Object.keys(variables).filter((name) => name.endsWith('_SSM'));
    expect(names).toHaveLength(4);
    for (const name of names) {
      const parameter = (variables[name] as string).replace('/dev/', '/prod/');
      expect(docs).toContain(`--name ${parameter} --value`);
    }
  });

  it('may decrypt only where the parameters are under a key of your own', () => {
    const policies = (template: Template) => JSON.stringify(template.ofType('AWS::IAM::Role'));
    expect(policies(dev)).not.toContain('kms:');
    expect(policies(custom)).toContain(`"kms:Decrypt","Resource":"${KEY}"`);
  });

  it('keeps logs for a time, longer in prod', () => {
    const retention = (template: Template) =>
      template.ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays);
    expect(retention(dev)).toEqual([7, 7, 7]);
    expect(retention(custom)).toEqual([90, 90, 90]);
  });

  it('prints the URL to paste, for each CRM', () => {
    const urls = Object.values(dev.outputs).map(({ Value }) => JSON.stringify(Value));
    for (const account of ['hubspot', 'salesforce']) {
      expect(urls.join()).toMatch(
        `https://\${HttpApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/webhooks/${account}/<token>`,
      );
    }
  });

  it('works on a restored table when one is named', () => {
    expect(environment(dev, 'WebhookLambdaFunction').TABLE_NAME).toEqual({ Ref: 'EventsTable' });
    expect(environment(custom, 'WebhookLambdaFunction').TABLE_NAME).toBe('restored');
    expect(environment(custom, 'RetryLambdaFunction').TABLE_NAME).toBe('restored');
  });

  it('sends alarms by e-mail, or to a topic of your own', () => {
    expect(dev.ofType('AWS::SNS::Topic')).toHaveLength(1);
    expect(dev.ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties)).toEqual([
      { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'email', Endpoint: MAIL },
    ]);
    expect(custom.ofType('AWS::SNS::Topic')).toHaveLength(0);
    expect(custom.ofType('AWS::CloudWatch::Alarm')[0]!.Properties.AlarmActions).toEqual([TOPIC]);
  });
});

it('packaging says which settings are too large for Lambda, and lets pass what fits', async () => {
  const tooLarge = { HUBSPOT_OWNER_MAP: 'x'.repeat(4_000) };
  await expect(packageTemplate('dev', tooLarge)).rejects.toMatchObject({
    // The packager tells errors on its output.
    stdout: expect.stringMatching(
      /environment variables take \d+ bytes and Lambda allows 4096.*The largest: HUBSPOT_OWNER_MAP 4000/s,
    ) as unknown,
  });
  await expect(packageTemplate('prod', EVERYTHING)).resolves.toBeDefined();
}, 60_000);
