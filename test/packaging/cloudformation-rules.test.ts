import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { cloudFormationProblems } from '../../emulators/aws/cloudformation/rules';
import { EVERYDAY, EVERYTHING } from './packages';
import { packageTemplate, type Resource, type Template } from './template';

let spec: SpecDatabase;
let prod: Template;
beforeAll(async () => {
  spec = await loadAwsServiceSpec();
  prod = await packageTemplate('prod', EVERYDAY);
}, 120_000);

it.each<[string, () => Template | Promise<Template>]>([
  ['prod', () => prod],
  ['prod with everything set', () => packageTemplate('prod', EVERYTHING)],
])('the template of %s keeps to AWS’ specification of its resources', async (_stage, template) => {
  expect(cloudFormationProblems(spec, await template())).toEqual([]);
});

/** The faults a hand makes in a template: each is put into the one that is right. */
it.each<[string, (resources: Record<string, Resource>) => void, string]>([
  [
    'a type that does not exist',
    (resources) => (resources.EventsTable!.Type = 'AWS::DynamoDB::Tabel'),
    'EventsTable: no resource type is called AWS::DynamoDB::Tabel',
  ],
  [
    'a property that does not exist',
    (resources) => (resources.EventsTable!.Properties.DeletionProtection = true),
    'EventsTable.DeletionProtection: no such property',
  ],
  [
    'a property that is missing',
    (resources) => delete resources.WebhookLambdaFunction!.Properties.Role,
    'WebhookLambdaFunction.Role: required',
  ],
  [
    'a wrong word deep inside',
    (resources) =>
      (resources.EventsTable!.Properties.TimeToLiveSpecification = { AttributeName: 'x', Enable: true }),
    'EventsTable.TimeToLiveSpecification.Enable: no such property',
  ],
  [
    'a number that is none',
    (resources) => (resources.WebhookLambdaFunction!.Properties.Timeout = '10s'),
    'WebhookLambdaFunction.Timeout: "10s" is no integer',
  ],
  [
    'one value where a list belongs',
    (resources) => (resources.WebhookLambdaFunction!.Properties.Architectures = 'arm64'),
    'WebhookLambdaFunction.Architectures: no list',
  ],
  [
    'a reference to nothing',
    (resources) => (resources.WebhookLambdaFunction!.Properties.Role = { 'Fn::GetAtt': ['Role', 'Arn'] }),
    'Role.Arn: no such resource',
  ],
  [
    'an attribute that does not exist',
    (resources) => (resources.WebhookLambdaFunction!.Properties.Role = { 'Fn::Sub': '${WebhookRole.ARN}' }),
    'WebhookRole.ARN: AWS::IAM::Role has no such attribute',
  ],
])('%s would be found', (_case, spoil, problem) => {
  const resources = structuredClone(prod.resources);
  spoil(resources);
  expect(cloudFormationProblems(spec, { ...prod, resources })).toContain(problem);
});
