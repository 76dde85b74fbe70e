import { isDeepStrictEqual } from 'node:util';
import { AwsError, NotEmulatedError } from '../../aws-error';
import type { Item } from '../../dynamodb/journal';
import type { Tables, TableSettings } from '../../dynamodb/tables';
import { checkPolicy, type PolicyDocument } from '../../iam/policy';
import { bucketArn, type Buckets } from '../../s3/buckets';
import { text, type Properties, type ResourceType } from '../resource';

export function storageTypes(buckets: Buckets, tables: Tables): Record<string, ResourceType> {
  return {
    'AWS::S3::Bucket': {
      create({ BucketName }, { caller, generatedName }) {
        // Generated names are lower case (AWS::S3::Bucket, BucketName).
        const name = text(BucketName ?? generatedName().toLowerCase());
        for (const action of ['CreateBucket', 'PutEncryptionConfiguration', 'PutBucketPublicAccessBlock'])
          caller.must(`s3:${action}`, bucketArn(name));
        buckets.create(name);
        return { id: name, attributes: { Arn: bucketArn(name) } };
      },
      update: (deployed) => deployed,
      delete({ id }, { caller }) {
        caller.must('s3:DeleteBucket', bucketArn(id));
        buckets.delete(id);
      },
    },
    'AWS::S3::BucketPolicy': {
      create(properties, { caller }) {
        const bucket = text(properties.Bucket);
        caller.must('s3:PutBucketPolicy', bucketArn(bucket));
        const policy = properties.PolicyDocument as PolicyDocument;
        checkPolicy(policy);
        buckets.get(bucket).policy = policy;
        return { id: bucket };
      },
      delete({ id }, { caller }) {
        caller.must('s3:DeleteBucketPolicy', bucketArn(id));
        buckets.get(id).policy = undefined;
      },
    },
    'AWS::DynamoDB::Table': tableType(tables),
  };
}

function tableType(tables: Tables): ResourceType {
  return {
    async create(properties, { caller, generatedName }) {
      const name = text(properties.TableName ?? generatedName());
      for (const action of actionsFor(properties)) caller.must(`dynamodb:${action}`, tables.arn(name));
      const { arn } = await tables.create(name, definition(properties), settings(properties));
      return { id: name, attributes: { Arn: arn } };
    },
    async update(deployed, properties, { caller }) {
      const table = tables.get(deployed.id);
      const wanted = definition(properties);
      const changed = JSON.stringify(wanted) !== JSON.stringify(table.definition);
      if (changed) checkChange(table.definition, wanted);
      for (const action of ['UpdateTable', 'UpdateTimeToLive', 'UpdateContinuousBackups'])
        caller.must(`dynamodb:${action}`, table.arn);
      if (changed) await tables.redefine(deployed.id, wanted);
      table.settings = settings(properties);
      return deployed;
    },
    async delete({ id }, { caller }) {
      caller.must('dynamodb:DeleteTable', tables.arn(id));
      await tables.delete(id);
    },
  };
}

function actionsFor({ TimeToLiveSpecification, PointInTimeRecoverySpecification }: Properties): string[] {
  return [
    'CreateTable',
    'DescribeTable',
    ...(TimeToLiveSpecification ? ['UpdateTimeToLive'] : []),
    ...(PointInTimeRecoverySpecification ? ['UpdateContinuousBackups'] : []),
  ];
}

/**
 * An index is added or removed in place, one an update; an index of the same name keeps its key and what it carries, and the
 * table its key (AWS::DynamoDB::Table: GlobalSecondaryIndexes; UpdateTable).
 * @throws AwsError ValidationException, NotEmulatedError.
 */
function checkChange(before: Item, wanted: Item): void {
  if (!isDeepStrictEqual(before.KeySchema, wanted.KeySchema))
    throw new NotEmulatedError('a table of another key');
  const [old, now] = [indexesOf(before), indexesOf(wanted)];
  for (const [name, index] of now) {
    const was = old.get(name);
    if (was && !isDeepStrictEqual(was, index)) {
      throw new AwsError(
        'ValidationException',
        'CloudFormation cannot update a stack when a custom-named resource requires replacing. Attempting to create an index which already exists',
      );
    }
  }
  const added = [...now.keys()].filter((name) => !old.has(name));
  const removed = [...old.keys()].filter((name) => !now.has(name));
  if (added.length + removed.length > 1) {
    throw new AwsError(
      'ValidationException',
      'Cannot perform more than one GSI creation or deletion in a single update',
    );
  }
}

function indexesOf({ GlobalSecondaryIndexes = [] }: Item): Map<string, unknown> {
  return new Map(
    (GlobalSecondaryIndexes as { IndexName: string }[]).map((index) => [index.IndexName, index]),
  );
}

/** What CreateTable takes of it. */
function definition({
  BillingMode,
  AttributeDefinitions,
  KeySchema,
  GlobalSecondaryIndexes,
}: Properties): Item {
  return { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
}

function settings(properties: Properties): TableSettings {
  const { TimeToLiveSpecification, PointInTimeRecoverySpecification, SSESpecification } = properties;
  return {
    DeletionProtectionEnabled: isTrue(properties.DeletionProtectionEnabled),
    TimeToLive: TimeToLiveSpecification as TableSettings['TimeToLive'],
    PointInTimeRecovery: isTrue((PointInTimeRecoverySpecification as Properties)?.PointInTimeRecoveryEnabled),
    Sse: isTrue((SSESpecification as Properties)?.SSEEnabled),
  };
}

/** CloudFormation takes booleans as text, too. */
function isTrue(value: unknown): boolean {
  return text(value) === 'true';
}
