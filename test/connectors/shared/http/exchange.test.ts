import {
  MAX_ANSWER_BYTES,
  exchange,
  retryAfterMs,
  type HttpRequest,
} from '../../../../connectors/shared/http/exchange';
import { ConnectionError, type Fetch } from '../../../../connectors/shared/http/transport';

const request: HttpRequest = {
  crm: 'A CRM',
  operation: 'POST people',
  method: 'POST',
  url: 'https://crm.example.com/people',
  headers: {},
  body: '{}',
  scope: 'general',
};
const signal = new AbortController().signal;

/** What comes of one answer, and whether the CRM was then taken to be there. */
async function outcomeOf(answer: Response | Error, parts: Partial<HttpRequest> = {}) {
  const pace = { before: () => Promise.resolve(), answered: jest.fn(), observe: () => undefined };
  const fetch = () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
  const outcome: unknown = await exchange({ ...request, ...parts }, { fetch, signal, pace }).then(
    ({ status, json }) => ({ status, json }),
    (error: unknown) => error,
  );
  return { outcome, isThere: pace.answered.mock.calls.length > 0 };
}

const failure = (code: string, sent = true) => new ConnectionError({ code }, sent);
const PAGE = '<html>Bad gateway</html>';

it.each<[string, Response, object, boolean]>([
  ['a success', new Response('{"id":1}', { status: 201 }), { status: 201, json: { id: 1 } }, true],
  ['a list', Response.json([]), { status: 200, json: [] }, true],
  ['nothing', new Response(null, { status: 204 }), { status: 204, json: undefined }, true],
  ['a refusal', Response.json({ why: 'x' }, { status: 400 }), { status: 400, json: { why: 'x' } }, true],
  ['its failure', Response.json({}, { status: 500 }), { status: 500, json: {} }, false],
  ['a page of a proxy', new Response(PAGE, { status: 404 }), { status: 404, json: undefined }, false],
])('gives %s as it came', async (_case, answer, expected, isThere) => {
  expect(await outcomeOf(answer)).toEqual({ outcome: expected, isThere });
});

it.each<[string, Response | Error, Partial<HttpRequest>, object]>([
  ['a page instead of an answer', new Response(PAGE), {}, { outcomeUnknown: true, down: true }],
  ['a word instead of an answer', new Response('"ok"'), {}, { outcomeUnknown: true, down: true }],
  ['a success without an answer', new Response(''), {}, { outcomeUnknown: true, down: true }],
  ['a page instead of what was read', new Response(PAGE), { method: 'GET' }, { outcomeUnknown: false }],
  ['a write cut off', failure('ECONNRESET'), {}, { outcomeUnknown: true, down: true }],
  ['a read cut off', failure('ECONNRESET'), { method: 'GET' }, { outcomeUnknown: false, down: true }],
  ['a write never sent', failure('ECONNREFUSED', false), {}, { outcomeUnknown: false, down: true }],
  ['a host not found', failure('ENOTFOUND', false), {}, { outcomeUnknown: false, down: true }],
])('%s is an error that knows what may have happened', async (_case, answer, parts, expected) => {
  const { outcome, isThere } = await outcomeOf(answer, parts);
  expect(outcome).toMatchObject({ name: 'CrmUnavailableError', ...expected });
  expect(isThere).toBe(false);
});

it('stops at the deadline, which says nothing of the CRM', async () => {
  const controller = new AbortController();
  const fetch: Fetch = (_url, init) =>
    new Promise((_, reject) => {
      init.signal.addEventListener('abort', () => reject(new Error('aborted')));
      setImmediate(() => controller.abort());
    });
  const sending = exchange(request, { fetch, signal: controller.signal });
  const outcome: unknown = await sending.catch((error: unknown) => error);
  expect(outcome).toMatchObject({ outcomeUnknown: true, down: false });
  expect((outcome as Error).message).toBe('A CRM: POST people: stopped at the deadline');
});

it('a request whose turn comes after the deadline is not sent, and cannot have happened', async () => {
  const controller = new AbortController();
  const pace = {
    before: () => Promise.resolve(controller.abort()),
    observe: () => undefined,
    answered: () => undefined,
  };
  const fetch = jest.fn<ReturnType<Fetch>, []>();
  const sending = exchange(request, { fetch, signal: controller.signal, pace });
  await expect(sending).rejects.toMatchObject({ name: 'CrmUnavailableError', outcomeUnknown: false });
  expect(fetch).not.toHaveBeenCalled();
});

it('follows no redirect: the credential is for this host alone', async () => {
  const fetch = jest.fn<Promise<Response>, Parameters<Fetch>>(() => Promise.resolve(Response.json({})));
  await exchange(request, { fetch, signal });
  expect(fetch.mock.calls[0]![1]).toMatchObject({ redirect: 'error' });
});

it('an answer that does not end is unavailable, and reading it is ended', async () => {
  let cancelled = false;
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
    },
    cancel() {
      cancelled = true;
    },
  });
  const fetch = () => Promise.resolve(new Response(endless));
  await expect(exchange(request, { fetch, signal })).rejects.toMatchObject({
    name: 'CrmUnavailableError',
    message: expect.stringContaining('ANSWER_TOO_LARGE') as unknown,
    down: true,
  });
  expect(cancelled).toBe(true);
  expect(sent).toBeLessThan(2 * MAX_ANSWER_BYTES);
});

describe('Retry-After', () => {
  it.each([
    [undefined, undefined],
    ['20', 20_000],
    ['0', 0],
    ['-5', undefined],
    ['4000', 3_600_000],
    ['1764000000', undefined],
    ['1764000000000', undefined],
    ['1e9', undefined],
    ['Infinity', undefined],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3_600_000],
    ['9999-12-31T23:59:59Z', 3_600_000],
    ['x'.repeat(100_000), undefined],
    ['soon', undefined],
    ['Mon, 01 Jan 2001 00:00:00 GMT', 0],
  ])('%s: %s ms', (value, expected) => {
    expect(retryAfterMs(new Headers(value === undefined ? {} : { 'retry-after': value }))).toBe(expected);
  });

  it('as a date', () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const wait = retryAfterMs(new Headers({ 'retry-after': inAMinute }))!;
    expect(wait).toBeGreaterThan(57_000);
    expect(wait).toBeLessThanOrEqual(60_000);
  });
});
