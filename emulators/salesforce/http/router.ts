import { apiError, notFound, SalesforceError } from './errors';
import type { LoggedSubrequest } from './requests';

/** A request to the REST API, from HTTP or from inside a composite request. */
export interface ApiRequest {
  method: string;
  /** Such as v62.0. */
  version: string;
  /** Behind the version, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed on demand. @throws SalesforceError 400 */
  json(): unknown;
  /** The body as it was sent, if it was sent as text. */
  text?: string;
  userId: string;
  /** Set by composite requests, for the log. */
  subrequests?: LoggedSubrequest[];
}

export interface ApiResponse {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Handler = (request: ApiRequest, param: (name: string) => string) => ApiResponse;

interface Route {
  method: string;
  pattern: RegExp;
  handler: Handler;
}

/** Answers requests without waiting for anything, so that no two of them mix. */
export class Router {
  private readonly routes: Route[] = [];

  /** @param path such as `/sobjects/:type/:id`; the first path that fits wins. */
  on(method: string, path: string, handler: Handler): this {
    const source = path.replace(/:(\w+)/g, '(?<$1>[^/]+)');
    this.routes.push({ method, pattern: new RegExp(`^${source}/?$`), handler });
    return this;
  }

  /** Never throws a SalesforceError: it becomes the answer. */
  answer(request: ApiRequest): ApiResponse {
    try {
      return this.find(request)(request);
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      return { status: error.status, body: error.errors, headers: error.headers };
    }
  }

  private find({ method, path }: ApiRequest): (request: ApiRequest) => ApiResponse {
    const fitting = this.routes.filter(({ pattern }) => pattern.test(path));
    const route = fitting.find((candidate) => candidate.method === method);
    if (route) {
      const groups = route.pattern.exec(path)?.groups ?? {};
      return (request) => route.handler(request, (name) => decoded(groups[name] ?? ''));
    }
    if (fitting.length === 0) throw notFound();
    const allowed = [...new Set(fitting.map((candidate) => candidate.method))].sort().join(',');
    throw apiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}
