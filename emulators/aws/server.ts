import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Account, type AccountOptions } from './account';
import { AwsError, NotEmulatedError } from './aws-error';
import { readRequest, type HttpAnswer, type HttpRequest } from './http';
import { listenOn } from './listen';
import { servicesOf, unknownService, type Served } from './services';
import { verifySignature } from './signature';

export interface AwsOptions extends AccountOptions {
  /** Default: a free one. */
  port?: number;
}

export interface EmulatedAws {
  /** For AWS_ENDPOINT_URL. */
  url: string;
  account: Account;
  /** What was asked for and is not emulated; empty when everything that happened can be believed. */
  unknown: string[];
  /** A request to an API, as if its name led here. */
  close(): Promise<void>;
}

/**
 * One process on one port: requests signed for a service go to it. Requests to the host name of an API go to the API, and
 * so do those below `/_api/<id>`, for whoever has no name service that knows the host.
 */
export async function startAws({ port, ...options }: AwsOptions = {}): Promise<EmulatedAws> {
  const account = new Account(options);
  const unknown: string[] = [];
  let services: Readonly<Record<string, Served>> = {};
  const server = createServer((incoming, response) => void serve(incoming, response));
  const { url, close } = await listenOn(server, port);
  await account.start(url);
  services = servicesOf(account);

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, headers, body } = await answer(await readRequest(incoming));
      // Clients correct their clocks by it.
      response.setHeader('date', new Date(account.place.clock.now()).toUTCString());
      response.writeHead(status, headers).end(incoming.method === 'HEAD' ? undefined : body);
    } catch (error) {
      // A fault of the emulator's own must not look like one of AWS.
      unknown.push(`fault of the emulator: ${String(error)}`);
      response.writeHead(500).end(`emulator: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    const [, named, rest = '/'] = /^\/_api\/(\w+)(\/.*)?$/.exec(request.path) ?? [];
    if (named) return account.gateway.handle(named, { ...request, path: rest });
    const apiId = /^(\w+)\.execute-api\./.exec(request.headers.get('host') ?? '')?.[1];
    if (apiId) return account.gateway.handle(apiId, request);
    let served: Served = unknownService('of an unsigned request');
    try {
      const scope = /Credential=[^/]+\/[^/]+\/[^/]+\/(\w+)\//.exec(
        request.headers.get('authorization') ?? '',
      )?.[1];
      served = services[scope ?? ''] ?? unknownService(scope ?? 'of an unsigned request');
      const { accessKeyId } = verifySignature(
        request,
        (id) => account.identities.key(id),
        account.place.clock.now(),
      );
      return await served.serve({ ...request, caller: account.identities.caller(accessKeyId) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error instanceof NotEmulatedError) unknown.push(error.message);
      return served.refuse(error);
    }
  }

  return {
    url,
    account,
    unknown,
    async close() {
      await close();
      await account.close();
    },
  };
}
