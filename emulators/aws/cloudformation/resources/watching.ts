import { AwsError } from '../../aws-error';
import type { Alarms, AlarmProperties } from '../../cloudwatch/alarms';
import { dashboardProblems } from '../../cloudwatch/dashboard';
import type { Rules, RuleProperties } from '../../events/rules';
import type { LogGroups, MetricFilter } from '../../logs/log-groups';
import { arnOf, type Place } from '../../place';
import type { Topics } from '../../sns/topics';
import { text, type Properties, type ResourceType } from '../resource';

interface Parts {
  logs: LogGroups;
  alarms: Alarms;
  topics: Topics;
  rules: Rules;
  dashboards: Map<string, string>;
  place: Place;
}

/** CloudWatch API Reference: PutMetricAlarm. */
const MAX_DESCRIPTION = 1024;

export function watchingTypes({
  logs,
  alarms,
  topics,
  rules,
  dashboards,
  place,
}: Parts): Record<string, ResourceType> {
  return {
    'AWS::Logs::LogGroup': {
      create({ LogGroupName, RetentionInDays }, { caller, generatedName }) {
        const name = text(LogGroupName ?? generatedName());
        for (const action of ['CreateLogGroup', 'PutRetentionPolicy'])
          caller.must(`logs:${action}`, logs.arn(name));
        logs.create(name, retention(RetentionInDays));
        return { id: name, attributes: { Arn: logs.arn(name) } };
      },
      update(deployed, { RetentionInDays }, { caller }) {
        caller.must('logs:PutRetentionPolicy', logs.arn(deployed.id));
        logs.get(deployed.id).retentionInDays = retention(RetentionInDays);
        return deployed;
      },
      delete({ id }, { caller }) {
        caller.must('logs:DeleteLogGroup', logs.arn(id));
        logs.delete(id);
      },
    },
    'AWS::Logs::MetricFilter': {
      create(properties, { caller, generatedName }) {
        const group = text(properties.LogGroupName);
        caller.must('logs:PutMetricFilter', logs.arn(group));
        const id = generatedName();
        logs.putFilter(logs.get(group), id, properties as unknown as MetricFilter);
        return { id };
      },
      delete({ id, properties: { LogGroupName } }, { caller }) {
        caller.must('logs:DeleteMetricFilter', logs.arn(text(LogGroupName)));
        logs.find(text(LogGroupName))?.filters.delete(id);
      },
    },
    'AWS::CloudWatch::Alarm': {
      create: (properties, { caller, generatedName }) => {
        const alarm = asAlarm({ AlarmName: generatedName(), ...properties });
        const arn = arnOf(place, 'cloudwatch', `alarm:${alarm.AlarmName}`);
        caller.must('cloudwatch:PutMetricAlarm', arn);
        alarms.put(alarm);
        return { id: alarm.AlarmName, attributes: { Arn: arn } };
      },
      update(deployed, properties, { caller }) {
        caller.must('cloudwatch:PutMetricAlarm', arnOf(place, 'cloudwatch', `alarm:${deployed.id}`));
        alarms.put(asAlarm({ AlarmName: deployed.id, ...properties }));
        return deployed;
      },
      delete({ id }, { caller }) {
        caller.must('cloudwatch:DeleteAlarms', arnOf(place, 'cloudwatch', `alarm:${id}`));
        alarms.delete(id);
      },
    },
    'AWS::CloudWatch::Dashboard': {
      create: (properties, { caller, generatedName }) => {
        const name = text(properties.DashboardName ?? generatedName());
        caller.must('cloudwatch:PutDashboard', dashboardArn(name));
        dashboards.set(name, dashboardBody(properties));
        return { id: name };
      },
      update(deployed, properties, { caller }) {
        caller.must('cloudwatch:PutDashboard', dashboardArn(deployed.id));
        dashboards.set(deployed.id, dashboardBody(properties));
        return deployed;
      },
      delete({ id }, { caller }) {
        caller.must('cloudwatch:DeleteDashboards', dashboardArn(id));
        dashboards.delete(id);
      },
    },
    'AWS::SNS::Topic': {
      create({ TopicName }, { caller, generatedName }) {
        const name = text(TopicName ?? generatedName());
        for (const action of ['CreateTopic', 'GetTopicAttributes'])
          caller.must(`sns:${action}`, arnOf(place, 'sns', name));
        const arn = topics.create(name);
        return { id: arn, attributes: { TopicArn: arn, TopicName: name } };
      },
      update: (deployed) => deployed,
      delete({ id }, { caller }) {
        caller.must('sns:DeleteTopic', id);
        topics.delete(id);
      },
    },
    'AWS::SNS::Subscription': {
      create({ TopicArn, Protocol, Endpoint }, { caller }) {
        caller.must('sns:Subscribe', text(TopicArn));
        return { id: topics.subscribe(text(TopicArn), text(Protocol), text(Endpoint)) };
      },
      delete({ id, properties: { TopicArn } }, { caller }) {
        caller.must('sns:Unsubscribe', text(TopicArn));
        topics.unsubscribe(id);
      },
    },
    'AWS::Events::Rule': {
      create(properties, { caller, generatedName }) {
        const rule = { Name: generatedName(), ...properties } as unknown as RuleProperties;
        for (const action of ['PutRule', 'PutTargets']) caller.must(`events:${action}`, rules.arn(rule.Name));
        return { id: rule.Name, attributes: { Arn: rules.put(rule) } };
      },
      update(deployed, properties, { caller }) {
        for (const action of ['PutRule', 'PutTargets'])
          caller.must(`events:${action}`, rules.arn(deployed.id));
        rules.put({ Name: deployed.id, ...properties } as unknown as RuleProperties);
        return deployed;
      },
      delete({ id }, { caller }) {
        for (const action of ['RemoveTargets', 'DeleteRule']) caller.must(`events:${action}`, rules.arn(id));
        rules.delete(id);
      },
    },
  };

  function dashboardArn(name: string): string {
    return `arn:aws:cloudwatch::${place.account}:dashboard/${name}`;
  }
}

