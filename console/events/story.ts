import type { EventSeen } from '../../store/history/histories';
import type { History } from '../../store/history/shape';
import { becauseWords, fieldWords, lengthWords, matchWords, recordWords, shortKey, timeWords } from './words';

/** An event told in sentences: what came, what was known, what was decided and why, what was written, what is open. */
export interface Story {
  title: string;
  sentences: string[];
  /** Requests to the CRM in order, each with its time. */
  requests: string[];
  /** What is still to happen, or to be done by a person. */
  open: string[];
}

/** Tells an event. Pure; CRM's words come from its failure as they are and are for the caller to escape. */
export function storyOf(event: EventSeen): Story {
  const { history } = event;
  return {
    title: `${history?.event ?? 'Event'} ${shortKey(event.key)}`,
    sentences: [came(event), ...(history ? told(history) : [UNTOLD[event.status]]), ...times(event)],
    requests: (history?.requests ?? []).map(
      ({ operation, status, ms }) => `${operation}: ${status ?? 'no answer'}, ${lengthWords(ms)}`,
    ),
    open: openOf(event),
  };
}

const UNTOLD: Readonly<Record<EventSeen['status'], string>> = {
  done: 'It was done by a version that kept no history.',
  working: 'It is being worked on.',
  due: 'No attempt has ended yet.',
  parked: 'It was parked by a version that kept no history.',
};

function came({ account, receivedAt, history }: EventSeen): string {
  const { event = 'An event', chat, channel } = history ?? {};
  const of = chat ? ` of chat ${chat}` : '';
  const on = channel ? ` in the channel ${channel}` : '';
  return `${event}${of}${on} came for the account ${account} on ${timeWords(receivedAt)}.`;
}

function told(history: History): string[] {
  const { match, record, others = [], former, rules = [], did, because, fields = [], dropped = [] } = history;
  return [
    rules.length > 0 && `Rules of the company that matched: ${rules.join(', ')}.`,
    match && `The ${recordWords(record) || 'record'} was found ${matchWords(match)}.`,
    !match && did === 'created' && 'No record was found for the person.',
    others.length > 0 && `Further records match as well: ${others.join(', ')}; the best of all was taken.`,
    did && DID[did](recordWords(record) || 'record'),
    because && `The reason: ${becauseWords(because)}.`,
    former && `Until then the chat belonged to the ${recordWords(former)}.`,
    fields.length > 0 && `Written: ${fieldWords(fields)}.`,
    dropped.length > 0 &&
      `The CRM did not take: ${dropped.join(', ')}. The rest was saved without; the values stand in the note.`,
    history.owner && ownerWords(history.owner),
    ...Object.entries(history.wrote ?? {}).map(([kind, ids]) => wroteWords(kind, ids)),
  ].filter((sentence): sentence is string => Boolean(sentence));
}

const DID: Readonly<Record<NonNullable<History['did']>, (record: string) => string>> = {
  created: (record) => `The ${record} was made.`,
  updated: (record) => `The ${record} was updated.`,
  kept: (record) => `The ${record} was left as it is.`,
  linked: (record) => `The agent linked the chat to the ${record}.`,
  nothing: () => 'Nothing was written to the CRM.',
};

/** After who it is. */
const OWNED_BY: Readonly<Record<Exclude<Owner['by'], 'nobody'>, (rule?: string) => string>> = {
  kept: () => ', who owned the record before.',
  responsible: () => ': the person responsible for the client in JivoChat.',
  agent: () => ': the agent of the chat.',
  default: () => ': the default owner of the settings.',
  rule: (rule = 'of the company') => `: so the rule ${rule} wants it.`,
};

type Owner = NonNullable<History['owner']>;

function ownerWords({ id, by, rule }: Owner): string {
  if (by === 'nobody')
    return 'Nobody was made owner: neither the agents nor a default owner have a user of the CRM.';
  return (id ? `The owner is ${id}` : 'Nobody was made owner') + OWNED_BY[by](rule);
}

function wroteWords(kind: string, ids: readonly string[]): string {
  const which = ids.length > 0 ? `: ${ids.join(', ')}` : '';
  return `A ${kind} was written${which}.`;
}

function times({ receivedAt, doneAt, attempts, history }: EventSeen): string[] {
  const { attempts: failed = [], answeredIn } = history ?? {};
  return [
    ...failed.map(
      ({ at, ms, reason }) => `An attempt failed on ${timeWords(at)} after ${lengthWords(ms)}: ${reason}.`,
    ),
    answeredIn !== undefined && `JivoChat was answered after ${lengthWords(answeredIn)}.`,
    doneAt !== undefined &&
      `It was done on ${timeWords(doneAt)}, ${lengthWords(doneAt - receivedAt)} after it came` +
        `${attempts > 1 ? `, with attempt ${attempts}` : ''}.`,
  ].filter((sentence) => sentence !== false);
}

function openOf({ status, dueAt, failure, attempts }: EventSeen): string[] {
  if (status === 'done') return [];
  const said = failure ? [failure.message, ...(failure.remedy ? [failure.remedy] : [])] : [];
  if (status === 'parked') {
    return ['It waits for a person: the CRM refused it for good.', ...said, 'Replay it once that is mended.'];
  }
  const next = dueAt === undefined ? [] : [`Attempt ${attempts + 1} is due on ${timeWords(dueAt)}.`];
  return status === 'due' ? [...said, ...next] : ['It is being worked on right now.'];
}
