import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { TOKEN, newChat, talk } from '../e2e/hubspot/world';
import { toGatewayEvent } from '../../sandbox/gateway';
import { FIXED_BODIES } from './fixed-bodies';
import { anyText } from '../arbitrary/any-text';

/** One request as a stranger may send it, made only when it is its turn: some have a megabyte. */
export interface Input {
  name: string;
  request: () => APIGatewayProxyEventV2;
}

const MEGABYTE = 1_048_576;
const DOCUMENTED_PATH = (crm: string) => `/webhooks/${crm}/${TOKEN}`;

/** What a visitor's texts hold in every event, and no line of the log may. */
export const PERSONAL = {
  name: 'Zebedina Quillfeather',
  email: 'zebedina.quillfeather@example.com',
  phone: '+14155552671',
  said: 'My daughter Zebedina has fallen ill again, please call me back',
};
/** How to see them, whatever was left of them. */
export const TELLTALE = /zebedina|quillfeather|4155552671|has fallen ill/i;

/** Pieces that have been worst for patterns, parsers, terminals and queries. */
const PIECES = [
  '<&', 'a@', ' ', '\t\n', '1', '"', "\\'", '{{', '](', '\u202e', '\ud83d', '\0', '\u001b[31m', '%', '++1 ',
  '__proto__', '👩‍👩‍👧‍👦', 'İ', 'ﷺ', '=a&', ' | ', 'JivoChat #1 - ', '12345678901234567890,', 'a.b', '(((', '$&', '\r\n', ';',
]; // prettier-ignore

/** A text of one piece again and again, small and described by little, up to a megabyte. */
const filled = fc
  .record({
    piece: fc.oneof(fc.constantFrom(...PIECES), anyText({ minLength: 1, maxLength: 8 })),
    size: fc.oneof(
      { weight: 12, arbitrary: fc.nat(300) },
      { weight: 6, arbitrary: fc.nat(20_000) },
      { weight: 1, arbitrary: fc.integer({ min: 100_000, max: MEGABYTE }) },
    ),
    end: fc.constantFrom('', 'x', '@', ' ', '1'),
  })
  .map(
    ({ piece, size, end }) =>
      () =>
        piece.repeat(Math.ceil(size / piece.length)).slice(0, size) + end,
  );

const value = fc.oneof(
  { weight: 4, arbitrary: filled },
  { weight: 2, arbitrary: anyText() },
  { weight: 2, arbitrary: fc.anything({ maxDepth: 2, withBigInt: false }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null, true, -1, 1e308, 2 ** 53, [], {}, '', '0', 'null', 'undefined', '[object Object]', [[]], [null],
      '1e999', '-0', { id: {} }, '../..', 'javascript:alert(1)', 'http://', '1970-01-01',
    ), // prettier-ignore
  },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(PERSONAL)) },
);

type Chat = ReturnType<typeof newChat>;
const messages = () => [...talk(3), { type: 'visitor', message: PERSONAL.said, timestamp: 1_795_428_009 }];
const EVENTS: ((chat: Chat) => unknown)[] = [
  (chat) => chat.accepted(),
  (chat) => chat.updated(),
  (chat) => chat.finished(messages()),
  (chat) => chat.offline(PERSONAL.said),
  (chat) => chat.call({ type: 'incoming', status: 'end', phone: PERSONAL.phone, record_url: 'http://r.example.com/1' }),
  (chat) => chat.clientUpdated(),
  (chat) => chat.assigned('https://app.hubspot.com/contacts/12345678/record/0-1/201'),
  (chat) => ({ event_name: 'client_attribute_updated', client_id: chat.number, attributes: { size: 'XL' } }),
]; // prettier-ignore

/** A documented event with anything in the place of anything, at one to five places. */
const changedEvent = fc
  .record({
    event: fc.constantFrom(...EVENTS),
    changes: fc.array(fc.tuple(fc.nat(), value), { minLength: 0, maxLength: 5 }),
    cut: fc.option(fc.nat(), { freq: 20 }),
  })
  .map(({ event, changes, cut }) => () => {
    const { name, email, phone } = PERSONAL;
    const copy = structuredClone(event(newChat({ name, email, phone, description: PERSONAL.said })));
    for (const [at, what] of changes) change(copy, at, made(what));
    const text = toJson(copy);
    return cut === null ? text : text.slice(0, cut % text.length);
  });

