import { Clock } from '../../../emulators/aws/clock';
import { dashboardFigures, dashboardProblems } from '../../../emulators/aws/cloudwatch/dashboard';
import { MetricStore } from '../../../emulators/aws/cloudwatch/metrics';
import { insights } from '../../../emulators/aws/logs/insights';
import { LogGroups } from '../../../emulators/aws/logs/log-groups';
import { SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { newChat, startWorld, talk } from '../../e2e/hubspot/world';

type Dashboard = (serverless: { resolveVariable(name: string): Promise<string> }) => Promise<{
  Resources: { Dashboard: { Properties: { DashboardBody: { 'Fn::Sub': string } } } };
}>;

const GROUPS = { WebhookLogGroup: '/aws/lambda/webhook', RetryLogGroup: '/aws/lambda/retry' };

/** As CloudFormation hands it to CloudWatch. */
async function deployedBody(): Promise<string> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const make = require('../../../deploy/dashboard.cjs') as Dashboard;
  const { Resources } = await make({
    resolveVariable: (name) => Promise.resolve(name.endsWith('_MS') ? '2500' : 'jivochat-crm-prod'),
  });
  const names: Record<string, string> = GROUPS;
  return Resources.Dashboard.Properties.DashboardBody['Fn::Sub'].replaceAll(
    /\$\{(\w+)\}/g,
    (ref, name: string) => names[name] ?? ref,
  );
}

function logGroups(lines: readonly object[]): LogGroups {
  const place = { region: 'eu-central-1', account: '123456789012', clock: new Clock() };
  const groups = new LogGroups(new MetricStore(), place);
  const events = lines.map((line, at) => ({ timestamp: at, message: JSON.stringify(line), stream: 'one' }));
  for (const [at, name] of Object.values(GROUPS).entries()) {
    groups.create(name).events.push(...events.filter((_, index) => index % 2 === at));
  }
  return groups;
}

it('shows how the events of each account ended, from the lines the product writes', async () => {
  const world = await startWorld();
  const chat = newChat({ email: 'tom@example.com' });
  await world.send(chat.accepted());
  await world.send(chat.finished(talk(3)));
  world.hubspot.faults.add({ kind: 'server-error', status: 503, times: 10 });
  await world.send(newChat({ email: 'later@example.com' }).accepted());
  world.hubspot.faults.clear();
  world.hubspot.tokens.revoke(SANDBOX_TOKEN);
  await world.send(newChat({ email: 'parked@example.com' }).offline('Hello'));
  await world.close();
  const logs = logGroups(world.lines.map(({ message, data }) => ({ ...data, message })));
  const body = await deployedBody();
  expect(dashboardProblems(body)).toEqual([]);
  const figures = dashboardFigures(body, { metrics: new MetricStore(), logs }, 0, Number.MAX_SAFE_INTEGER)
    .filter(({ widget }) => widget === 'How events ended, by account')
    .map(({ label, value }) => `${label}: ${value}`);
  expect(figures.toSorted()).toEqual([
    'hubspot created: 1',
    'hubspot later: 1',
    'hubspot parked: 1',
    'hubspot updated: 1',
  ]);
});

it('a widget without what CloudWatch wants of its type is refused', () => {
  const widgets = [
    { type: 'log', properties: { region: 'eu-central-1' } },
    { type: 'metric', properties: {} },
  ];
  expect(dashboardProblems(JSON.stringify({ widgets }))).toEqual([
    { dataPath: '/widgets/0/properties', message: "Should have required property 'query'" },
    { dataPath: '/widgets/1/properties', message: "Should have required property 'metrics'" },
    { dataPath: '/widgets/1/properties', message: "Should have required property 'region'" },
  ]);
});

it.each([
  "SOURCE '/aws/lambda/webhook' | filter outcome like /x/",
  "SOURCE '/aws/lambda/webhook' | stats sum(ms)",
  "SOURCE '/aws/lambda/webhook' | dedup account",
  'filter ispresent(outcome)',
])('a query it does not know is refused, never guessed: %s', (query) => {
  expect(() => insights(query, logGroups([]), 0, 1)).toThrow('not emulated');
});

it('a log group that there is not is an error', () => {
  expect(() => insights("SOURCE '/aws/lambda/other'", logGroups([]), 0, 1)).toThrow('does not exist');
});
