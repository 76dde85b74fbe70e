import { AwsError } from '../aws-error';
import type { Caller } from '../iam/caller';
import type { Input, Operation } from '../protocol/query';
import type { Buckets } from '../s3/buckets';
import type { Deployed } from './resource';
import type { Stack } from './stack';
import type { OnFailure, Stacks } from './stacks';

/** What `serverless` and the operator's commands ask of CloudFormation. */
export function cloudFormationOperations(stacks: Stacks, buckets: Buckets): Record<string, Operation> {
  const named = (operation: string, input: Input, caller: Caller): string => {
    const name = (input.StackName ?? '') as string;
    caller.must(`cloudformation:${operation}`, stacks.find(name)?.id ?? stacks.arn(name));
    return name;
  };
  const stack = (operation: string, input: Input, caller: Caller) =>
    stacks.get(named(operation, input, caller));
  return {
    ValidateTemplate(input, caller) {
      caller.must('cloudformation:ValidateTemplate', '*');
      const { Description } = stacks.validate(template(input, buckets, caller));
      return { Description, Parameters: [], Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] };
    },
    CreateStack(input, caller) {
      const name = named('CreateStack', input, caller);
      const text = template(input, buckets, caller);
      checkCapabilities(text, input);
      return { StackId: stacks.create(name, text, caller, (input.OnFailure ?? 'ROLLBACK') as OnFailure).id };
    },
    UpdateStack(input, caller) {
      const name = named('UpdateStack', input, caller);
      const text = template(input, buckets, caller);
      checkCapabilities(text, input);
      return { StackId: stacks.update(name, text, caller).id };
    },
    DeleteStack: (input, caller) => stacks.delete(named('DeleteStack', input, caller), caller),
    DescribeStacks: (input, caller) => ({ Stacks: [described(stack('DescribeStacks', input, caller))] }),
    DescribeStackEvents(input, caller) {
      const found = stack('DescribeStackEvents', input, caller);
      return { StackEvents: found.events.toReversed().map((event) => eventShown(found, event)) };
    },
    DescribeStackResource(input, caller) {
      const found = stack('DescribeStackResource', input, caller);
      const id = String(input.LogicalResourceId);
      const deployed = found.resources.get(id);
      if (!deployed)
        throw new AwsError('ValidationError', `Resource ${id} does not exist for stack ${found.name}`);
      return {
        StackResourceDetail: { StackName: found.name, StackId: found.id, ...resourceShown(deployed) },
      };
    },
    DescribeStackResources(input, caller) {
      const found = stack('DescribeStackResources', input, caller);
      return { StackResources: [...found.resources.values()].map(resourceShown) };
    },
    ListStackResources(input, caller) {
      const found = stack('ListStackResources', input, caller);
      return { StackResourceSummaries: [...found.resources.values()].map(resourceShown) };
    },
    GetTemplate: (input, caller) => ({ TemplateBody: stack('GetTemplate', input, caller).templateText }),
  };
}

/** A template in the request, or in a bucket, read in the caller's name. */
function template({ TemplateBody, TemplateURL }: Input, buckets: Buckets, caller: Caller): string {
  if (typeof TemplateBody === 'string') return TemplateBody;
  const url = /^https:\/\/s3[.-][\w.-]*amazonaws\.com\/(?<bucket>[^/]+)\/(?<key>.+)$/.exec(
    String(TemplateURL),
  );
  if (!url) throw new AwsError('ValidationError', 'TemplateURL must be a supported URL.');
  const { bucket, key } = url.groups as { bucket: string; key: string };
  try {
    return buckets.read(bucket, decodeURIComponent(key), caller).toString();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('ValidationError', `S3 error: ${error.message} (TemplateURL ${String(TemplateURL)})`);
  }
}

/** Whoever makes roles must say so. */
function checkCapabilities(text: string, { Capabilities = [] }: Input): void {
  const said = [Capabilities].flat();
  if (!text.includes('"AWS::IAM::') || said.some((one) => /^CAPABILITY_(NAMED_)?IAM$/.test(String(one))))
    return;
  throw new AwsError('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_IAM]');
}

function described({
  id,
  name,
  status,
  reason,
  createdAt,
  updatedAt,
  outputs,
  template: { Description },
}: Stack): object {
  return {
    StackId: id,
    StackName: name,
    Description,
    CreationTime: new Date(createdAt),
    ...(updatedAt && { LastUpdatedTime: new Date(updatedAt) }),
    StackStatus: status,
    StackStatusReason: reason,
    EnableTerminationProtection: false,
    Outputs: outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
  };
}

function eventShown({ id, name }: Stack, event: Stack['events'][number]): object {
  return {
    StackId: id,
    StackName: name,
    EventId: event.id,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    Timestamp: new Date(event.at),
  };
}

function resourceShown({ logicalId, id, type, at }: Deployed): object {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: id,
    ResourceType: type,
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: new Date(at),
    Timestamp: new Date(at),
  };
}
