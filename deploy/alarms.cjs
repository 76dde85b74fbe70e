'use strict';
/**
 * The alarms, and the topic they go to. Each description says what to do; docs/operations.md says it at length.
 * CloudWatch alarms cannot search over dimensions (CloudWatch User Guide: Using metric math), so every account that is used has
 * its own.
 */
const settings = require('./settings.cjs');

const NAMESPACE = 'jivochat-crm';
const MINUTE = 60;
/** A reply is late for the agent long before it is too late: warn at this share of the deadline. */
const NEAR_THE_DEADLINE = 0.8;
/** Seconds an event may wait for its CRM before somebody should look. */
const TOO_OLD_S = 15 * MINUTE;
const HOUR = 60 * MINUTE;
/** Records an hour that no deployment need be woken for, however unusual: a morning's first chats. */
const FEW_RECORDS = 50;
/** Standard deviations above what CloudWatch has learned of the hour and the weekday: far, not only more than usual. */
const FAR_ABOVE_USUAL = 6;

module.exports = async (surroundings) => {
  const { resolveVariable } = surroundings;
  const { accounts } = await settings(surroundings);
  const topicArn = await resolveVariable('param:alarmTopicArn');
  const stack = {
    stage: await resolveVariable('sls:stage'),
    service: await resolveVariable('self:provider.environment.POWERTOOLS_SERVICE_NAME'),
    deadlineMs: Number(await resolveVariable('self:provider.environment.REPLY_DEADLINE_MS')),
    recordsAlarm: recordsAlarm(await resolveVariable('param:recordsShownAlarm')),
    topic: topicArn || { Ref: 'AlarmTopic' },
  };
  const notices = notifications(stack, topicArn, await resolveVariable('param:alarmEmail'));
  const alarms = [
    ...accounts.map((account) => accountAlarms(stack, account)),
    functionAlarms(stack, 'webhook'),
    functionAlarms(stack, 'retry'),
    apiAlarms(stack),
    scheduleAlarms(stack),
  ];
  return { ...notices, Resources: Object.assign(notices.Resources, ...alarms) };
};

/** @returns undefined when CloudWatch is to learn what is usual. */
function recordsAlarm(value) {
  if (value === undefined || value === null || value === '') return undefined;
  const threshold = Number(value);
  if (Number.isInteger(threshold) && threshold > 0) return threshold;
  throw new Error('RECORDS_SHOWN_ALARM must be a whole number above 0: records an hour');
}

/** Without a topic of the deployer's own there is one in the stack, with the e-mail address as its subscriber. */
function notifications({ service, topic }, topicArn, email) {
  return {
    Conditions: {
      MakesTopic: { 'Fn::Equals': [topicArn, ''] },
      Subscribes: {
        'Fn::And': [{ Condition: 'MakesTopic' }, { 'Fn::Not': [{ 'Fn::Equals': [email, ''] }] }],
      },
    },
    Resources: {
      AlarmTopic: {
        Type: 'AWS::SNS::Topic',
        Condition: 'MakesTopic',
        Properties: { DisplayName: service },
      },
      AlarmSubscription: {
        Type: 'AWS::SNS::Subscription',
        Condition: 'Subscribes',
        Properties: { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'email', Endpoint: email },
      },
    },
    Outputs: { AlarmTopicArn: { Description: 'Where the alarms go.', Value: topic } },
  };
}

/** What the adapter itself measures. */
function accountAlarms(stack, account) {
  const { service, deadlineMs } = stack;
  const metric = (MetricName, more) => ({
    Namespace: NAMESPACE,
    MetricName,
    Dimensions: dimensions({ service, account }),
    ...more,
  });
  const inbox = (command) => cli(stack, `inbox ${command} --account ${account}`);
  return {
    [`${pascal(account)}ParkedAlarm`]: alarm(
      stack,
      'parked',
      `${account} refused events for good; they wait for a person. Run \`${inbox('list')}\`, mend what each line says, then \`${inbox('replay --all')}\`.`,
      metric('ParkedEvents', { Statistic: 'Maximum' }),
      account,
    ),
    [`${pascal(account)}OldestDueAlarm`]: alarm(
      stack,
      'oldest-due',
      `An event has been waiting for ${account} for more than ${TOO_OLD_S / MINUTE} minutes: it is down, slow or over its limit (a refused credential parks events instead). Run \`${cli(stack, 'doctor')}\`. Nothing is lost: events are tried again for three days.`,
      metric('OldestDueAge', { Statistic: 'Maximum', Threshold: TOO_OLD_S, EvaluationPeriods: 3 }),
      account,
    ),
    [`${pascal(account)}SlowReplyAlarm`]: alarm(
      stack,
      'slow-reply',
      `One reply in a hundred comes within a fifth of the ${deadlineMs} ms deadline or later; agents see "Slow to answer". Look at the dashboard ${service}: when ${account} itself is slow there is nothing to do, its events are worked off later; else run \`${cli(stack, 'doctor')}\`.`,
      metric('ReplyLatency', {
        ExtendedStatistic: 'p99',
        EvaluateLowSampleCountPercentile: 'ignore',
        Threshold: deadlineMs * NEAR_THE_DEADLINE,
        EvaluationPeriods: 3,
      }),
      account,
    ),
    [`${pascal(account)}RecordsShownAlarm`]: alarm(
      stack,
      'records-shown',
      `Chats opened far more records of ${account} in an hour than usual. Unless a campaign or an import explains it, somebody may be reading your CRM with the webhook's URL: run \`${cli(stack, 'token rotate')}\`, paste the new URL into JivoChat, then \`${cli(stack, 'token retire')}\`; set REPLY_DETAIL=minimal meanwhile.`,
      aboveUsual(stack, metric('RecordsShown', { Statistic: 'Sum', Period: HOUR })),
      account,
    ),
  };
}

