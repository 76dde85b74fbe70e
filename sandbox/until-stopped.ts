import { setTimeout as sleep } from 'node:timers/promises';

/** Ctrl+C, or whoever runs this ends it. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** Does the work every so many milliseconds, for the first time after the first of them. */
export async function repeatUntil(
  stopped: AbortSignal,
  everyMs: number,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!stopped.aborted) {
    await sleep(everyMs, undefined, { signal: stopped }).catch(() => undefined);
    if (!stopped.aborted) await work();
  }
}
