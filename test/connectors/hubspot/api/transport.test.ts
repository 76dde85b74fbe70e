import { ConnectionError } from '../../../../connectors/shared/http/transport';
import { sendToHubSpot } from '../../../../connectors/hubspot/api/transport';
import type { Call } from '../../../../connectors/shared/http/send';

const request: Omit<Call, 'operation'> = {
  method: 'POST',
  url: 'https://api.hubapi.com/crm/v3/objects/contacts',
  headers: {},
  body: '{}',
  repeatable: false,
};

type Answer = Error | { status: number; body?: string; headers?: Record<string, string> };

/** A network that gives these answers in turn. @returns how many requests it saw. */
async function play(answers: Answer[], parts: Partial<Call> = {}) {
  let sent = 0;
  const fetch = () => {
    const answer = answers[sent++]!;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(
      new Response(answer.body ?? '{}', { status: answer.status, headers: answer.headers }),
    );
  };
  const signal = new AbortController().signal;
  await sendToHubSpot({ ...request, ...parts }, { fetch, signal, random: () => 0 }).catch(() => undefined);
  return sent;
}

const failure = (code: string) => new ConnectionError({ code }, code !== 'ECONNREFUSED');
const secondly = JSON.stringify({ policyName: 'SECONDLY' });

describe('what is sent again within the event', () => {
  it.each<[string, Answer[], Partial<Call>, number]>([
    ['a read after a 500', [{ status: 500 }, { status: 200 }], { repeatable: true }, 2],
    ['a create after a 500: it may have happened', [{ status: 500 }], {}, 1],
    ['a create that was refused unprocessed', [{ status: 423 }, { status: 201 }], {}, 2],
    ['a create that was never sent', [failure('ECONNREFUSED'), { status: 201 }], {}, 2],
    ['a create whose answer was cut off', [failure('ECONNRESET')], {}, 1],
    [
      'a read whose answer was cut off',
      [failure('ECONNRESET'), { status: 200 }],
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
    expect(await play(answers, parts)).toBe(times);
  });
});
