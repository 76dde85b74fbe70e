import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ConfigError } from '../config/env';
import { InvalidJsonError, parseJson } from '../text/json';
import { errorReply, okReply, type Reply } from '../jivochat/reply';
import type { SyncDeps } from '../sync/context';
import { acceptEvent } from '../sync/live';
import { keepForOthers } from '../sync/route';
import { createDepsSource } from './deps';
import { createLog, withLogKeys } from './log';
import { MAX_BODY_BYTES, isValidToken, parsePath } from './gate';
import { SecretsError } from './parameter-store';

/** Leaves out a byte order mark, and puts U+FFFD where bytes are no UTF-8. */
const TEXT = new TextDecoder();
/** Our own work after the event is done or put back: serialising and the way out. */
const MARGIN_MS = 100;
/** More than a start takes: clocks that disagree must not use up the time there is for the event. */
const LONGEST_START_MS = 1_500;

/** API Gateway's door: one JivoChat event in, one reply out, always before the deadline. */
export function createWebhookHandler(getDeps: () => SyncDeps | Promise<SyncDeps>) {
  return async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    let deps: SyncDeps;
    try {
      deps = await getDeps();
    } catch (error) {
      return notReady(error);
    }
    const arrivedAt = deps.now() - waitedAlready(event.requestContext.timeEpoch, Date.now());
    if (event.requestContext.http.method !== 'POST') {
      return {
        ...answer(405, errorReply('send events with POST')),
        headers: { ...JSON_HEADERS, allow: 'POST' },
      };
    }
    const path = parsePath(event.rawPath);
    let target: Target | undefined;
    if (
      !path ||
      !isValidToken(path.token, deps.settings.webhookTokens) ||
      !(target = targetOf(deps, path.account))
    ) {
      return { statusCode: 404, headers: JSON_HEADERS, body: '{"message":"Not Found"}' };
    }
    const correlated = { requestId: event.requestContext.requestId };
    const result = await withLogKeys(correlated, () => receiveRequest(deps, target, event, arrivedAt));
    deps.metrics.add(target.account, 'Replies');
    deps.metrics.add(target.account, 'ReplyLatency', deps.now() - arrivedAt);
    deps.metrics.flush();
    return result;
  };
}

/**
 * Milliseconds since API Gateway took the request: the start of an instance and the reading of its secrets are part of
 * what JivoChat waits for. A clock that is wrong leaves time enough to answer.
 * @param requestedAt epoch milliseconds, by API Gateway's clock
 * @param now epoch milliseconds, by ours
 */
export function waitedAlready(requestedAt: number, now: number): number {
  return Math.min(Math.max(0, now - requestedAt || 0), LONGEST_START_MS);
}

/** Where an event goes. */
interface Target {
  /** Answers the agent. */
  account: string;
  /** Get the event as well, from the worker. */
  others: readonly string[];
}

/** An account, or a route of the company's file. */
function targetOf({ accounts, company }: SyncDeps, name: string): Target | undefined {
  const [account, ...others] = Object.hasOwn(company.routes, name) ? company.routes[name]! : [name];
  return accounts.some((known) => known.name === account) ? { account: account!, others } : undefined;
}

async function receiveRequest(
  deps: SyncDeps,
  { account, others }: Target,
  event: APIGatewayProxyEventV2,
  arrivedAt: number,
): Promise<APIGatewayProxyStructuredResultV2> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) return answer(413, errorReply('the body is larger than 1 MB'));
  /** From when the event cannot be lost any more JivoChat must not hear of a failure. */
  let isKept = false;
  const begun: Promise<unknown>[] = [];
  const answerBy = arrivedAt + deps.settings.replyDeadlineMs - MARGIN_MS;
  try {
    const raw = TEXT.decode(bytes);
    const body = parseJson(raw);
    const delivered = { body, raw, receivedAt: arrivedAt };
    const kept = keepForOthers(deps, others, { ...delivered, answerBy });
    // Whoever answers the agent may fail first.
    begun.push(kept.catch(() => undefined));
    const connector = await deps.connector(account);
    const onKept = () => void kept.then(() => (isKept = true)).catch(() => undefined);
    const accepting = acceptEvent(deps, { ...delivered, connector: connector!, answerBy, onKept });
    begun.push(accepting);
    const work = Promise.all([accepting, kept]).then(([accepted]) => accepted);
    const outcome = await inTime(work, answerBy - deps.now());
    if (outcome) return answer(outcome.valid ? 200 : 400, outcome.reply);
    deps.log.warn('The deadline came first; the event is worked off later', { kept: isKept });
    if (isKept) return answer(200, okReply());
    return answer(503, errorReply('the event could not be kept in time'));
  } catch (error) {
    if (error instanceof InvalidJsonError) return answer(400, errorReply(error.message));
    // Lambda stops when we answer: the other accounts' rows stand by then, and nothing that was begun goes out later.
    await inTime(Promise.allSettled(begun), answerBy - deps.now());
    if (isKept) {
      deps.log.error('A kept event failed unexpectedly; it is worked off later', { error });
      return answer(200, okReply());
    }
    if (error instanceof ConfigError) return notReady(error);
    deps.log.error('The event could not be kept', { error });
    return answer(503, errorReply('the event could not be kept; see the log of the adapter'));
  }
}

/** @returns undefined when the deadline came first. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: deadline, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), Math.max(0, ms));
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more: a late failure must not end the process.
    work.catch(() => undefined);
  }
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

function answer(statusCode: number, reply: Reply): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: JSON_HEADERS, body: JSON.stringify(reply) };
}

/** Told in the log, with every problem at once; the caller learns no more than that it is not their fault. */
function notReady(error: unknown): APIGatewayProxyStructuredResultV2 {
  const log = createLog(process.env);
  if (error instanceof SecretsError) {
    log.error('The secrets cannot be read', { problem: error.message });
    return answer(503, errorReply('the adapter cannot read its secrets; see its log'));
  }
  const problems =
    error instanceof ConfigError ? error.problems : [error instanceof Error ? error.name : 'unknown'];
  log.error('The adapter is not configured', { problems });
  return answer(500, errorReply('the adapter is not configured; see its log'));
}

export const handler = createWebhookHandler(createDepsSource(process.env));
