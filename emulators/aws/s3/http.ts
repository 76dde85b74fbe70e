import { randomUUID } from 'node:crypto';
import { AwsError, NotEmulatedError } from '../aws-error';
import type { Call, HttpAnswer, Service } from '../http';
import type { Place } from '../place';
import { unescaped, xml } from '../protocol/xml';
import { bucketArn, objectArn, policiesOf, type Bucket, type Buckets, type S3Object } from './buckets';

const XML = { 'content-type': 'application/xml' };
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** S3's REST interface, path-style, as far as a deployment bucket needs it. */
export function s3Service(buckets: Buckets, { clock, region }: Place): Service {
  return (call) => {
    const [, name = '', ...rest] = call.path.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const bucket = buckets.get(decodeURIComponent(name));
    const must = (action: string, arn: string) => call.caller.must(action, arn, policiesOf(bucket));
    const operation = `${call.method} ${key ? 'object' : 'bucket'}${queryKind(call.query)}`;
    switch (operation) {
      case 'HEAD bucket':
        must('s3:ListBucket', bucketArn(bucket.name));
        return { status: 200, headers: { 'x-amz-bucket-region': region } };
      case 'GET bucket list-type':
        must('s3:ListBucket', bucketArn(bucket.name));
        return listed(bucket, call.query);
      case 'POST bucket delete':
        return deleted(bucket, call);
      case 'PUT object': {
        must('s3:PutObject', objectArn(bucket.name, key));
        const { etag } = buckets.put(bucket, key, content(call), kept(call.headers), clock.now());
        return { status: 200, headers: { etag } };
      }
      case 'HEAD object':
      case 'GET object': {
        must('s3:GetObject', objectArn(bucket.name, key));
        const object = bucket.objects.get(key);
        if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
        return { status: 200, headers: headersOf(object), body: call.method === 'GET' ? object.content : '' };
      }
      default:
        throw new NotEmulatedError(`s3: ${operation}`);
    }
  };
}

export function s3Error({ code, message, status }: AwsError): HttpAnswer {
  const body = `${DECLARATION}<Error>${xml({ Code: code, Message: message, RequestId: randomUUID() })}</Error>`;
  return { status, headers: XML, body };
}

/** Sub-resources are named by the query; `x-id` only repeats the operation's name. */
function queryKind(query: URLSearchParams): string {
  const kinds = ['list-type', 'delete', 'uploads', 'uploadId', 'versions', 'tagging', 'location', 'policy'];
  const kind = kinds.find((one) => query.has(one));
  return kind ? ` ${kind}` : '';
}

function kept(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith('x-amz-meta-') || name === 'content-type'),
  );
}

function headersOf({ content: { length }, etag, headers, lastModified }: S3Object): Record<string, string> {
  return {
    ...headers,
    etag,
    'content-length': String(length),
    'last-modified': new Date(lastModified).toUTCString(),
  };
}

/** A body in chunks (`aws-chunked`) has a line before each with its length in hexadecimal. */
function content({ headers, body }: Call): Buffer {
  if (!headers.get('content-encoding')?.includes('aws-chunked')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!size) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function listed(bucket: Bucket, query: URLSearchParams): HttpAnswer {
  const prefix = query.get('prefix') ?? '';
  const found = [...bucket.objects.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const contents = found.map(
    ({ key, etag, content: { length }, lastModified }) =>
      `<Contents>${xml({ Key: key, LastModified: new Date(lastModified), ETag: etag, Size: length, StorageClass: 'STANDARD' })}</Contents>`,
  );
  const head = xml({
    Name: bucket.name,
    Prefix: prefix,
    KeyCount: found.length,
    MaxKeys: 1000,
    IsTruncated: false,
  });
  return {
    status: 200,
    headers: XML,
    body: `${DECLARATION}<ListBucketResult xmlns="${NAMESPACE}">${head}${contents.join('')}</ListBucketResult>`,
  };
}

/** What may not be deleted is named in the answer; the rest is gone. */
function deleted(bucket: Bucket, { body, caller }: Call): HttpAnswer {
  const keys = [...body.toString().matchAll(/<Key>(.*?)<\/Key>/gs)].map(([, key]) => unescaped(key!));
  const results = keys.map((key) => {
    try {
      caller.must('s3:DeleteObject', objectArn(bucket.name, key), policiesOf(bucket));
      bucket.objects.delete(key);
      return `<Deleted>${xml({ Key: key })}</Deleted>`;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return `<Error>${xml({ Key: key, Code: error.code, Message: error.message })}</Error>`;
    }
  });
  return {
    status: 200,
    headers: XML,
    body: `${DECLARATION}<DeleteResult xmlns="${NAMESPACE}">${results.join('')}</DeleteResult>`,
  };
}
