import { deployPackage, packaged, type Package, type Template } from './from-package';
import { examine } from './examination';

jest.setTimeout(120_000);

let made: Package;
beforeAll(async () => {
  made = await packaged();
});

async function complaints(spoil: (template: Template) => void): Promise<string[]> {
  const { world, refused } = await deployPackage(made, spoil);
  try {
    return refused === undefined ? await examine(world) : [refused];
  } finally {
    await world.close();
  }
}

const statements = ({ Resources }: Template, role: string): { Action: string[]; Resource: unknown }[] =>
  Resources[role]!.Properties.Policies[0].PolicyDocument.Statement as {
    Action: string[];
    Resource: unknown;
  }[];
const withoutAction = (role: string, action: string) => (template: Template) => {
  for (const statement of statements(template, role)) {
    if (Array.isArray(statement.Action)) statement.Action = statement.Action.filter((one) => one !== action);
  }
};

it('has nothing to complain of as it is', async () => {
  expect(await complaints(() => undefined)).toEqual([]);
});

/** What a hand gets wrong in a template; each is noticed, in words that name it. */
const FAULTS: { fault: string; spoil: (template: Template) => void; noticed: RegExp }[] = [
  {
    fault: 'a permission of the webhook is missing',
    spoil: withoutAction('WebhookRole', 'dynamodb:PutItem'),
    noticed: /jivochat-crm-prod-webhook may not dynamodb:PutItem on arn:.*:table\//,
  },
  {
    fault: 'a role is older than the code, which then does without',
    spoil: withoutAction('WebhookRole', 'dynamodb:BatchWriteItem'),
    noticed: /^\S+jivochat-crm-prod-webhook may not dynamodb:BatchWriteItem on \S+$/,
  },
  {
    fault: 'a permission of the worker is for the table in place of its index',
    spoil: (template) => {
      const query = statements(template, 'RetryRole').find(
        ({ Action }) => String(Action) === 'dynamodb:Query',
      )!;
      query.Resource = { 'Fn::GetAtt': ['EventsTable', 'Arn'] };
    },
    noticed: /retry may not dynamodb:Query on .*\/index\/due/,
  },
  {
    fault: 'a parameter may not be read',
    spoil: (template) => {
      const secrets = statements(template, 'WebhookRole').find(({ Action }) =>
        String(Action).startsWith('ssm'),
      )!;
      secrets.Resource = (secrets.Resource as unknown[]).slice(1);
    },
    noticed: /webhook may not ssm:GetParameters on .*webhook-tokens/,
  },
  {
    fault: 'an environment variable has another name',
    spoil: ({ Resources }) => {
      const { Variables } = Resources.WebhookLambdaFunction!.Properties.Environment;
      Variables.TABLE = Variables.TABLE_NAME;
      delete Variables.TABLE_NAME;
    },
    noticed: /answered with 500.*TABLE_NAME is missing/,
  },
  {
    fault: 'a handler is not where the template says',
    spoil: ({ Resources }) => (Resources.WebhookLambdaFunction!.Properties.Handler = 'dist/index.handler'),
    noticed: /answered with 500.*Runtime\.ImportModuleError.*index/,
  },
  {
    fault: 'an attribute of the index is not declared',
    spoil: ({ Resources }) => {
      const definitions = Resources.EventsTable!.Properties.AttributeDefinitions as unknown[];
      Resources.EventsTable!.Properties.AttributeDefinitions = definitions.slice(0, 2);
    },
    noticed: /EventsTable: .*(dueAt|AttributeDefinitions)/,
  },
  {
    fault: 'the schedule may not invoke the worker',
    spoil: ({ Resources }) => delete Resources.RetryLambdaPermissionEventsRuleSchedule1,
    noticed: /events.amazonaws.com may not lambda:InvokeFunction on .*retry/,
  },
  {
    fault: 'the API may not invoke the webhook',
    spoil: ({ Resources }) => delete Resources.WebhookLambdaPermissionHttpApi,
    noticed: /apigateway.amazonaws.com may not lambda:InvokeFunction on .*webhook/,
  },
  {
    fault: 'an output names nothing',
    spoil: ({ Outputs }) => (Outputs.TableName!.Value = { Ref: 'EventTable' }),
    noticed: /Outputs block of the template: EventTable/,
  },
  {
    fault: 'the route is not the one of the URL',
    spoil: ({ Resources }) => {
      const [id = ''] = Object.keys(Resources).filter((one) => one.startsWith('HttpApiRoute'));
      Resources[id]!.Properties.RouteKey = 'POST /webhook/{account}/{token}';
    },
    noticed: /answered with 404/,
  },
  {
    fault: 'an alarm watches another service',
    spoil: ({ Resources }) => {
      Resources.HubspotParkedAlarm!.Properties.Dimensions[0].Value = 'jivochat';
    },
    noticed: /hubspot-parked watches a metric that nobody measures/,
  },
  {
    fault: 'a function may not write its log',
    spoil: withoutAction('WebhookRole', 'logs:PutLogEvents'),
    noticed: /webhook may not logs:PutLogEvents/,
  },
  {
    fault: 'the table forgets by an attribute that no row has',
    spoil: ({ Resources }) => {
      Resources.EventsTable!.Properties.TimeToLiveSpecification.AttributeName = 'expires';
    },
    noticed: /no row has the attribute expires/,
  },
  {
    fault: 'a property does not exist',
    spoil: ({ Resources }) => (Resources.WebhookLambdaFunction!.Properties.Memory = 512),
    noticed: /WebhookLambdaFunction.Memory: no such property/,
  },
  {
    fault: 'the memory is below what Lambda has',
    spoil: ({ Resources }) => (Resources.RetryLambdaFunction!.Properties.MemorySize = 64),
    noticed: /RetryLambdaFunction: .*MemorySize/,
  },
  {
    fault: 'the role is for another service',
    spoil: ({ Resources }) => {
      const [statement] = Resources.WebhookRole!.Properties.AssumeRolePolicyDocument.Statement;
      statement.Principal = { Service: 'ec2.amazonaws.com' };
    },
    noticed: /cannot be assumed by Lambda/,
  },
  {
    fault: 'an environment is larger than Lambda takes',
    spoil: ({ Resources }) => {
      Resources.WebhookLambdaFunction!.Properties.Environment.Variables.HUBSPOT_OWNER_MAP = 'x'.repeat(4000);
    },
    noticed: /WebhookLambdaFunction: .*exceeded the 4KB limit/,
  },
];

/** `npm test` plants one in three, `npm run test:deploy` all. */
const STEP = process.env.ALL_DEPLOY ? 1 : 3;

it.each(FAULTS.filter((_, index) => index % STEP === 0))(
  'notices that $fault',
  async ({ spoil, noticed }) => {
    const found = await complaints(spoil);
    expect(found.join('\n')).toMatch(noticed);
  },
);
