import { CrmUnavailableError } from '../../../../connectors/errors';
import { ResponseError } from '../../../../connectors/shared/http/response-error';
import { MAX_PAUSE_MS, sendWithRetry } from '../../../../connectors/shared/http/retry';

const details = { crm: 'A CRM', operation: 'POST people' };
const neverSent = new CrmUnavailableError('no answer', details);
const cutOff = new CrmUnavailableError('no answer', details, { outcomeUnknown: true });

class Refusal extends ResponseError {
  readonly crm = 'A CRM';
  readonly code = undefined;
  readonly words = 'words';
  readonly reason = this.words;
  protected readonly remedies = {};
}
const refusal = (status: number, retryAfterMs?: number) =>
  new Refusal('POST people', status, '', retryAfterMs);

/** Fails in this way until it is asked for the last time. @returns how often it was asked. */
async function play(error: Error, repeatable: boolean, signal = new AbortController().signal) {
  let sent = 0;
  const send = () => (sent++, Promise.reject(error));
  await sendWithRetry(send, { repeatable, signal, random: () => -0.5 }).catch((last: unknown) =>
    expect(last).toBe(error),
  );
  return sent;
}

it.each<[string, Error, boolean, number]>([
  ['three times where it was never sent', neverSent, false, 3],
  ['once where a write may have happened', cutOff, false, 1],
  ['three times where it may have happened, and doing it twice does no harm', cutOff, true, 3],
  ['once after a refusal that stays', refusal(400), true, 1],
  ['three times after a refusal of the moment', refusal(423), false, 3],
  ['once after a failure half way through a write', refusal(503), false, 1],
  ['three times after a failure half way through a read', refusal(503), true, 3],
  ['once when the CRM wants a longer pause', refusal(429, MAX_PAUSE_MS + 1), true, 1],
  ['once over a limit that names no time', refusal(429), true, 1],
  ['three times over one that is soon past', refusal(429, 0), false, 3],
  ['twice with a credential that is refused', refusal(401), false, 2],
])('sends %s', async (_case, error, repeatable, times) => {
  expect(await play(error, repeatable)).toBe(times);
});

it('sends nothing more, and does not wait, once the work is stopped', async () => {
  const stopped = AbortSignal.abort();
  const sent = play(refusal(503, MAX_PAUSE_MS), true, stopped);
  await expect(Promise.race([sent, new Promise((resolve) => setImmediate(resolve, 'waits'))])).resolves.toBe(
    1,
  );
});
