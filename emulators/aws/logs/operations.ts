import type { Caller } from '../iam/caller';
import type { Input, Operation } from '../protocol/query';
import { filterPattern } from './filter';
import type { LogEvent, LogGroups } from './log-groups';

interface LogsInput extends Input {
  logGroupName?: string;
  logStreamNames?: string[];
  filterPattern?: string;
  startTime?: number;
}

/** What `serverless logs` asks. */
export function logsOperations(groups: LogGroups): Record<string, Operation> {
  const events = (operation: string, input: LogsInput, caller: Caller): LogEvent[] => {
    const name = input.logGroupName ?? '';
    caller.must(`logs:${operation}`, groups.arn(name));
    return groups.get(name).events;
  };
  return {
    DescribeLogStreams: (input: LogsInput, caller) => {
      const last = new Map(
        events('DescribeLogStreams', input, caller).map(({ stream, timestamp }) => [stream, timestamp]),
      );
      const logStreams = [...last].map(([logStreamName, lastEventTimestamp]) => ({
        logStreamName,
        lastEventTimestamp,
      }));
      return { logStreams: logStreams.toReversed() };
    },
    FilterLogEvents: (input: LogsInput, caller) => {
      const { logStreamNames, startTime = 0 } = input;
      const matches = filterPattern(input.filterPattern ?? '');
      const found = events('FilterLogEvents', input, caller).filter(
        ({ message, stream, timestamp }) =>
          timestamp >= startTime && (logStreamNames?.includes(stream) ?? true) && matches(message),
      );
      return {
        events: found.map(({ stream, timestamp, message }, index) => ({
          logStreamName: stream,
          timestamp,
          message: `${message}\n`,
          ingestionTime: timestamp,
          eventId: String(index),
        })),
      };
    },
  };
}
