import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import { NAMESPACE } from '../../handlers/metrics';
import { METRICS } from '../../sync/metrics';
import { unknownCommands } from '../cli/known-commands';
import { ALL_CRMS, EVERYTHING } from './packages';
import { packageTemplate, type Template } from './template';

interface MetricStat {
  Metric: Pick<Alarm, 'Namespace' | 'MetricName' | 'Dimensions'>;
  Period: number;
  Stat: string;
}

interface Alarm {
  AlarmName: string;
  AlarmDescription: string;
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: unknown }[];
  Metrics?: { Id: string; Expression?: string; MetricStat?: MetricStat; ReturnData?: boolean }[];
  ThresholdMetricId?: string;
  ComparisonOperator: string;
  Period?: number;
  Threshold?: number;
  TreatMissingData: string;
  AlarmActions: unknown[];
}

const OPERATIONS = readFileSync(resolve(__dirname, '../../docs/operations.md'), 'utf8');

const alarmsOf = (of: Template) =>
  of.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties as unknown as Alarm);

let template: Template;
let alarms: Alarm[];
/** Each with the metric it looks at, also where that stands in an expression. */
let watching: Alarm[];
beforeAll(async () => {
  template = await packageTemplate('prod', ALL_CRMS);
  alarms = alarmsOf(template);
  watching = alarms.map((alarm) => ({ ...alarm, ...alarm.Metrics?.[0]!.MetricStat!.Metric }));
}, 60_000);

const named = (part: string) => alarms.find(({ AlarmName }) => AlarmName === `jivochat-crm-prod-${part}`)!;

describe('the alarms', () => {
  it('watch every account for parked events, old events and slow replies', () => {
    for (const connector of CONNECTOR_NAMES) {
      const dimensions = [
        { Name: 'service', Value: 'jivochat-crm-prod' },
        { Name: 'account', Value: connector },
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
    const watched = watching
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
    const ours = watching.filter(
      (one) => one.Namespace === NAMESPACE && one.MetricName !== 'ThrottledRequests',
    );
    expect(ours).toHaveLength(4 * CONNECTOR_NAMES.length);
    for (const { MetricName } of ours) expect(Object.keys(METRICS)).toContain(MetricName);
  });

  it('watch for more records opened in an hour than the deployment is used to', () => {
    for (const connector of CONNECTOR_NAMES) {
      const { Metrics, ThresholdMetricId, ComparisonOperator, Threshold, Period } = named(
        `${connector}-records-shown`,
      );
      // CloudWatch refuses either beside expressions.
      expect([Threshold, Period]).toEqual([undefined, undefined]);
      const [shown, many, usual] = Metrics!;
      expect(shown).toMatchObject({
        ReturnData: false,
        MetricStat: { Period: 3_600, Stat: 'Sum', Metric: { MetricName: 'RecordsShown' } },
      });
      expect(many!.Expression).toMatch(new RegExp(`^IF\\(${shown!.Id} > \\d+, ${shown!.Id}, 0\\)$`));
      expect(usual!.Expression).toMatch(new RegExp(`^ANOMALY_DETECTION_BAND\\(${many!.Id}, \\d+\\)$`));
      expect([ThresholdMetricId, ComparisonOperator]).toEqual([usual!.Id, 'GreaterThanUpperThreshold']);
    }
  });

  it('watch for more than the deployer’s own number instead, where there is one', async () => {
    const own = alarmsOf(await packageTemplate('prod', EVERYTHING));
    const shown = own.filter(({ AlarmName }) => AlarmName.endsWith('-records-shown'));
    expect(shown).toHaveLength(1);
    for (const alarm of shown) {
      expect(alarm).toMatchObject({
        MetricName: 'RecordsShown',
        Period: 3_600,
        Threshold: 500,
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(alarm.Metrics).toBeUndefined();
    }
    const wrong = packageTemplate('prod', { RECORDS_SHOWN_ALARM: 'many' });
    await expect(wrong).rejects.toMatchObject({ stdout: expect.stringContaining('whole number') });
  }, 60_000);

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

  it('name no cause that cannot be, and nothing that does not help', () => {
    for (const connector of CONNECTOR_NAMES) {
      // A refused credential parks events: test/e2e/true-words.test.ts.
      expect(named(`${connector}-oldest-due`).AlarmDescription).not.toMatch(/or refuses our credential/);
    }
    // API Gateway counts before the function looks at the secret.
    expect(named('throttled-requests').AlarmDescription).toMatch(/changing the secret does not help/);
    const lost = OPERATIONS.slice(
      OPERATIONS.indexOf('### refused-events'),
      OPERATIONS.indexOf('### throttled'),
    );
    expect(lost).not.toMatch(/inbox|cli -- send/);
  });

  it('name commands that exist', async () => {
    const texts = alarms.map(({ AlarmDescription }) => AlarmDescription).join('\n');
    expect(await unknownCommands(texts)).toEqual({ named: 3, unknown: [] });
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
    expect(body()).toContain(`{${NAMESPACE},account,service}`);
  });

  it('shows this stage only', () => {
    const services = [...body().matchAll(/service=\\"([^"\\]+)/g)].map(([, name]) => name);
    expect(new Set(services)).toEqual(new Set(['jivochat-crm-prod']));
  });
});
