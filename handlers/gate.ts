import { createHash, timingSafeEqual } from 'node:crypto';

/** HTTP API and Lambda take more, but no chat is larger (JivoChat shows 1 MB at most). */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * Whether the secret in the URL is one of ours. Compares digests of equal length with every token, so that neither the
 * length nor the position of a wrong character shows in the time. No token configured refuses everything.
 */
export function isValidToken(given: string, tokens: readonly string[]): boolean {
  const digest = sha256(given);
  return tokens.map((token) => timingSafeEqual(sha256(token), digest)).includes(true);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `/webhooks/{account}/{token}`, with a stage name before it where API Gateway puts one. */
export function parsePath(path: string): { account: string; token: string } | undefined {
  const match = /(?:^|\/)webhooks\/(?<account>[a-z0-9-]+)\/(?<token>[^/]+)\/?$/.exec(path);
  return match?.groups as { account: string; token: string } | undefined;
}
