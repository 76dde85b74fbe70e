import { CrmUnavailableError } from '../../../../connectors/errors';
import { MAX_PAUSE_MS, sendWithRetry, type RetryAdvice } from '../../../../connectors/shared/http/retry';

const details = { crm: 'A CRM', operation: 'POST people' };
const neverSent = new CrmUnavailableError('no answer', details);
const cutOff = new CrmUnavailableError('no answer', details, { outcomeUnknown: true });
const refusal = (advice?: RetryAdvice) => Object.assign(new Error('refused'), { advice });

/** Fails in this way until it is asked for the last time. @returns how often it was asked. */
async function play(error: Error, repeatable: boolean, signal = new AbortController().signal) {
  let sent = 0;
  const advise = (refused: unknown) => (refused as { advice?: RetryAdvice }).advice;
  const send = () => (sent++, Promise.reject(error));
  await sendWithRetry(send, { repeatable, signal, advise, random: () => -0.5 }).catch((last: unknown) =>
    expect(last).toBe(error),
  );
  return sent;
}

it.each<[string, Error, boolean, number]>([
  ['three times where it was never sent', neverSent, false, 3],
  ['once where a write may have happened', cutOff, false, 1],
  ['three times where it may have happened, and doing it twice does no harm', cutOff, true, 3],
  ['once after a refusal that stays', refusal(), true, 1],
  ['three times after a refusal of the moment', refusal({ unprocessed: true }), false, 3],
  ['once after a failure half way through a write', refusal({ unprocessed: false }), false, 1],
  ['three times after a failure half way through a read', refusal({ unprocessed: false }), true, 3],
  [
    'once when the CRM wants a longer pause',
    refusal({ unprocessed: true, pauseMs: MAX_PAUSE_MS + 1 }),
    true,
    1,
  ],
])('sends %s', async (_case, error, repeatable, times) => {
  expect(await play(error, repeatable)).toBe(times);
});

it('sends nothing more, and does not wait, once the work is stopped', async () => {
  const stopped = AbortSignal.abort();
  const sent = play(refusal({ unprocessed: true, pauseMs: MAX_PAUSE_MS }), true, stopped);
  await expect(Promise.race([sent, new Promise((resolve) => setImmediate(resolve, 'waits'))])).resolves.toBe(
    1,
  );
});
