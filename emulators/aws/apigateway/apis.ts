import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error';

export interface Integration {
  uri: string;
  timeoutMs: number;
}

export interface Route {
  /** Such as `POST /webhooks/{account}/{token}`. */
  key: string;
  integrationId: string;
}

/** As CloudFormation writes it (AWS::ApiGatewayV2::Stage). */
export interface StageProperties {
  StageName: string;
  DefaultRouteSettings?: {
    ThrottlingRateLimit?: number;
    ThrottlingBurstLimit?: number;
    DetailedMetricsEnabled?: boolean;
  };
  AccessLogSettings?: { DestinationArn: string; Format: string };
}

export interface Api {
  id: string;
  name: string;
  integrations: Map<string, Integration>;
  routes: Map<string, Route>;
  stages: Map<string, StageProperties>;
}

/** The HTTP APIs of one account. */
export class Apis {
  readonly #apis = new Map<string, Api>();

  get ids(): string[] {
    return [...this.#apis.keys()];
  }

  create(name: string): Api {
    // API ids are ten characters of a to z and 0 to 9.
    const id = BigInt(`0x${randomBytes(10).toString('hex')}`)
      .toString(36)
      .slice(0, 10);
    const api = { id, name, integrations: new Map(), routes: new Map(), stages: new Map() };
    this.#apis.set(id, api);
    return api;
  }

  find(id: string): Api | undefined {
    return this.#apis.get(id);
  }

  /** @throws AwsError NotFoundException. */
  get(id: string): Api {
    const api = this.#apis.get(id);
    if (!api) throw new AwsError('NotFoundException', `Invalid API identifier specified ${id}`, 404);
    return api;
  }

  delete(id: string): void {
    this.#apis.delete(id);
  }
}

/** The route a request takes: the one with the most literal parts wins (API Gateway Developer Guide: routes for HTTP APIs). */
export function routeOf(api: Api, method: string, path: string) {
  const parts = path.split('/');
  const fitting = [...api.routes.values()].flatMap((route) => {
    const [verb, template = ''] = route.key.split(' ');
    const parameters = verb === method || verb === 'ANY' ? fit(template.split('/'), parts) : undefined;
    return parameters ? [{ route, parameters }] : [];
  });
  return fitting.toSorted((a, b) => variables(a.parameters) - variables(b.parameters))[0];
}

function fit(template: string[], parts: string[]): Record<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, part] of template.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name ? parts[at] === '' : part !== parts[at]) return undefined;
    if (name) parameters[name] = decodeURIComponent(parts[at]!);
  }
  return parameters;
}

const variables = (parameters: Record<string, string>) => Object.keys(parameters).length;
