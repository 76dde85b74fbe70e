import { ConnectionError } from '../../../connectors/shared/http/transport';

/** What can go wrong between the connector and the CRM, whichever CRM it is. */
export type LineFault =
  /** Every request is answered 503, until `clear()`. */
  | 'down'
  /** Every request is answered with a proxy's page. */
  | 'proxy-page'
  /** Every request is answered 200 with something that is not the CRM's. */
  | 'garbled'
  /** No request is answered. */
  | 'silent'
  /** The next write takes effect, and the connection breaks before its answer. */
  | 'lost-answer'
  /** The CRM asks to come back in `WAIT_SECONDS`. */
  | 'wait';

export const WAIT_SECONDS = 7;

export interface LineOptions {
  /** Whether a request makes or changes something: a POST may be a search. */
  isWrite(method: string, url: URL): boolean;
  /** What the CRM answers when it wants to be left alone for so long. */
  waitAnswer(seconds: number): Response;
}

/** Breaks the line that a connector's `fetch` is. */
export class LineFaults {
  private fault: LineFault | undefined;
  private nth = 1;

  constructor(private readonly options: LineOptions) {}

  /** @param nth which of the following writes loses its answer, counted from 1. */
  next(fault: LineFault, nth = 1): void {
    this.fault = fault;
    this.nth = nth;
  }

  clear(): void {
    this.fault = undefined;
  }

  /** `send` as the connector sees it. */
  over(send: typeof fetch): typeof fetch {
    return async (input, init) => {
      const request = new Request(input instanceof Request ? input.clone() : input, init);
      switch (this.fault) {
        case undefined:
          return send(input, init);
        case 'down':
          return new Response(null, { status: 503 });
        case 'proxy-page':
          return page(502);
        case 'garbled':
          return page(200);
        case 'wait':
          return this.options.waitAnswer(WAIT_SECONDS);
        case 'silent':
          return untilAborted(request.signal);
        case 'lost-answer': {
          const answer = await send(input, init);
          if (!this.options.isWrite(request.method, new URL(request.url)) || --this.nth > 0) return answer;
          this.clear();
          throw lostConnection();
        }
      }
    };
  }
}

function page(status: number): Response {
  const headers = { 'content-type': 'text/html; charset=UTF-8' };
  return new Response('<html><head><title>Please wait</title></head></html>', { status, headers });
}

function lostConnection(): ConnectionError {
  return new ConnectionError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), true);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