/**
 * Above the deployer's own number, or above the band that CloudWatch learns from two weeks (CloudWatch User Guide: Using
 * anomaly detection; it takes expressions as well as metrics). Few records count as none, so that a small deployment's
 * one busy morning is no anomaly.
 */
function aboveUsual({ recordsAlarm: Threshold }, { Period, Statistic: Stat, ...Metric }) {
  if (Threshold !== undefined) {
    return { ...Metric, Period, Statistic: Stat, Threshold, ComparisonOperator: 'GreaterThanThreshold' };
  }
  return {
    Metrics: [
      { Id: 'shown', MetricStat: { Metric, Period, Stat }, ReturnData: false },
      { Id: 'many', Expression: `IF(shown > ${FEW_RECORDS}, shown, 0)`, ReturnData: true },
      { Id: 'usual', Expression: `ANOMALY_DETECTION_BAND(many, ${FAR_ABOVE_USUAL})`, ReturnData: true },
    ],
    ThresholdMetricId: 'usual',
    ComparisonOperator: 'GreaterThanUpperThreshold',
  };
}

/** @param name of the function in serverless.yml. */
function functionAlarms(stack, name) {
  return {
    [`${pascal(name)}ErrorsAlarm`]: alarm(
      stack,
      `${name}-errors`,
      `The ${name} function crashed or ran out of time or memory. Run \`${logs(stack, name)}\`.`,
      ofLambda('Errors', name),
    ),
    [`${pascal(name)}ThrottlesAlarm`]: alarm(
      stack,
      `${name}-throttles`,
      `Lambda turned the ${name} function away: the account's concurrency or WEBHOOK_CONCURRENCY is used up. Run \`aws lambda get-account-settings\`; raise the limit in Service Quotas (Lambda, Concurrent executions).`,
      ofLambda('Throttles', name),
    ),
  };
}

function apiAlarms(stack) {
  const { stage, service } = stack;
  const ThrottledRequests = { Namespace: NAMESPACE, MetricName: 'ThrottledRequests' };
  return {
    RefusedEventsAlarm: alarm(
      stack,
      'refused-events',
      `JivoChat was answered with an error: an event may be lost. Run \`${logs(stack, 'webhook')}\`: a missing secret, a wrong setting, or DynamoDB and the CRM both away.`,
      {
        Namespace: 'AWS/ApiGateway',
        MetricName: '5xx',
        Dimensions: dimensions({ ApiId: { Ref: 'HttpApi' } }),
        Statistic: 'Sum',
      },
    ),
    // HTTP APIs have no metric of their own for what they throttle; the access log tells.
    ThrottledRequestsFilter: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: { Ref: 'HttpApiLogGroup' },
        FilterPattern: '{ $.status = "429" }',
        MetricTransformations: [
          {
            MetricNamespace: ThrottledRequests.Namespace,
            MetricName: ThrottledRequests.MetricName,
            MetricValue: '1',
            Dimensions: [{ Key: 'service', Value: '$.service' }],
          },
        ],
      },
    },
    ThrottledRequestsAlarm: alarm(
      stack,
      'throttled-requests',
      `The API turned requests away; those events are lost. When they are your own chats, raise RATE_LIMIT and BURST_LIMIT in .env.${stage} and run \`npm run deploy -- --stage ${stage}\`. When somebody floods the address, changing the secret does not help, for what has the wrong one counts as well: the docs say what does.`,
      { ...ThrottledRequests, Dimensions: dimensions({ service }), Statistic: 'Sum' },
    ),
  };
}

function scheduleAlarms(stack) {
  const { stage, service } = stack;
  return {
    RetryNotRunningAlarm: alarm(
      stack,
      'retry-not-running',
      `The worker has not run for ten minutes; events that wait for a CRM go on waiting. Run \`aws events enable-rule --name ${service}-retry\`, or \`npm run deploy -- --stage ${stage}\`.`,
      {
        ...ofLambda('Invocations', 'retry'),
        EvaluationPeriods: 2,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      },
    ),
  };
}

/** @param name also names its section in docs/operations.md. */
function alarm({ service, topic }, name, description, metric, account) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: [service, account, name].filter(Boolean).join('-'),
      AlarmDescription: `${description} More: docs/operations.md#${name}`,
      // An alarm over expressions has neither of its own.
      ...(!metric.Metrics && { Period: 5 * MINUTE, Threshold: 1 }),
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
      OKActions: [topic],
      ...metric,
    },
  };
}

function ofLambda(MetricName, name) {
  const FunctionName = { Ref: `${pascal(name)}LambdaFunction` };
  return { Namespace: 'AWS/Lambda', MetricName, Dimensions: dimensions({ FunctionName }), Statistic: 'Sum' };
}

function cli({ stage }, command) {
  return `npm run cli -- --env-file .env.${stage} ${command}`;
}

function logs({ stage }, name) {
  return `npx serverless logs --function ${name} --stage ${stage} --startTime 1h --filter ERROR`;
}

function dimensions(values) {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

function pascal(name) {
  return name[0].toUpperCase() + name.slice(1);
}
