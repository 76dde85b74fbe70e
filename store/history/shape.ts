import * as v from 'valibot';

/**
 * Of what an event's row keeps of its way: ids and codes, never a name, an address, a number or a text. It changes when an
 * older program would read a row wrongly: a field of another meaning, not one that is new.
 */
const VERSION = 1;

const text = v.optional(v.string());
const time = v.number();
const texts = v.optional(v.array(v.string()));

const attempt = v.object({
  /** When it ended, epoch milliseconds. */
  at: time,
  /** How long it took, milliseconds. */
  ms: v.number(),
  /** Why it was not done: the CRM's code, or the kind of failure. */
  reason: v.string(),
});

const request = v.object({
  /** Method and kind of thing: `POST contacts/search`. */
  operation: v.string(),
  /** HTTP status; none: there was no answer. */
  status: v.optional(v.number()),
  ms: v.number(),
});

/** What an event's row remembers of its way, in the order of the way. */
const HISTORY = v.object({
  /** JivoChat's name of the event. */
  event: v.string(),
  /** Widget id. */
  channel: text,
  /** Chat id. */
  chat: text,
  /** By what the record was found. */
  match: v.optional(
    v.picklist([
      'chat',
      'visitor',
      'email',
      'phone',
      'search-email',
      'search-phone',
      'match-field',
      'match-link',
      'agent',
      'unchanged',
    ]),
  ),
  record: v.optional(v.object({ type: v.string(), id: v.string() })),
  /** The chat belonged to this record until an agent linked it to another. */
  former: v.optional(v.object({ type: v.string(), id: v.string() })),
  /** Further records that match, by id. */
  others: texts,
  did: v.optional(v.picklist(['created', 'updated', 'kept', 'linked', 'nothing'])),
  /** Why nothing was done: the guard, or what was wrong with a pasted link. */
  because: text,
  /** Names of the company's own rules that matched. */
  rules: texts,
  owner: v.optional(
    v.object({
      id: text,
      /** `kept`: the record had them; `rule`: named by the rule. */
      by: v.picklist(['kept', 'responsible', 'agent', 'default', 'rule', 'nobody']),
      rule: text,
    }),
  ),
  /** Fields of the record that were written. */
  fields: texts,
  /** Values the CRM did not take, by the names of their fields. */
  dropped: texts,
  /** What was made or extended beside the record, by kind, with the CRM's ids. */
  wrote: v.optional(v.record(v.string(), v.array(v.string()))),
  /** Of all attempts, in order; of very many the last. */
  requests: v.optional(v.array(request)),
  /** Failed attempts before, oldest first; the oldest of many are left out. */
  attempts: v.optional(v.array(attempt)),
  /** From the event's arrival to the answer to JivoChat, milliseconds. */
  answeredIn: v.optional(v.number()),
});

export type History = v.InferOutput<typeof HISTORY>;
export type HistoryAttempt = v.InferOutput<typeof attempt>;
export type HistoryRequest = v.InferOutput<typeof request>;

/** What is written into the row; requests are one text each, which takes a third of the room. */
export function toHistoryRow({ requests, ...history }: History): Record<string, unknown> {
  const packed = requests?.map(({ operation, status, ms }) => `${status ?? '-'} ${ms} ${operation}`);
  return { ...history, ...(packed && { requests: packed }), version: VERSION };
}

const PACKED = /^(?<status>\d{3}|-) (?<ms>\d+) (?<operation>.+)$/s;

/** @returns undefined for what no version of this program wrote, or a newer one: a history is looked at, nothing depends on it. */
export function readHistory(row: unknown): History | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { version, requests, ...rest } = row as Record<string, unknown>;
  if (version !== VERSION) return undefined;
  const unpacked = Array.isArray(requests) ? requests.flatMap(unpack) : undefined;
  const result = v.safeParse(HISTORY, { ...rest, ...(unpacked && { requests: unpacked }) });
  return result.success ? result.output : undefined;
}

function unpack(packed: unknown): HistoryRequest[] {
  const found = typeof packed === 'string' ? PACKED.exec(packed)?.groups : undefined;
  if (!found) return [];
  const { status, ms, operation } = found as { status: string; ms: string; operation: string };
  return [{ operation, ...(status !== '-' && { status: Number(status) }), ms: Number(ms) }];
}
