import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import { NAMESPACE } from '../../handlers/metrics';
import { METRICS } from '../../sync/metrics';
import { unknownCommands } from '../cli/known-commands';
import { packageTemplate, type Template } from './template';

interface Alarm {
  AlarmName: string;
  AlarmDescription: string;
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: unknown }[];
  Threshold: number;
  TreatMissingData: string;
  AlarmActions: unknown[];
}

const OPERATIONS = readFileSync(resolve(__dirname, '../../docs/operations.md'), 'utf8');

let template: Template;
let alarms: Alarm[];
beforeAll(async () => {
  template = await packageTemplate('prod', { REPLY_DEADLINE_MS: '2000' });
  alarms = template.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties as unknown as Alarm);
}, 60_000);

const named = (part: string) => alarms.find(({ AlarmName }) => AlarmName === `jivochat-crm-prod-${part}`)!;

describe('the alarms', () => {
  it('watch every connector for parked events, old events and slow replies', () => {
    for (const connector of CONNECTOR_NAMES) {
      const dimensions = [
        { Name: 'service', Value: 'jivochat-crm-prod' },
        { Name: 'connector', Value: connector },
      ];
      expect(named(`${connector}-parked`)).toMatchObject({
        Namespace: 'jivochat-crm',
        MetricName: 'ParkedEvents',
        Dimensions: dimensions,
        Threshold: 1,
      });
      expect(named(`${connector}-oldest-due`)).toMatchObject({
        MetricName: 'OldestDueAge',
        Dimensions: dimensions,
        Threshold: 900,
      });
      expect(named(`${connector}-slow-reply`)).toMatchObject({
        MetricName: 'ReplyLatency',
        ExtendedStatistic: 'p99',
        Dimensions: dimensions,
        Threshold: 1_600,
      });
    }
  });

  it('watch both functions, what the API refuses, and that the worker runs at all', () => {
    const watched = alarms
      .filter(({ Namespace }) => Namespace.startsWith('AWS/'))
      .map(({ MetricName, Dimensions }) => `${MetricName} ${JSON.stringify(Dimensions[0]!.Value)}`);
    expect(watched.toSorted()).toEqual(
      [
        '5xx {"Ref":"HttpApi"}',
        'Errors {"Ref":"RetryLambdaFunction"}',
        'Errors {"Ref":"WebhookLambdaFunction"}',
        'Invocations {"Ref":"RetryLambdaFunction"}',
        'Throttles {"Ref":"RetryLambdaFunction"}',
        'Throttles {"Ref":"WebhookLambdaFunction"}',
      ].toSorted(),
    );
    expect(named('retry-not-running').TreatMissingData).toBe('breaching');
  });

  it('watch metrics the code makes', () => {
    const ours = alarms.filter(
      (one) => one.Namespace === NAMESPACE && one.MetricName !== 'ThrottledRequests',
    );
    expect(ours).toHaveLength(3 * CONNECTOR_NAMES.length);
    for (const { MetricName } of ours) expect(Object.keys(METRICS)).toContain(MetricName);
  });

  it('count what the API throttles from the access log', () => {
    const [filter] = template.ofType('AWS::Logs::MetricFilter');
    const [metric] = filter!.Properties.MetricTransformations as {
      MetricName: string;
      MetricNamespace: string;
    }[];
    const { MetricName, Namespace } = named('throttled-requests');
    expect({ MetricName, Namespace }).toEqual({
      MetricName: metric!.MetricName,
      Namespace: metric!.MetricNamespace,
    });
    const { Format } = template.resources.HttpApiStage!.Properties.AccessLogSettings as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ service: 'jivochat-crm-prod', status: '$context.status' });
  });

  it('say what to run, fit into CloudWatch, and lead to their section of the docs', () => {
    expect(alarms.length).toBeGreaterThan(10);
    for (const { AlarmDescription, AlarmActions } of alarms) {
      expect(AlarmDescription).toMatch(/`(npm run|npx serverless|aws) /);
      expect(AlarmDescription).not.toMatch(/<stage>|undefined/);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
      const [, section] = /docs\/operations\.md#([a-z-]+)$/.exec(AlarmDescription)!;
      expect(OPERATIONS).toContain(`\n### ${section}\n`);
      expect(AlarmActions).toEqual([{ Ref: 'AlarmTopic' }]);
    }
  });

  it('name commands that exist', async () => {
    const texts = alarms.map(({ AlarmDescription }) => AlarmDescription).join('\n');
    expect(await unknownCommands(texts)).toEqual({ named: 2, unknown: [] });
  });

  it('name only rules and resources that exist', () => {
    const [rule] = template.ofType('AWS::Events::Rule');
    expect(named('retry-not-running').AlarmDescription).toContain(
      `--name ${rule!.Properties.Name as string}\``,
    );
  });
});

describe('the dashboard', () => {
  const body = () => {
    const [dashboard] = template.ofType('AWS::CloudWatch::Dashboard');
    return (dashboard!.Properties.DashboardBody as { 'Fn::Sub': string })['Fn::Sub'];
  };

  it('is one page of widgets that CloudFormation can fill in', () => {
    const { widgets } = JSON.parse(body()) as { widgets: { x: number; y: number }[] };
    expect(new Set(widgets.map(({ x, y }) => `${x},${y}`)).size).toBe(widgets.length);
    const references = [...body().matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name!);
    const known = [...Object.keys(template.resources), 'AWS::Region'];
    expect(references.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('shows every metric the code makes, and no other', () => {
    const shown = [...body().matchAll(/MetricName=\\"([^"\\]+)/g)].map(([, name]) => name!);
    expect(shown.toSorted()).toEqual(Object.keys(METRICS).toSorted());
    expect(body()).toContain(`{${NAMESPACE},connector,service}`);
  });

  it('shows this stage only', () => {
    const services = [...body().matchAll(/service=\\"([^"\\]+)/g)].map(([, name]) => name);
    expect(new Set(services)).toEqual(new Set(['jivochat-crm-prod']));
  });
});
