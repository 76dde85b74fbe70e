import type { Call } from '../../jivochat/event';
import { isolate } from '../../text/bidi';
import type { Words } from '../../text/languages/words';

/** How far a call has got; a later event never takes it back. */
export type CallState = 'ringing' | 'in_progress' | 'completed' | 'failed';

const ORDER: Record<CallState, number> = { ringing: 0, in_progress: 1, completed: 2, failed: 2 };

export interface CallProgress {
  state: CallState;
  /** Epoch milliseconds. */
  startedAt: number;
  connectedAt?: number;
  endedAt?: number;
  recordUrl?: string;
}

/** A new call of the same number begins when the last one ended longer ago than this; else it is a late event of it. */
const SAME_CALL_MS = 5 * 60_000;

/**
 * The call after one more event.
 * @param at arrival of the event, epoch milliseconds: JivoChat sends no times of its own.
 */
export function advanceCall(before: CallProgress | undefined, call: Call, at: number): CallProgress {
  const reported = reportedState(call, before);
  const state = before && ORDER[before.state] > ORDER[reported] ? before.state : reported;
  const connected = reported === 'in_progress' && call.status === 'client_connected';
  return {
    state,
    startedAt: Math.min(before?.startedAt ?? at, at),
    connectedAt: before?.connectedAt ?? (connected ? at : undefined),
    endedAt: before?.endedAt ?? (ORDER[reported] === 2 ? at : undefined),
    recordUrl: call.recordUrl ?? before?.recordUrl,
  };
}

/** Whether an event begins another call than the one remembered for this number. */
export function isNewCall(before: CallProgress | undefined, call: Call, at: number): boolean {
  return before?.endedAt !== undefined && call.status === 'start' && at - before.endedAt > SAME_CALL_MS;
}

/** What a list of calls shows: which way it went, and who it was. */
export function callTitle({ type }: Call, title: string, { call }: Words): string {
  const way = type === 'incoming' ? call.incoming : type === 'callback' ? call.callback : call.outgoing;
  return `${way} – ${isolate(title)}`;
}

/** Talking time in milliseconds, once the call has ended. */
export function callDuration({ connectedAt, endedAt }: CallProgress): number | undefined {
  return connectedAt !== undefined && endedAt !== undefined ? Math.max(0, endedAt - connectedAt) : undefined;
}

function reportedState({ status, reason }: Call, before: CallProgress | undefined): CallState {
  switch (status) {
    case 'agent_connected':
    case 'client_connected':
      return 'in_progress';
    case 'error':
      return 'failed';
    case 'end':
      return reason && before?.connectedAt === undefined ? 'failed' : 'completed';
    default:
      return 'ringing';
  }
}