/** @throws AwsError InvalidParameterInput. */
function dashboardBody({ DashboardBody }: Properties): string {
  const body = text(DashboardBody);
  try {
    JSON.parse(body);
  } catch {
    throw new AwsError('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object');
  }
  const problems = dashboardProblems(body);
  if (problems.length > 0) {
    throw new AwsError(
      'InvalidParameterInput',
      `The dashboard body is invalid, there are ${problems.length} validation errors:\n${JSON.stringify(problems, undefined, 2)}`,
    );
  }
  return body;
}

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @throws AwsError InvalidParameterException: CloudWatch Logs keeps for certain numbers of days only. */
function retention(days: unknown): number | undefined {
  if (days === undefined) return undefined;
  if (RETENTIONS.includes(Number(days))) return Number(days);
  throw new AwsError(
    'InvalidParameterException',
    `Value '${text(days)}' at 'retentionInDays' is not one of ${RETENTIONS.join(', ')}`,
  );
}

/** @throws AwsError ValidationError. */
function asAlarm(properties: Properties): AlarmProperties {
  const { AlarmDescription = '', Period, EvaluationPeriods, Threshold, DatapointsToAlarm } = properties;
  if (text(AlarmDescription).length > MAX_DESCRIPTION) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'alarmDescription' failed to satisfy constraint: Member must have length less than or equal to ${MAX_DESCRIPTION}`,
    );
  }
  const numbers: [string, number][] = Object.entries({
    Period,
    EvaluationPeriods,
    Threshold,
    DatapointsToAlarm,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Number(value)]);
  const alarm: unknown = { ...properties, ...Object.fromEntries(numbers) };
  return alarm as AlarmProperties;
}
