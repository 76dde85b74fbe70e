import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { MetricStore } from '../cloudwatch/metrics';
import type { HttpAnswer, HttpRequest } from '../http';
import type { Functions } from '../lambda/functions';
import type { LogGroups } from '../logs/log-groups';
import { arnOf, type Place } from '../place';
import { routeOf, type Api, type Apis, type Route, type StageProperties } from './apis';
import { proxyAnswer, proxyEvent } from './proxy';
import { TokenBucket } from './throttle';

/** API Gateway Developer Guide: quotas for HTTP APIs. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** What a region has without a setting of the stage. */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5_000;

interface Parts {
  apis: Apis;
  functions: Functions;
  logs: LogGroups;
  metrics: MetricStore;
  place: Place;
}

interface Passage {
  answer: HttpAnswer;
  route?: Route;
  integrationMs?: number;
}

/** What stands at https://<id>.execute-api.<region>.amazonaws.com: route, throttling, access log, metrics. */
export class Gateway {
  readonly #parts: Parts;
  readonly #buckets = new Map<string, TokenBucket>();
  /** As the bill counts them. */
  requests = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async handle(apiId: string, request: HttpRequest): Promise<HttpAnswer> {
    const api = this.#parts.apis.find(apiId);
    const stage = api?.stages.get('$default');
    // A name that leads nowhere: what DNS would say.
    if (!api) return said(404, 'no such API');
    if (!stage) return said(404, 'Not Found');
    this.requests++;
    const began = performance.now();
    const requestId = randomUUID();
    const passage = await this.#pass(api, stage, request, requestId);
    const latencyMs = Math.round(performance.now() - began);
    this.#measure(api, passage, latencyMs);
    this.#log(stage, passage, requestId, latencyMs);
    return passage.answer;
  }

  async #pass(api: Api, stage: StageProperties, request: HttpRequest, requestId: string): Promise<Passage> {
    const { functions, place } = this.#parts;
    const found = routeOf(api, request.method, request.path);
    if (!found) return { answer: said(404, 'Not Found') };
    const { route, parameters } = found;
    if (!this.#mayPass(api, stage)) return { route, answer: said(429, 'Too Many Requests') };
    if (request.body.length > MAX_BODY_BYTES) return { route, answer: said(413, 'Request Too Long') };
    const integration = api.integrations.get(route.integrationId);
    if (!integration) return { route, answer: said(500, 'Internal Server Error') };
    const source = arnOf(place, 'execute-api', `${api.id}/${stage.StageName}/${route.key.replace(' ', '')}`);
    const event = proxyEvent(request, { api, place, route, parameters, requestId });
    const began = performance.now();
    const answer = await functions
      .invokeAs('apigateway.amazonaws.com', source, integration.uri, event)
      .then((invoked) => proxyAnswer(invoked.answer), refused);
    return { route, answer, integrationMs: Math.round(performance.now() - began) };
  }

  #mayPass({ id }: Api, { StageName, DefaultRouteSettings = {} }: StageProperties): boolean {
    const { ThrottlingRateLimit = ACCOUNT_RATE, ThrottlingBurstLimit = ACCOUNT_BURST } = DefaultRouteSettings;
    const key = `${id}/${StageName}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket();
    this.#buckets.set(key, bucket);
    return bucket.take(ThrottlingRateLimit, ThrottlingBurstLimit, this.#parts.place.clock.now());
  }

  #measure({ id }: Api, { answer: { status }, integrationMs }: Passage, latencyMs: number): void {
    const { metrics, place } = this.#parts;
    const put = (name: string, value: number) =>
      metrics.put({ namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: id } }, value, place.clock.now());
    put('Count', 1);
    put('4xx', status >= 400 && status < 500 ? 1 : 0);
    put('5xx', status >= 500 ? 1 : 0);
    put('Latency', latencyMs);
    if (integrationMs !== undefined) put('IntegrationLatency', integrationMs);
  }

  #log({ AccessLogSettings }: StageProperties, passage: Passage, requestId: string, latencyMs: number): void {
    if (!AccessLogSettings) return;
    const { logs, place } = this.#parts;
    const context: Record<string, string | number | undefined> = {
      requestId,
      requestTime: new Date(place.clock.now()).toUTCString(),
      routeKey: passage.route?.key,
      status: passage.answer.status,
      responseLatency: latencyMs,
      integrationLatency: passage.integrationMs,
    };
    const line = AccessLogSettings.Format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) =>
      String(context[name] ?? '-'),
    );
    const group = AccessLogSettings.DestinationArn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';
    logs.write(group, 'access', line);
  }
}

function said(status: number, message: string): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

/** A function that was not run: turned away by Lambda, not allowed, or gone. */
function refused(error: unknown): HttpAnswer {
  if (!(error instanceof AwsError)) throw error;
  return error.status === 429 ? said(503, 'Service Unavailable') : said(500, 'Internal Server Error');
}
