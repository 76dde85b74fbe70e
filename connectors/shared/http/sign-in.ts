import { CrmUnavailableError } from '../../errors';

/**
 * Events that come at once share one sign-in; none of them may end it for the others.
 * @returns signs in, or waits for whoever does; ends with the signal. @throws CrmUnavailableError at the deadline, or what
 * `work` throws.
 */
export function sharedSignIn(
  details: { crm: string; operation: string },
  work: () => Promise<void>,
): (signal: AbortSignal) => Promise<void> {
  let signingIn: Promise<void> | undefined;
  return async (signal) => {
    signingIn ??= work().finally(() => (signingIn = undefined));
    signingIn.catch(() => undefined);
    await Promise.race([signingIn, aborted(signal, details)]);
  };
}

function aborted(signal: AbortSignal, details: { crm: string; operation: string }): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new CrmUnavailableError('stopped at the deadline', details));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
