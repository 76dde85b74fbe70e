import { isValidToken, parsePath } from '../../handlers/gate';
import { parseEvent } from '../../jivochat/parse';
import type { JivoEvent } from '../../jivochat/event';
import type { Reply } from '../../jivochat/reply';
import { firstWords } from '../../text/first-words';
import { parseJson } from '../../text/json';

/** A request to the webhook, and what it was answered. */
export interface AnsweredRequest {
  method: string;
  /** Path and query. */
  url: string;
  body: string;
  status: number;
  /** The answer's body. */
  answer: string;
  /** Milliseconds. */
  ms: number;
  /** Epoch milliseconds of the answer. */
  at: number;
}

/** A line of `npm start`, in parts that are coloured apart. */
interface RequestLine {
  time: string;
  /** Nothing is wrong with the request. */
  good: boolean;
  words: string;
}

/**
 * What a request was and what was done, in one line for whoever looks at the terminal: event, person, outcome, record, time.
 * @param tokens the secrets that are valid: why a request is refused is told here only, never in the answer.
 * @param accounts their names.
 */
export function requestLine(
  request: AnsweredRequest,
  tokens: readonly string[],
  accounts: readonly string[],
): RequestLine {
  const { status, ms, at } = request;
  const time = new Date(at).toTimeString().slice(0, 8);
  const parts = status === 200 ? aboutEvent(request) : [`${status}`, whyRefused(request, tokens, accounts)];
  return { time, good: status === 200, words: [...parts, `${ms} ms`].filter(Boolean).join('  ') };
}

function aboutEvent({ body, answer }: AnsweredRequest): string[] {
  const parsed = parseEvent(readJson(body));
  const reply = readJson(answer) as Reply;
  if (parsed.kind !== 'event') {
    return [
      parsed.kind === 'unknown' ? (firstWords(parsed.name) ?? '') : '',
      'nothing is done for this kind of event',
    ];
  }
  const { event } = parsed;
  return [event.name.padEnd(15), personOf(event), outcomeOf(reply), reply.crm_link ?? ''];
}

/** Whoever looks at this terminal plays both sides: the name is theirs. */
function personOf({ visitor }: JivoEvent): string {
  const { name, email, phone } = visitor;
  return firstWords(name ?? email ?? phone ?? '') ?? 'a visitor without a name';
}

function outcomeOf({ result, custom_data: rows = [] }: Reply): string {
  if (result !== 'ok') return firstWords(result) ?? '';
  return firstWords(rows[0]?.content ?? '') ?? 'received';
}

function whyRefused(
  { method, url, status, answer }: AnsweredRequest,
  tokens: readonly string[],
  accounts: readonly string[],
): string {
  if (status !== 404) return firstWords(wordsOf(answer)) ?? method;
  const path = parsePath(new URL(url, 'http://localhost').pathname);
  if (!path) return 'the path is not /webhooks/<account>/<token>';
  if (!accounts.includes(path.account)) {
    return `no account is called ${firstWords(path.account)}: ${accounts.join(', ')}`;
  }
  return isValidToken(path.token, tokens) ? 'not found' : 'the token at the end of the URL is another one';
}

function wordsOf(answer: string): string {
  const { result, message } = (readJson(answer) ?? {}) as { result?: unknown; message?: unknown };
  return [result, message].find((text) => typeof text === 'string') ?? answer;
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
