import type { Backend } from '../backend';
import { jsonObject } from '../http/body';
import { BrokenReference, resolve } from './composite-references';
import { apiError } from '../http/errors';
import type { LoggedSubrequest } from '../http/requests';
import type { ApiRequest, ApiResponse, Router } from '../http/router';
import { ALL_OR_NONE } from './collections';

/** Salesforce docs: Composite; of the 25, five may be queries or collections. */
const MOST_SUBREQUESTS = 25;
const MOST_QUERIES = 5;
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
/** Subrequests have these from the request around them; naming them fails it (Salesforce docs: Composite Subrequest). */
const INHERITED = ['accept', 'authorization', 'content-type'];
/** Salesforce docs: Composite; searches are not among the resources it takes. */
const TAKEN = /^\/(sobjects|query|queryAll|composite\/sobjects)(\/|$)/;
const COUNTED = /^\/(query|queryAll|composite\/sobjects)(\/|$)/;

interface Subrequest {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders: Record<string, string>;
}

interface SubResponse {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

/** Several requests in one, in their order; the answer is 200 whatever became of them. */
export function compositeRoutes(router: Router, { records }: Backend): void {
  router.on('POST', '/composite', (request) => {
    const { allOrNone, compositeRequest } = jsonObject(request.json());
    const subrequests = readSubrequests(compositeRequest);
    const atomic = allOrNone === true;
    const answers = new Map<string, unknown>();
    const log: LoggedSubrequest[] = (request.subrequests ??= []);

    const run = (): SubResponse[] => {
      const responses: SubResponse[] = [];
      for (const subrequest of subrequests) {
        const { response, path } = answerOne(router, request, subrequest, answers, atomic);
        log.push({ method: subrequest.method, path, status: response.status, body: subrequest.body });
        if (isSuccess(response)) answers.set(subrequest.referenceId, response.body);
        responses.push(subResponse(subrequest, response));
        if (atomic && failed(response)) break;
      }
      return responses;
    };
    const good = (responses: SubResponse[]) =>
      !atomic || responses.every(({ body, httpStatusCode }) => !failed({ status: httpStatusCode, body }));

    const responses = records.transaction(run, good);
    const body = good(responses) ? responses : halted(subrequests, responses);
    return { status: 200, body: { compositeResponse: body } };
  });
}

function answerOne(
  router: Router,
  outer: ApiRequest,
  { method, url, body, httpHeaders }: Subrequest,
  answers: ReadonlyMap<string, unknown>,
  atomic: boolean,
): { response: ApiResponse; path: string } {
  try {
    const [address = '', search = ''] = splitOnce(String(resolve(url, answers)), '?');
    const [, version = '', path = ''] = /^\/services\/data\/(v\d+\.0)(\/.*)$/.exec(address) ?? [];
    const sent = resolve(body, answers);
    if (!TAKEN.test(path))
      return { response: refusal('INVALID_REQUEST', `${url} is not supported here`), path: address };
    const headers = { ...httpHeaders, ...(atomic && { [ALL_OR_NONE]: 'true' }) };
    const query = new URLSearchParams(search);
    const request = { method, version, path, query, headers, json: () => sent, userId: outer.userId };
    return { response: router.answer(request), path: address };
  } catch (error) {
    if (!(error instanceof BrokenReference)) throw error;
    return { response: refusal('PROCESSING_HALTED', error.message), path: url };
  }
}

function refusal(errorCode: string, message: string): ApiResponse {
  return { status: 400, body: [{ errorCode, message }] };
}

function isSuccess({ status }: ApiResponse): boolean {
  return status < 300;
}

/** A collection that lost a record fails an all-or-none request (Salesforce docs: allOrNone Parameters). */
function failed(response: ApiResponse): boolean {
  if (!isSuccess(response)) return true;
  return (
    Array.isArray(response.body) &&
    response.body.some((item: { success?: boolean }) => item.success === false)
  );
}

function subResponse({ referenceId }: Subrequest, { status, body, headers = {} }: ApiResponse): SubResponse {
  return { body: body ?? null, httpHeaders: headers, httpStatusCode: status, referenceId };
}

/** All but the one that failed carry the same words, with status 400. */
function halted(subrequests: Subrequest[], responses: SubResponse[]): SubResponse[] {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  const last = responses.length - 1;
  return subrequests.map((subrequest, at) => {
    return at === last ? responses[at]! : subResponse(subrequest, refusal('PROCESSING_HALTED', message));
  });
}

function readSubrequests(list: unknown): Subrequest[] {
  if (!Array.isArray(list) || list.length === 0) {
    throw apiError(400, 'JSON_PARSER_ERROR', 'compositeRequest is required');
  }
  if (list.length > MOST_SUBREQUESTS) throw limit(`${MOST_SUBREQUESTS} subrequests`);
  const subrequests = list.map((item) => readSubrequest(jsonObject(item)));
  const references = subrequests.map(({ referenceId }) => referenceId);
  const twice = references.find((reference, at) => references.indexOf(reference) !== at);
  if (twice)
    throw apiError(400, 'INVALID_REQUEST', `Duplicate referenceId provided in the request: ${twice}`);
  const counted = subrequests.filter(({ url }) =>
    COUNTED.test(url.replace(/^\/services\/data\/v\d+\.0/, '').split('?')[0]!),
  );
  if (counted.length > MOST_QUERIES) throw limit(`${MOST_QUERIES} queries or collections`);
  return subrequests;
}

/** The code is not confirmed; the limits are (Salesforce docs: Composite). */
function limit(what: string) {
  return apiError(400, 'LIMIT_EXCEEDED', `A composite request can have no more than ${what}`);
}

function readSubrequest({
  method,
  url,
  referenceId,
  body,
  httpHeaders,
}: Record<string, unknown>): Subrequest {
  if (typeof method !== 'string' || !METHODS.includes(method)) throw invalid(`method ${String(method)}`);
  if (typeof url !== 'string' || !url.startsWith('/services/data/')) throw invalid(`url ${String(url)}`);
  if (typeof referenceId !== 'string' || !/^\w+$/.test(referenceId))
    throw invalid(`referenceId ${String(referenceId)}`);
  const headers = Object.entries((httpHeaders ?? {}) as Record<string, unknown>).map(
    ([name, value]): [string, string] => [name.toLowerCase(), String(value)],
  );
  const inherited = headers.find(([name]) => INHERITED.includes(name));
  if (inherited) throw invalid(`header ${inherited[0]}`);
  return { method, url, referenceId, body, httpHeaders: Object.fromEntries(headers) };
}

function invalid(what: string) {
  return apiError(400, 'INVALID_REQUEST', `Invalid composite subrequest: ${what}`);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
