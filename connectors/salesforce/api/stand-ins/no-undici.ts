/**
 * Stands in for `undici` in the bundle. jsforce makes an agent of it when it is loaded and sends with its `fetch`, which
 * no request of ours does: they go through the transport that is handed to every call. It is most of jsforce's size.
 */
export class Agent {}
export class ProxyAgent {}
export class Response {}
export const errors = { SocketError: class SocketError extends Error {} };

export function fetch(): never {
  throw new TypeError('Requests to Salesforce go through transport.ts');
}
