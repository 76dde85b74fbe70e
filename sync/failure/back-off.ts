/** The first pause after a failure; the worker comes round every minute. */
const BASE_MS = 30_000;
const CAP_MS = 60 * 60_000;
/** A CRM that has refused for three days is not coming back by itself: a person has to look. */
export const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60_000;

/**
 * Exponential back-off with full jitter, never shorter than what the CRM asked for.
 * @param attempts how many have failed, 1 or more.
 * @param random from 0 to 1.
 * @returns milliseconds.
 */
export function retryDelay(attempts: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(retryAfterMs, Math.round(ceiling / 2 + (ceiling / 2) * random));
}
