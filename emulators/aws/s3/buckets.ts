import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { Caller } from '../iam/caller';
import type { PolicyDocument } from '../iam/policy';

export interface S3Object {
  key: string;
  content: Buffer;
  etag: string;
  /** Epoch milliseconds. */
  lastModified: number;
  /** `x-amz-meta-…` and the content's type, as they were sent. */
  headers: Record<string, string>;
}

export interface Bucket {
  name: string;
  objects: Map<string, S3Object>;
  policy?: PolicyDocument;
}

/** The buckets of one account; S3 has no region in its names. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();

  get names(): string[] {
    return [...this.#buckets.keys()];
  }

  /** @throws AwsError BucketAlreadyOwnedByYou, InvalidBucketName. */
  create(name: string): Bucket {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
    }
    if (this.#buckets.has(name)) {
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
      );
    }
    const bucket: Bucket = { name, objects: new Map() };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket. */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket, BucketNotEmpty. */
  delete(name: string): void {
    if (this.get(name).objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
    }
    this.#buckets.delete(name);
  }

  put(bucket: Bucket, key: string, content: Buffer, headers: Record<string, string>, now: number): S3Object {
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    const object = { key, content, etag, headers, lastModified: Math.floor(now / 1000) * 1000 };
    bucket.objects.set(key, object);
    return object;
  }

  /** Reads an object in somebody's name, as CloudFormation and Lambda do. @throws AwsError. */
  read(name: string, key: string, caller: Caller): Buffer {
    const bucket = this.get(name);
    caller.must('s3:GetObject', objectArn(name, key), policiesOf(bucket));
    const object = bucket.objects.get(key);
    if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return object.content;
  }
}

export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
export const objectArn = (name: string, key: string) => `arn:aws:s3:::${name}/${key}`;
export const policiesOf = ({ policy }: Bucket) => (policy ? [policy] : []);
