import { sendToHubSpot, type HubSpotRequest } from '../../../connectors/hubspot/transport';

const request: HubSpotRequest = {
  operation: 'POST contacts',
  method: 'POST',
  url: 'https://api.hubapi.com/crm/v3/objects/contacts',
  headers: {},
  body: '{}',
  repeatable: false,
};

type Answer = Error | { status: number; body?: string; headers?: Record<string, string> };

/** A network that gives these answers in turn. */
async function play(answers: Answer[], parts: Partial<HubSpotRequest> = {}) {
  let sent = 0;
  const fetch = () => {
    const answer = answers[sent++]!;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(
      new Response(answer.body ?? '{}', { status: answer.status, headers: answer.headers }),
    );
  };
  const signal = new AbortController().signal;
  const outcome = await sendToHubSpot({ ...request, ...parts }, { fetch, signal, random: () => 0 }).then(
    ({ status }) => status,
    (error: unknown) => error as Error & { mayHaveHappened?: boolean },
  );
  return { sent, outcome };
}

const failure = (code: string) => new TypeError('fetch failed', { cause: { code } });
const secondly = JSON.stringify({ policyName: 'SECONDLY' });

describe('what is sent again within the event', () => {
  it.each<[string, Answer[], Partial<HubSpotRequest>, number]>([
    ['a read after a 500', [{ status: 500 }, { status: 200 }], { repeatable: true }, 2],
    ['a create after a 500: it may have happened', [{ status: 500 }], {}, 1],
    ['a create that was refused unprocessed', [{ status: 423 }, { status: 201 }], {}, 2],
    ['a create that was never sent', [failure('ECONNREFUSED'), { status: 201 }], {}, 2],
    ['a create whose answer was cut off', [failure('UND_ERR_SOCKET')], {}, 1],
    [
      'a read whose answer was cut off',
      [failure('UND_ERR_SOCKET'), { status: 200 }],
      { method: 'GET', repeatable: true },
      2,
    ],
    ['nothing that was refused for good', [{ status: 400 }], { repeatable: true }, 1],
    [
      'nothing after a long Retry-After',
      [{ status: 429, headers: { 'retry-after': '30' } }],
      { repeatable: true },
      1,
    ],
    [
      'after the short one HubSpot asks for',
      [{ status: 429, headers: { 'retry-after': '0' } }, { status: 200 }],
      {},
      2,
    ],
    ['nothing over the ten-second limit', [{ status: 429 }], { repeatable: true }, 1],
    ['after a second over the one-second limit', [{ status: 429, body: secondly }, { status: 200 }], {}, 2],
    ['once more after a 401', [{ status: 401 }, { status: 200 }], {}, 2],
    ['not a third time', [{ status: 401 }, { status: 401 }], {}, 2],
    ['three times at most', [{ status: 503 }, { status: 503 }, { status: 503 }], { repeatable: true }, 3],
  ])('%s', async (_case, answers, parts, times) => {
    expect((await play(answers, parts)).sent).toBe(times);
  });

  it.each([
    ['UND_ERR_SOCKET', true],
    ['ECONNREFUSED', false],
  ])('%s: may have happened: %s', async (code, mayHaveHappened) => {
    const { outcome } = await play([failure(code), failure(code), failure(code)]);
    expect(outcome).toMatchObject({ name: 'CrmUnavailableError', mayHaveHappened });
  });

  it('stops at the deadline', async () => {
    const controller = new AbortController();
    const fetch = () =>
      new Promise<Response>((_, reject) =>
        controller.signal.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    const sending = sendToHubSpot({ ...request, repeatable: true }, { fetch, signal: controller.signal });
    controller.abort();
    await expect(sending).rejects.toThrow('stopped at the deadline');
  });

  it('a request whose turn comes after the deadline is not sent, and cannot have happened', async () => {
    const controller = new AbortController();
    const pace = {
      before: () => Promise.resolve(controller.abort()),
      heard: () => undefined,
      answered: () => undefined,
    };
    const fetch = jest.fn<ReturnType<typeof globalThis.fetch>, []>();
    const options = { fetch, signal: controller.signal, pace };
    const outcome = await sendToHubSpot({ ...request, repeatable: false }, options).catch(
      (error: unknown) => error,
    );
    expect(outcome).toMatchObject({ name: 'CrmUnavailableError', mayHaveHappened: false });
    expect(fetch).not.toHaveBeenCalled();
  });
});
