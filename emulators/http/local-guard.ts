import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';

/** The names this machine is called by itself. A page that rebinds its own name to 127.0.0.1 still sends that name. */
const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
/** What browsers say of a request that somebody typed or clicked himself (W3C: Fetch Metadata Request Headers). */
const NOT_FROM_A_PAGE = [undefined, 'none'];

/** What is wrong with a request that comes from a web page, or by a foreign name; undefined for a good one. */
export function foreignRequest(
  headers: IncomingHttpHeaders,
  moreHosts: readonly string[] = [],
): string | undefined {
  const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (headers.origin !== undefined || !NOT_FROM_A_PAGE.includes(headers['sec-fetch-site'])) {
    return 'Requests of web pages are not taken.';
  }
  if ([...LOCAL_HOSTS, ...moreHosts].includes(host)) return undefined;
  return 'This host name is not known here. For a tunnel: npm start -- --host <its host name>';
}

/** Whether AWS' signature names this access key. An id nobody can guess is a secret of its own. */
export function isSignedBy(accessKeyId: string, { authorization }: IncomingHttpHeaders): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^/,\s]{1,128})\//.exec(authorization ?? '')?.[1] ?? '';
  const [a, b] = [Buffer.from(given), Buffer.from(accessKeyId)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** An answer in place of the server's own. */
export interface Refusal {
  status: number;
  body: object;
}

type Refuse = (headers: IncomingHttpHeaders) => Refusal | undefined;

/**
 * Puts a check before everything the server does.
 * @param refuse undefined lets the request in
 */
export function guard(server: Server, refuse: Refuse): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const refused = refuse(request.headers);
    if (!refused) return listeners.forEach((listener) => void listener(request, response));
    response.writeHead(refused.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(refused.body));
  });
}

/** Takes no request of a web page, and none by a foreign name. */
export function guardLocal(server: Server, moreHosts?: readonly string[]): void {
  guard(server, (headers) => {
    const message = foreignRequest(headers, moreHosts);
    return message === undefined ? undefined : { status: 403, body: { message } };
  });
}
