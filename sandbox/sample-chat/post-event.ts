import type { Answered } from '../../console/sources';
import type { Reply } from '../../jivochat/reply';

/** Posts an event as JivoChat does. @returns its answer, and the milliseconds it took. */
export async function postEvent(url: string, body: string): Promise<Answered> {
  const began = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const reply = (await response.json()) as Reply;
  return { status: response.status, reply, ms: Math.round(performance.now() - began) };
}