const noEvent = fc.oneof(
  fc.json().map((text) => () => text),
  filled,
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => () => Buffer.from(bytes)),
);

const body = fc.oneof({ weight: 8, arbitrary: changedEvent }, { weight: 1, arbitrary: noEvent });

const headers = fc.oneof(
  fc.constant({ 'content-type': 'application/json' }),
  fc.dictionary(fc.string({ maxLength: 20 }), anyText(), { maxKeys: 8 }),
  filled.map((text) => ({ 'content-type': text().slice(0, 8_000), 'content-encoding': 'gzip' })),
);

/** Mostly as it should be: what comes after the gate is more interesting. */
const envelope = fc.record({
  headers,
  method: fc.oneof(
    { weight: 30, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'OPTIONS', '', 'post', 'PÖST') },
  ),
  path: fc.option(fc.oneof(fc.webPath(), fc.string(), fc.constant(`/webhooks/zoho/${TOKEN}`), filled), { freq: 30 }),
  sent: fc.oneof(
    { weight: 12, arbitrary: fc.constant('base64' as const) },
    { weight: 4, arbitrary: fc.constant('text' as const) },
    { weight: 1, arbitrary: fc.constantFrom('nothing' as const, 'no base64' as const) },
  ),
  timeEpoch: fc.option(fc.constantFrom<unknown>(0, -1, NaN, 1e308, 'yesterday', null, {}), { freq: 20 }),
}); // prettier-ignore

/** @param index of the input: the fixed ones come first. */
export function inputAt(crm: string, index: number, seed: number): Input {
  const fixed = FIXED_BODIES[index];
  if (fixed) {
    const [name, , make] = fixed;
    return { name, request: () => toGatewayEvent('POST', DOCUMENTED_PATH(crm), Buffer.from(make())) };
  }
  const [sample] = fc.sample(fc.record({ envelope, body }), { numRuns: 1, seed: seed + index });
  return { name: `generated ${index}`, request: () => request(crm, sample!.envelope, sample!.body()) };
}

type Envelope = typeof envelope extends fc.Arbitrary<infer T> ? T : never;

function request(crm: string, { headers, method, path, sent, timeEpoch }: Envelope, body: string | Buffer) {
  const bytes = Buffer.from(body);
  const event = toGatewayEvent(method, DOCUMENTED_PATH(crm), bytes);
  event.headers = headers;
  if (path !== null) event.rawPath = typeof path === 'function' ? path() : path;
  if (timeEpoch !== null) Object.assign(event.requestContext, { timeEpoch });
  if (sent === 'text' || sent === 'no base64') event.body = bytes.toString('utf8');
  if (sent === 'text') event.isBase64Encoded = false;
  if (sent === 'nothing') delete event.body;
  return event;
}

/** Big integers and circles have no JSON; what JSON leaves out is left out. */
function toJson(event: unknown): string {
  try {
    return JSON.stringify(event) ?? 'null';
  } catch {
    return 'null';
  }
}

function made(what: unknown): unknown {
  return typeof what === 'function' ? (what as () => unknown)() : what;
}

/** Puts `what` into one of the places at any depth of `holder`. */
export function change(holder: unknown, at: number, what: unknown): void {
  const places = slots(holder, 0);
  const place = places[at % Math.max(1, places.length)];
  if (place) place[0][place[1]] = what;
}

function slots(holder: unknown, depth: number): [Record<string, unknown>, string][] {
  if (typeof holder !== 'object' || holder === null || depth > 8) return [];
  const names = Object.keys(holder).slice(0, 200);
  return names.flatMap((name) => [
    [holder as Record<string, unknown>, name] as [Record<string, unknown>, string],
    ...slots((holder as Record<string, unknown>)[name], depth + 1),
  ]);
}
