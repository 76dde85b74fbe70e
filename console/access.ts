import { timingSafeEqual } from 'node:crypto';
import { parse } from 'hono/utils/cookie';

/** What of a request decides whether it may see the console. Header names are in lower case. */
export interface Knock {
  method: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
}

export type Access =
  | { let: 'in' }
  /** The token came in the address: it moves into a cookie, and out of the address. */
  | { let: 'in after'; location: string; cookie: string }
  | { let: 'out'; reason: string };

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];
/** The cookie that holds the token. */
export const COOKIE = 'jivochat_console';
const READING = ['GET', 'HEAD'];

/**
 * The console shows customers: it is for a browser on this machine that came by the address the terminal printed. A page
 * that rebinds its name to 127.0.0.1 still sends that name as Host; a form on another page sends its own Origin; a link on
 * another page brings no cookie, because the cookie is `SameSite=Strict`.
 * @param token what the terminal printed
 */
export function access({ method, url, headers }: Knock, token: string): Access {
  const host = (headers.host ?? '').toLowerCase();
  if (!LOCAL.includes(host.replace(/:\d{1,5}$/, ''))) {
    return { let: 'out', reason: 'The console answers to localhost only.' };
  }
  const { origin } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) {
    return { let: 'out', reason: 'Requests of other pages are not taken.' };
  }
  if (origin === undefined && !READING.includes(method)) {
    return { let: 'out', reason: 'A change needs a form of this page.' };
  }
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const given = searchParams.get('token');
  if (given !== null && isSame(given, token) && READING.includes(method)) {
    searchParams.delete('token');
    const rest = searchParams.size > 0 ? `?${searchParams.toString()}` : '';
    // A path that begins with two slashes would lead to another host.
    const location = `/${pathname.replace(/^[/\\]+/, '')}${rest}`;
    return { let: 'in after', location, cookie: `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict` };
  }
  return isSame(parse(headers.cookie ?? '', COOKIE)[COOKIE] ?? '', token)
    ? { let: 'in' }
    : { let: 'out', reason: 'Open the address with its token that the terminal printed.' };
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** No script but the console's own file, no other host, no frame; nothing is kept by the browser. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`: with it, browsers send `Origin: null` with the console's own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
