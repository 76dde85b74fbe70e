'use strict';
/**
 * The alarms, and the topic they go to. Each description says what to do; docs/operations.md says it at length.
 * CloudWatch alarms cannot search over dimensions (CloudWatch User Guide: Using metric math), so every connector has
 * its own.
 */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const NAMESPACE = 'jivochat-crm';
const MINUTE = 60;
/** A reply is late for the agent long before it is too late: warn at this share of the deadline. */
const NEAR_THE_DEADLINE = 0.8;
/** Seconds an event may wait for its CRM before somebody should look. */
const TOO_OLD_S = 15 * MINUTE;

/** A connector is a folder. */
const CONNECTORS = readdirSync(join(__dirname, '../connectors'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const inbox = (command, connector) => `npm run cli -- inbox ${command} --connector ${connector}`;

module.exports = async ({ resolveVariable }) => {
  const service = await resolveVariable('self:provider.environment.POWERTOOLS_SERVICE_NAME');
  const deadlineMs = Number(await resolveVariable('self:provider.environment.REPLY_DEADLINE_MS'));
  const email = await resolveVariable('param:alarmEmail');
  const topicArn = await resolveVariable('param:alarmTopicArn');
  const topic = topicArn || { Ref: 'AlarmTopic' };

  /** @param name also names its section in docs/operations.md. */
  const alarm = (name, description, metric, connector) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: [service, connector, name].filter(Boolean).join('-'),
      AlarmDescription: `${description} More: docs/operations.md#${name}`,
      Period: 5 * MINUTE,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
      OKActions: [topic],
      ...metric,
    },
  });

  const own = (MetricName, connector, statistic) => ({
    Namespace: NAMESPACE,
    MetricName,
    Dimensions: dimensions({ service, connector }),
    ...statistic,
  });

  const ofConnector = (connector) => ({
    [`${pascal(connector)}ParkedAlarm`]: alarm(
      'parked',
      `${connector} refused events for good; they wait for a person. Run \`${inbox('list', connector)}\`, mend what each line says, then \`${inbox('replay --all', connector)}\`.`,
      own('ParkedEvents', connector, { Statistic: 'Maximum' }),
      connector,
    ),
    [`${pascal(connector)}OldestDueAlarm`]: alarm(
      'oldest-due',
      `An event has been waiting for ${connector} for more than ${TOO_OLD_S / MINUTE} minutes: it is down, over its limit, or refuses our credential. Run \`npm run cli -- doctor\`. Nothing is lost: events are tried again for three days.`,
      own('OldestDueAge', connector, {
        Statistic: 'Maximum',
        Threshold: TOO_OLD_S,
        EvaluationPeriods: 3,
      }),
      connector,
    ),
    [`${pascal(connector)}SlowReplyAlarm`]: alarm(
      'slow-reply',
      `One reply in a hundred comes within a fifth of the ${deadlineMs} ms deadline or later; agents see "Slow to answer". Look at ReplyLatency and CrmRateLimited on the dashboard ${service}; when ${connector} itself is slow there is nothing to do, its events are worked off later.`,
      own('ReplyLatency', connector, {
        ExtendedStatistic: 'p99',
        EvaluateLowSampleCountPercentile: 'ignore',
        Threshold: deadlineMs * NEAR_THE_DEADLINE,
        EvaluationPeriods: 3,
      }),
      connector,
    ),
  });

  const ofFunction = (name) => {
    const FunctionName = { Ref: `${pascal(name)}LambdaFunction` };
    const lambda = (MetricName) => ({
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: dimensions({ FunctionName }),
      Statistic: 'Sum',
    });
    return {
      [`${pascal(name)}ErrorsAlarm`]: alarm(
        `${name}-errors`,
        `The ${name} function crashed or ran out of time or memory. Run \`npx serverless logs --function ${name} --stage <stage> --startTime 1h --filter ERROR\`.`,
        lambda('Errors'),
      ),
      [`${pascal(name)}ThrottlesAlarm`]: alarm(
        `${name}-throttles`,
        `Lambda turned the ${name} function away: the account's concurrency or WEBHOOK_CONCURRENCY is used up. Run \`aws lambda get-account-settings\`; raise the limit in Service Quotas (Lambda, Concurrent executions).`,
        lambda('Throttles'),
      ),
    };
  };

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
      // HTTP APIs have no metric of their own for what they throttle; the access log tells.
      ThrottledRequestsFilter: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          LogGroupName: { Ref: 'HttpApiLogGroup' },
          FilterPattern: '{ $.status = "429" }',
          MetricTransformations: [
            {
              MetricNamespace: NAMESPACE,
              MetricName: 'ThrottledRequests',
              MetricValue: '1',
              Dimensions: [{ Key: 'service', Value: '$.service' }],
            },
          ],
        },
      },
      ...Object.assign({}, ...CONNECTORS.map(ofConnector)),
      ...ofFunction('webhook'),
      ...ofFunction('retry'),
      RefusedEventsAlarm: alarm(
        'refused-events',
        'JivoChat was answered with an error: an event may be lost. Run `npx serverless logs --function webhook --stage <stage> --startTime 1h --filter ERROR`: a missing secret, a wrong setting, or DynamoDB and the CRM both away.',
        {
          Namespace: 'AWS/ApiGateway',
          MetricName: '5xx',
          Dimensions: dimensions({ ApiId: { Ref: 'HttpApi' } }),
          Statistic: 'Sum',
        },
      ),
      ThrottledRequestsAlarm: alarm(
        'throttled-requests',
        'The API turned requests away; those events are lost. When they are your own chats: raise RATE_LIMIT and BURST_LIMIT in .env.<stage> and deploy. When somebody floods the address: `npm run cli -- token rotate`.',
        {
          Namespace: NAMESPACE,
          MetricName: 'ThrottledRequests',
          Dimensions: dimensions({ service }),
          Statistic: 'Sum',
        },
      ),
      RetryNotRunningAlarm: alarm(
        'retry-not-running',
        'The worker has not run for ten minutes; events that wait for a CRM go on waiting. Run `aws events list-rules` and `aws events enable-rule` on the rule of this stack, or deploy again.',
        {
          Namespace: 'AWS/Lambda',
          MetricName: 'Invocations',
          Dimensions: dimensions({ FunctionName: { Ref: 'RetryLambdaFunction' } }),
          Statistic: 'Sum',
          EvaluationPeriods: 2,
          ComparisonOperator: 'LessThanThreshold',
          TreatMissingData: 'breaching',
        },
      ),
    },
    Outputs: {
      AlarmTopicArn: { Description: 'Where the alarms go.', Value: topic },
    },
  };
};

function dimensions(values) {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

function pascal(name) {
  return name[0].toUpperCase() + name.slice(1);
}
