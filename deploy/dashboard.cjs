'use strict';
/** One page that answers: do leads arrive, do agents get answers in time, is anything waiting. */

const COLUMNS = 3;
/** CloudWatch's page is 24 units wide. */
const WIDTH = 24 / COLUMNS;
const HEIGHT = 6;

module.exports = async ({ resolveVariable }) => {
  const service = await resolveVariable('self:provider.environment.POWERTOOLS_SERVICE_NAME');
  const deadlineMs = Number(await resolveVariable('self:provider.environment.REPLY_DEADLINE_MS'));

  /** One line an account, whichever there are. */
  const byAccount = (metric, stat) => [
    [
      {
        expression: `SEARCH('{jivochat-crm,account,service} MetricName="${metric}" service="${service}"', '${stat}', 60)`,
        label: `${metric} \${!PROP('Dim.account')}`,
        id: metric[0].toLowerCase() + metric.slice(1),
      },
    ],
  ];
  const ofFunction = (metric, stat) =>
    ['Webhook', 'Retry'].map((name) => [
      'AWS/Lambda',
      metric,
      'FunctionName',
      `\${${name}LambdaFunction}`,
      { label: name.toLowerCase(), stat },
    ]);
  const ofApi = (metric, stat) => ['AWS/ApiGateway', metric, 'ApiId', '${HttpApi}', { stat, label: metric }];

  /** How events ended, from the lines of the log that have an `outcome`: read when somebody looks, by the byte. */
  const outcomes = {
    type: 'log',
    properties: {
      title: 'How events ended, by account',
      query: [
        "SOURCE '${WebhookLogGroup}'",
        "SOURCE '${RetryLogGroup}'",
        'filter ispresent(outcome)',
        'stats count(*) as events by account, outcome, because',
        'sort account asc, events desc',
      ].join(' | '),
      region: '${AWS::Region}',
      view: 'table',
    },
  };

  const metricWidgets = [
    ['Events received', byAccount('EventsReceived', 'Sum')],
    ['Replies', byAccount('Replies', 'Sum')],
    ['Reply latency, p99 (ms)', byAccount('ReplyLatency', 'p99'), { value: deadlineMs, label: 'deadline' }],
    ['Events parked: waiting for a person', byAccount('ParkedEvents', 'Maximum')],
    ['Events due', byAccount('DueEvents', 'Maximum')],
    ['Age of the oldest due event (s)', byAccount('OldestDueAge', 'Maximum')],
    ['CRM requests', byAccount('CrmRequests', 'Sum')],
    ['CRM says: too many requests', byAccount('CrmRateLimited', 'Sum')],
    [
      'Events done, retried, parked',
      ['EventsDone', 'EventsRetried', 'EventsParked'].flatMap((name) => byAccount(name, 'Sum')),
    ],
    ['Records shown to agents', byAccount('RecordsShown', 'Sum')],
    ['API: requests and errors', [ofApi('Count', 'Sum'), ofApi('4xx', 'Sum'), ofApi('5xx', 'Sum')]],
    ['API latency, what JivoChat sees (ms)', [ofApi('Latency', 'p50'), ofApi('Latency', 'p99')]],
    ['Lambda: errors and throttles', [...ofFunction('Errors', 'Sum'), ...ofFunction('Throttles', 'Sum')]],
  ].map(([title, metrics, line]) => ({
    type: 'metric',
    properties: {
      title,
      metrics,
      region: '${AWS::Region}',
      period: 60,
      view: 'timeSeries',
      ...(line && { annotations: { horizontal: [line] } }),
    },
  }));

  const widgets = [...metricWidgets, outcomes].map((widget, index) => ({
    ...widget,
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
  }));

  return {
    Resources: {
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardName: service,
          DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets }) },
        },
      },
    },
    Outputs: {
      DashboardUrl: {
        Description: 'Events, replies, what waits.',
        Value: {
          'Fn::Sub': `https://\${AWS::Region}.console.aws.amazon.com/cloudwatch/home?region=\${AWS::Region}#dashboards/dashboard/${service}`,
        },
      },
    },
  };
};
