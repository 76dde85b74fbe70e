import { CrmUnavailableError } from '../../errors';
import type { HttpLine } from './exchange';
import { ResponseError } from './response-error';

/** Attempts within one event. What still fails goes back to the inbox, where there is time. */
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
/** A longer pause than this is better spent in the inbox. */
export const MAX_PAUSE_MS = 1_000;

interface RetryRules extends Pick<HttpLine, 'signal' | 'random'> {
  /** Sending it twice has the effect of sending it once. */
  repeatable: boolean;
}

/** Repeats quickly what may be repeated. @throws the last error of `send`. */
export async function sendWithRetry<Answer>(send: () => Promise<Answer>, rules: RetryRules): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const pause = pauseBefore(error, attempt, rules);
      if (attempt === MAX_ATTEMPTS || pause === undefined || pause > MAX_PAUSE_MS) throw error;
      await sleep(pause, rules.signal);
      if (rules.signal.aborted) throw error;
    }
  }
}

/** Milliseconds to wait before the next attempt; undefined when the request must not be sent again from here. */
function pauseBefore(
  error: unknown,
  attempt: number,
  { repeatable, random = Math.random }: RetryRules,
): number | undefined {
  const [again, isUnprocessed] =
    error instanceof ResponseError
      ? [error.again(attempt), error.meaning.isUnprocessed]
      : error instanceof CrmUnavailableError
        ? [{}, !error.outcomeUnknown]
        : [];
  if (!again || !(repeatable || isUnprocessed)) return undefined;
  return again.pauseMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + random());
}

/** Resolves early, at once where it was aborted before, when the signal ends the work. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const stop = () => (clearTimeout(timer), resolve());
    const timer = setTimeout(() => (signal.removeEventListener('abort', stop), resolve()), ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
