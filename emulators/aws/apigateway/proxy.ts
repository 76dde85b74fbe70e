import type { HttpAnswer, HttpRequest } from '../http';
import type { Answer } from '../lambda/runtime-api';
import type { Place } from '../place';
import type { Api, Route } from './apis';

interface Surroundings {
  api: Api;
  place: Place;
  route: Route;
  parameters: Record<string, string>;
  requestId: string;
}

/** Bodies of these types go to the function as text, others in base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/;

/** The event of payload format 2.0 (API Gateway Developer Guide: Working with AWS Lambda proxy integrations). */
export function proxyEvent(
  request: HttpRequest,
  { api, place, route, parameters, requestId }: Surroundings,
): object {
  const { method, path, query, headers, body } = request;
  const isText = TEXT.test(headers.get('content-type') ?? '');
  const domainName = `${api.id}.execute-api.${place.region}.amazonaws.com`;
  const now = place.clock.now();
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query.toString(),
    headers: { ...Object.fromEntries(headers), host: domainName },
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: place.account,
      apiId: api.id,
      domainName,
      domainPrefix: api.id,
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers.get('user-agent') ?? '',
      },
      requestId,
      routeKey: route.key,
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    pathParameters: parameters,
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** What the caller gets of a function's answer; a function that failed, or answers what is no answer, is a 500. */
export function proxyAnswer(answer: Answer): HttpAnswer {
  const failed = {
    status: 500,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Internal Server Error"}',
  };
  if ('error' in answer) return failed;
  const { result } = answer;
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result) };
  }
  const { statusCode, headers, body = '', isBase64Encoded } = result as Structured;
  if (!Number.isInteger(statusCode)) return failed;
  return {
    status: statusCode,
    headers: headers ?? { 'content-type': 'text/plain' },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

interface Structured {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
}
