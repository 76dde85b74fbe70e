import type { QueuedEvent } from '../../../console/events/queued';
import { StoreError } from '../../../store/errors';
import type { EventState, Queues } from '../../../store/inbox/queues';
import type { Failure } from '../../../store/inbox/inbox-row';
import type { Cli } from '../../cli';

/** How a replayed event stands when the waiting is over. */
export interface Ending {
  key: string;
  account: string;
  /** `failed`: parked again. `waiting`: tried and put off, or not tried yet. `gone`: somebody dropped it. */
  end: 'done' | 'failed' | 'waiting' | 'gone';
  /** The CRM's words about the attempt since the replay; absent when there was none. */
  failure?: Failure;
  /** Epoch milliseconds of the next attempt. */
  dueAt?: number;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Looks at the events until each has ended or can no longer end in time.
 * @throws StoreError when the table does not answer at the end.
 */
export async function awaitEnds(
  events: readonly QueuedEvent[],
  waitMs: number,
  { queues, now, sleep, terminal }: Pick<Cli, 'now' | 'sleep' | 'terminal'> & { queues: Queues },
): Promise<Ending[]> {
  const until = now() + waitMs;
  const ended = new Map<string, Ending>();
  const bar = terminal.working?.('Waiting for the worker', events.length);
  for (;;) {
    const open = events.filter(({ key }) => !ended.has(key));
    const last = now() + LOOK_EVERY_MS > until;
    const keys = open.map(({ key }) => key);
    const states = await look(queues, keys, last);
    for (const { key, account } of states ? open : []) {
      const ending = { key, account, ...endingOf(states!.get(key)) };
      const dueInTime = ending.end === 'waiting' && (ending.dueAt === undefined || ending.dueAt <= until);
      if (dueInTime && !last) continue;
      ended.set(key, ending);
      bar?.step();
    }
    if (ended.size === events.length) {
      bar?.end(`${ended.size} ended`);
      return events.map(({ key }) => ended.get(key)!);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** @returns undefined when the table did not answer, and there is time to ask again. */
async function look(queues: Queues, keys: readonly string[], last: boolean) {
  try {
    return await queues.states(keys);
  } catch (error) {
    if (last || !(error instanceof StoreError && error.retryable)) throw error;
    return undefined;
  }
}

function endingOf(state: EventState | undefined): Pick<Ending, 'end' | 'failure' | 'dueAt'> {
  if (!state) return { end: 'gone' };
  if (state.status === 'done') return { end: 'done' };
  if (state.status === 'parked') return { end: 'failed', failure: state.failure };
  // A replay sets the attempts to one and leaves the old words.
  const tried = state.status === 'due' && state.attempts > 1;
  return tried ? { end: 'waiting', failure: state.failure, dueAt: state.dueAt } : { end: 'waiting' };
}
