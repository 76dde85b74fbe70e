import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBackupCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startAws, type Credentials, type EmulatedAws, type PolicyDocument } from '../../../emulators/aws';

const ALL: PolicyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

let aws: EmulatedAws;
let admin: Credentials;
beforeAll(async () => {
  aws = await startAws();
  admin = aws.account.identities.addUser('admin', ALL);
  aws.account.parameters.put({ Name: '/app/a', Value: 'a', Type: 'String' });
});
afterAll(() => aws.close());

const config = (credentials: Credentials = admin) => ({
  region: 'eu-central-1',
  endpoint: aws.url,
  credentials,
  maxAttempts: 1,
});
const cloudFormation = (credentials?: Credentials) => new CloudFormationClient(config(credentials));
const read = (credentials: Credentials) =>
  new SSMClient(config(credentials)).send(new GetParameterCommand({ Name: '/app/a' }));
const template = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more });

/** AWS' own clients are the judges of the wire. */
describe('who may ask', () => {
  it('is known by a signature; a wrong one is refused by every service', async () => {
    const wrong = { ...admin, secretAccessKey: 'wrong' };
    await expect(read(wrong)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    await expect(cloudFormation(wrong).send(new DescribeStacksCommand({ StackName: 'x' }))).rejects.toThrow(
      'signature',
    );
    await expect(read({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    expect((await fetch(aws.url, { method: 'POST' })).status).not.toBe(200);
  });

  it.each<{ case: string; statements: PolicyDocument['Statement']; allowed: boolean }>([
    {
      case: 'the action on the resource',
      statements: {
        Effect: 'Allow',
        Action: 'ssm:GetParameter',
        Resource: 'arn:aws:ssm:*:*:parameter/app/*',
      },
      allowed: true,
    },
    {
      case: 'another resource',
      statements: { Effect: 'Allow', Action: 'ssm:*', Resource: 'arn:aws:ssm:*:*:parameter/other/*' },
      allowed: false,
    },
    {
      case: 'another action',
      statements: { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: '*' },
      allowed: false,
    },
    {
      case: 'everything but this',
      statements: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'ssm:*', Resource: '*' },
      ],
      allowed: false,
    },
  ])('with a policy for $case: $allowed', async ({ statements, allowed }) => {
    const user = aws.account.identities.addUser('user', { Statement: statements });
    const asked = read(user).then(
      () => 'allowed',
      ({ name }: Error) => name,
    );
    expect(await asked).toBe(allowed ? 'allowed' : 'AccessDeniedException');
  });

  it('by temporary credentials only with their session token', async () => {
    const trust: PolicyDocument = {
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
      },
    };
    aws.account.identities.createRole('reader', trust, new Map([['all', ALL]]));
    const session = aws.account.identities.assume('reader', 'lambda.amazonaws.com', 'test');
    expect((await read(session)).Parameter?.Value).toBe('a');
    await expect(read({ ...session, sessionToken: undefined })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    expect(() => aws.account.identities.assume('reader', 'ec2.amazonaws.com', 'test')).toThrow(
      'not allowed to assume',
    );
  });
});

describe('what it does not know', () => {
  it('is refused, and remembered', async () => {
    await expect(cloudFormation().send(new ListStacksCommand({}))).rejects.toThrow(
      'does not know cloudformation:ListStacks',
    );
    const dynamo = new DynamoDBClient(config());
    await expect(dynamo.send(new CreateBackupCommand({ TableName: 't', BackupName: 'b' }))).rejects.toThrow(
      'does not know',
    );
    expect(aws.unknown.length).toBeGreaterThanOrEqual(2);
    await expect(
      dynamo.send(new GetItemCommand({ TableName: 'none', Key: { pk: { S: 'x' } } })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a template', () => {
  const TOPIC = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } };

  it.each([
    {
      case: 'a type that is none',
      body: template({ A: { Type: 'AWS::SNS::Tropic' } }),
      says: 'Unrecognized resource types: [AWS::SNS::Tropic]',
    },
    {
      case: 'a reference to nothing',
      body: template({ A: { ...TOPIC, Properties: { TopicName: { Ref: 'B' } } } }),
      says: 'in the Resources block of the template: B',
    },
    {
      case: 'an attribute that is none',
      body: template({ A: TOPIC }, { Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Colour'] } } } }),
      says: 'A.Colour',
    },
    {
      case: 'a condition that is none',
      body: template({ A: { ...TOPIC, Condition: 'Never' } }),
      says: 'Unresolved condition dependency Never',
    },
    {
      case: 'a circle',
      body: template({ A: { ...TOPIC, DependsOn: 'B' }, B: { ...TOPIC, DependsOn: 'A' } }),
      says: 'Circular dependency between resources',
    },
    {
      case: 'a section that is none',
      body: template({ A: TOPIC }, { Results: {} }),
      says: 'Invalid template property',
    },
  ])('with $case is not accepted', async ({ body, says }) => {
    await expect(
      cloudFormation().send(new CreateStackCommand({ StackName: 'refused', TemplateBody: body })),
    ).rejects.toThrow(says);
    expect(aws.account.stacks.find('refused')).toBeUndefined();
  });

  it('is rolled back when a resource fails, in the words of the service', async () => {
    const body = template({
      Topic: TOPIC,
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'nobody' },
      },
    });
    await cloudFormation().send(new CreateStackCommand({ StackName: 'broken', TemplateBody: body }));
    const stack = aws.account.stacks.get('broken');
    await stack.settled;
    expect(stack).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(stack.events.find(({ status }) => status === 'CREATE_FAILED')).toMatchObject({
      logicalId: 'Subscription',
      reason: expect.stringContaining('Invalid parameter: Email address') as string,
    });
    expect(aws.account.topics.arns).toEqual([]);
  });

  it('replaces what cannot be changed, and removes the old one last', async () => {
    const body = (TopicName: string) => template({ Topic: { ...TOPIC, Properties: { TopicName } } });
    await cloudFormation().send(new CreateStackCommand({ StackName: 'moving', TemplateBody: body('one') }));
    const stack = aws.account.stacks.get('moving');
    await stack.settled;
    const { accessKeyId } = admin;
    aws.account.stacks.update('moving', body('two'), aws.account.identities.caller(accessKeyId));
    await stack.settled;
    expect(stack.status).toBe('UPDATE_COMPLETE');
    expect(aws.account.topics.arns).toEqual([expect.stringMatching(/:two$/)]);
    expect(() =>
      aws.account.stacks.update('moving', body('two'), aws.account.identities.caller(accessKeyId)),
    ).toThrow('No updates are to be performed.');
  });
});

describe('a table whose indexes change', () => {
  const index = (name: string, hash: string, more: string[] = []) => ({
    IndexName: name,
    KeySchema: [{ AttributeName: hash, KeyType: 'HASH' }],
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['thread', ...more] },
  });
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  const body = (indexes: { KeySchema: { AttributeName: string }[] }[]) =>
    JSON.stringify({
      Resources: {
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: 'indexed',
            BillingMode: 'PAY_PER_REQUEST',
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            AttributeDefinitions: [
              text('pk'),
              ...indexes.map(({ KeySchema }) => text(KeySchema[0]!.AttributeName)),
            ],
            GlobalSecondaryIndexes: indexes,
          },
        },
      },
    });
  const first = index('first', 'a');

  it('gets one more in place and keeps its rows; two at once, or another projection, are refused', async () => {
    const { stacks, identities } = aws.account;
    const settled = async (indexes: ReturnType<typeof index>[]) => {
      stacks.update('indexed', body(indexes), identities.caller(admin.accessKeyId));
      await stacks.get('indexed').settled;
      return stacks.get('indexed');
    };
    await cloudFormation().send(
      new CreateStackCommand({ StackName: 'indexed', TemplateBody: body([first]) }),
    );
    await stacks.get('indexed').settled;
    const { engine } = aws.account.tables;
    const put = { TableName: 'indexed', Item: { pk: { S: 'row' }, b: { S: 'x' } } };
    expect(await engine.send('PutItem', put)).toMatchObject({ status: 200 });
    expect((await settled([first, index('second', 'b')])).status).toBe('UPDATE_COMPLETE');
    const found = await engine.send('Query', {
      TableName: 'indexed',
      IndexName: 'second',
      KeyConditionExpression: 'b = :b',
      ExpressionAttributeValues: { ':b': { S: 'x' } },
    });
    expect(found.body.Items).toEqual([{ pk: { S: 'row' }, b: { S: 'x' } }]);
    expect((await settled([first])).status).toBe('UPDATE_COMPLETE');
    expect((await settled([first, index('b', 'b'), index('c', 'c')])).status).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect((await settled([index('first', 'a', ['more'])])).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });
});
