import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import table from '../../store/table.json';

const ROOT = resolve(__dirname, '../..');
const run = promisify(execFile);

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

let resources: Record<string, Resource>;
let template: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    WEBHOOK_TOKENS: 'a-token-for-the-template',
    CI: 'true',
  };
  await run('npx', ['serverless', 'package', '--package', folder], { cwd: ROOT, env });
  template = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  resources = (JSON.parse(template) as { Resources: Record<string, Resource> }).Resources;
  rmSync(folder, { recursive: true });
}, 60_000);

const ofType = (type: string) => Object.values(resources).filter((resource) => resource.Type === type);

describe('the CloudFormation template, packaged without credentials or network', () => {
  it('has the table as the store describes it', () => {
    expect(ofType('AWS::DynamoDB::Table').map(({ Properties }) => Properties)).toEqual([table]);
  });

  it('has two functions on arm64 and Node 24', () => {
    const functions = ofType('AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(functions).toEqual([
      expect.objectContaining({
        Handler: 'dist/webhook.handler',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
      }),
      expect.objectContaining({
        Handler: 'dist/retry.handler',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
      }),
    ]);
  });

  it('has one route, and a schedule of a minute', () => {
    expect(ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey)).toEqual([
      'POST /webhooks/{connector}/{token}',
    ]);
    expect(ofType('AWS::Scheduler::Schedule').map(({ Properties }) => Properties.ScheduleExpression)).toEqual(
      ['rate(1 minute)'],
    );
  });

  it('grants nothing on everything', () => {
    const policies = JSON.stringify(ofType('AWS::IAM::Role').map(({ Properties }) => Properties.Policies));
    expect(policies).not.toMatch(/"Resource":\s*"\*"|"Action":\s*"\*"|"dynamodb:\*"/);
  });

  it('keeps the secret out of the access log', () => {
    const [stage] = ofType('AWS::ApiGatewayV2::Stage');
    const { Format } = stage!.Properties.AccessLogSettings as { Format: string };
    expect(Format).not.toMatch(/\$context\.path|\$context\.customDomain|rawPath/);
    expect(Format).toContain('$context.routeKey');
  });
});
