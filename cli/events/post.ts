import { boundedText } from '../../connectors/shared/http/exchange';
import type { Cli } from '../cli';

/** API Gateway itself gives up after 30 s (AWS docs: quotas for HTTP APIs). */
const TIMEOUT_MS = 30_000;
const MAX_SHOWN = 500;

export interface Answer {
  status: number;
  /** Milliseconds. */
  ms: number;
  /** Parsed, or its beginning when it is no JSON. */
  reply: unknown;
}

/** The webhook did not answer at all. Names the host only: the rest of the address is a secret. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** Sends an event as JivoChat does. @throws NoAnswerError. */
export async function post(url: string, body: string, { fetch }: Pick<Cli, 'fetch'>): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await boundedText(response.body);
    return { status: response.status, ms: Math.round(performance.now() - began), reply: parsed(text) };
  } catch (error) {
    throw new NoAnswerError(`${new URL(url).origin} does not answer (${reasonOf(error)})`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, MAX_SHOWN);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'TimeoutError' ? `nothing in ${TIMEOUT_MS / 1000} s` : (code ?? message);
}
