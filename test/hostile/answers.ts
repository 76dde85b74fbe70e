import fc from 'fast-check';
import { ConnectionError } from '../../connectors/shared/http/transport';
import { PERSONAL, change } from './inputs';
import { anyText } from '../arbitrary/any-text';

/** How a CRM, or whatever stands in between, answers one request in place of what it should. */
type Answer = (real: () => Promise<Response>, signal: AbortSignal | undefined) => Promise<Response>;

const PAGE = '<html><body><h1>Down for maintenance</h1></body></html>';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Values of headers that speak of limits and of waiting. */
const headerValue = fc.constantFrom(
  '0', '-1', '1', '3600', '1764032400', '946080000', '1e308', 'NaN', 'Infinity', '', ' ', 'soon', '0x10', '1,2', '9'.repeat(400),
  'Tue, 01 Jan 2999 00:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', 'api-usage=1/0', 'api-usage=15000/15000', `api-usage=${'1'.repeat(2_000)}`,
); // prettier-ignore
const LIMIT_HEADERS = [
  'retry-after',
  'sforce-limit-info',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-daily-ratelimit-token-limit',
  'x-daily-ratelimit-token-remaining',
  'x-hubspot-ratelimit-max',
  'x-hubspot-ratelimit-remaining',
  'x-hubspot-ratelimit-interval-milliseconds',
  'x-hubspot-ratelimit-daily',
  'x-hubspot-ratelimit-daily-remaining',
  'x-hubspot-ratelimit-secondly',
  'content-type',
];
const headers = fc.dictionary(fc.constantFrom(...LIMIT_HEADERS), headerValue, { maxKeys: 5 });
const status = fc.constantFrom(
  200,
  201,
  204,
  207,
  300,
  400,
  401,
  403,
  404,
  408,
  409,
  412,
  415,
  423,
  429,
  500,
  502,
  503,
  599,
);

/** The words of a refusal: of any length, made of what patterns dislike, or quoting what the visitor wrote. */
const words = fc.oneof(
  fc.constantFrom(...Object.values(PERSONAL)).map((said) => `Value "${said}" is not valid for the field`),
  fc.tuple(fc.constantFrom('a@', 'PropertyValueCoordinates{propertyName=', "No such column '", '1', ' ', 'ERROR at Row:1', 'Validation failed: emails: ', '"url":"https://app'), fc.nat(100_000))
    .map(([piece, size]) => piece.repeat(Math.ceil(size / piece.length))),
  anyText(),
); // prettier-ignore
const code = fc.constantFrom(
  'VALIDATION_ERROR', 'OBJECT_NOT_FOUND', 'CONFLICT', 'RATE_LIMITS', 'EXPIRED_AUTHENTICATION', 'MISSING_SCOPES', 'INVALID_FIELD',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'DUPLICATES_DETECTED', 'STRING_TOO_LONG', 'INVALID_SESSION_ID', 'REQUEST_LIMIT_EXCEEDED', 'JSON_PARSER_ERROR', '',
); // prettier-ignore
const refusal = fc.tuple(words, code).chain(([message, name]) =>
  fc.constantFrom<unknown>(
    { status: 'error', message, category: name, errors: [{ message, code: name, context: { propertyName: ['email'] } }] },
    { message: { text: message }, category: [name], errors: { 0: message } },
    [{ message, errorCode: name, fields: ['Email'] }],
    [{ message: 7, errorCode: null, fields: 'Email' }, null, 'text'],
    { error: name, error_description: message },
    { success: false, error: message, error_info: message, code: name, errorCode: 400 },
    { success: false, error: `Validation failed: custom_fields: ${message}`, code: name },
    { success: false, error: { text: message }, errorCode: '429', data: [null] },
  ),
); // prettier-ignore

const oddJson = fc.oneof(
  fc.json(),
  fc.constantFrom('null', '[]', '{}', '[null]', '{"results":[null]}', '{"results":{}}', '{"id":{}}', '{"records":[7]}', '', '{', `${'['.repeat(50_000)}`),
); // prettier-ignore

const made = (status: number, headers: Record<string, string>, body: string | null): Answer => {
  const bodyless = status === 204;
  return () => Promise.resolve(new Response(bodyless ? null : body, { status, headers }));
};

/** A body that never ends: as fast as it is read, or a byte now and then until nobody waits any more. */
function endless(fast: boolean): Answer {
  const chunk = new Uint8Array(fast ? 64 * 1024 : 1).fill(0x20);
  return (_real, signal) => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
      async pull(controller) {
        if (!fast) await new Promise((resolve) => setTimeout(resolve, 20).unref());
        if (!signal?.aborted) controller.enqueue(chunk);
      },
    });
    return Promise.resolve(new Response(stream, { status: 200, headers: JSON_TYPE }));
  };
}

const hang: Answer = (_real, signal) =>
  new Promise((_resolve, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );

/** The CRM's own answer with anything in the place of anything, or cut off. */
const changed = fc
  .record({
    changes: fc.array(fc.tuple(fc.nat(), fc.anything({ maxDepth: 1 })), { minLength: 1, maxLength: 4 }),
    cut: fc.option(fc.nat(), { freq: 6 }),
    headers,
  })
  .map(({ changes, cut, headers }): Answer => async (real) => {
    const answer = await real();
    const text = await answer.text();
    const all = { ...JSON_TYPE, ...headers };
    const body = cut === null ? withChanges(text, changes) : text.slice(0, cut % (text.length + 1));
    return made(answer.status, all, body)(real, undefined);
  });

function withChanges(text: string, changes: readonly (readonly [number, unknown])[]): string {
  try {
    const json: unknown = JSON.parse(text);
    for (const [at, what] of changes) change(json, at, what);
    return JSON.stringify(json, (_name, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  } catch {
    return text;
  }
}

/** The slow ones are rare: real time passes. */
const answer = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Answer>((real) => real()) },
  { weight: 14, arbitrary: changed },
  { weight: 8, arbitrary: fc.tuple(status, headers, refusal).map(([status, more, body]) => made(status, { ...JSON_TYPE, ...more }, JSON.stringify(body))) },
  { weight: 6, arbitrary: fc.tuple(status, headers, oddJson).map(([status, more, text]) => made(status, { ...JSON_TYPE, ...more }, text)) },
  { weight: 3, arbitrary: fc.tuple(status, headers).map(([status, more]) => made(status, { 'content-type': 'text/html', ...more }, PAGE)) },
  { weight: 2, arbitrary: fc.constant<Answer>(() => Promise.reject(new ConnectionError({ code: 'ECONNRESET' }, true))) },
  { weight: 1, arbitrary: fc.constantFrom(made(200, JSON_TYPE, ' '.repeat(5_000_000)), made(200, JSON_TYPE, `"${'x'.repeat(3_000_000)}"`), endless(true)) },
); // prettier-ignore

/** The way to the CRM: as it is, or with hostile answers on it. */
export class Line {
  #answers: Answer[] | undefined;

  readonly fetch: typeof fetch = (url, init) => {
    const signal = init?.signal ?? undefined;
    const real = () => fetch(url, init);
    const next = this.#answers?.shift();
    return next ? next(real, signal) : real();
  };

  /** From now on, for the next requests. @param slow with one that does not end in time. */
  attack(seed: number, slow: boolean): void {
    this.#answers = fc.sample(answer, { numRuns: 40, seed });
    if (slow) this.#answers.splice(seed % 3, 0, seed % 2 === 0 ? hang : endless(false));
  }

  mend(): void {
    this.#answers = undefined;
  }
}
