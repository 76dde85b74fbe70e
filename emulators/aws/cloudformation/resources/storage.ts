import { AwsError } from '../../aws-error';
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
    update(deployed, properties, { caller }) {
      const table = tables.get(deployed.id);
      const changed = JSON.stringify(definition(properties)) !== JSON.stringify(table.definition);
      if (changed) throw new AwsError('ValidationException', 'a change of keys or indexes is not emulated');
      for (const action of ['UpdateTable', 'UpdateTimeToLive', 'UpdateContinuousBackups'])
        caller.must(`dynamodb:${action}`, table.arn);
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

/** What CreateTable takes of it. */
function definition({ BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }: Properties) {
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
