import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';

/** What a function answered: its result, or the error as Lambda passes it on. */
export type Answer = { result: unknown } | { error: LambdaError };

export interface LambdaError {
  errorType: string;
  errorMessage: string;
}

interface Invocation {
  id: string;
  event: unknown;
  /** Epoch milliseconds. */
  deadline: number;
  settle: (settled: Settled) => void;
}

interface Settled {
  /** The request's. */
  id: string;
  answer: Answer;
}

/**
 * The HTTP interface between Lambda and a runtime (Lambda Developer Guide: Using the Lambda runtime API), for one
 * instance of a function: one event at a time.
 */
export class RuntimeApi {
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #waiting: Invocation[] = [];
  #current?: Invocation;
  #idle?: ServerResponse;
  readonly #arn: string;
  readonly #clock: Pick<Clock, 'offsetMs'>;
  #onReady: () => void = () => undefined;
  #onInitError: (error: LambdaError) => void = () => undefined;

  constructor(arn: string, clock: Pick<Clock, 'offsetMs'>) {
    this.#arn = arn;
    this.#clock = clock;
  }

  /** @returns `host:port` for AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as { port: number };
    return `127.0.0.1:${port}`;
  }

  /** Settles when the instance asks for its first event, or says why it cannot. */
  started(): Promise<LambdaError | undefined> {
    return new Promise((resolve) => {
      this.#onReady = () => resolve(undefined);
      this.#onInitError = resolve;
    });
  }

  invoke(event: unknown, timeoutMs: number): Promise<Settled> {
    return new Promise((settle) => {
      const deadline = Date.now() + this.#clock.offsetMs + timeoutMs;
      this.#waiting.push({ id: randomUUID(), event, deadline, settle });
      this.#handOut();
    });
  }

  /** The instance is gone: whatever it was working on ends so. */
  abandon(error: LambdaError): void {
    const { id, settle } = this.#current ?? {};
    settle?.({ id: id!, answer: { error } });
    this.#current = undefined;
    this.#idle = undefined;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace('/2018-06-01/runtime', '') ?? '';
    if (request.method === 'GET' && path === '/invocation/next') {
      this.#idle = response;
      this.#onReady();
      return this.#handOut();
    }
    const body = JSON.parse((await read(request)) || 'null') as unknown;
    const [, id, kind] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (path === '/init/error') this.#onInitError(body as LambdaError);
    else if (!id || id !== this.#current?.id) {
      return void response.writeHead(400).end('{"errorType":"InvalidRequestID"}');
    } else {
      const { settle } = this.#current;
      this.#current = undefined;
      settle({ id, answer: kind === 'response' ? { result: body } : { error: body as LambdaError } });
    }
    response.writeHead(202).end('{"status":"OK"}');
    this.#handOut();
  }

  /** The client may ask for the next event before its last answer is here. */
  #handOut(): void {
    if (!this.#idle || this.#current) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#current = next;
    const response = this.#idle;
    this.#idle = undefined;
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': next.id,
        'lambda-runtime-deadline-ms': String(next.deadline),
        'lambda-runtime-invoked-function-arn': this.#arn,
        // Read by our preload: the function's clock goes with the emulator's.
        'emulated-clock-offset-ms': String(this.#clock.offsetMs),
        'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0',
      })
      .end(JSON.stringify(next.event));
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
