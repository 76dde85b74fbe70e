import type { Refusal } from '../../../leads/conversation/remarks';
import type { CrmRecord } from '../../../leads/record';
import type { CallContext } from '../../connector';
import { ResponseError } from '../http/response-error';
import { isObject } from '../json';

/** A value that the CRM refused. */
export interface RefusedValue<Value = unknown> {
  /** Of the field, as it was sent. */
  name: string;
  /** Written in its place; undefined: the field is left out. */
  instead?: Value;
  /** The CRM's code. */
  code: string;
  /** In the CRM's words. */
  why?: string;
}

type Fields<Value> = Record<string, Value>;

/** What the connector's pieces say of a write. */
export interface WriteOptions<Value, Written> {
  fields: Fields<Value>;
  /** A refusal of one of these is thrown: without it the write makes no sense, or the caller knows better. */
  indispensable?: readonly string[];
  /** The write carries more than these fields, so that it is made without any of them as well. */
  carriesMore?: boolean;
  /** Puts something else in the place of what was dropped; never the same value again. */
  standIn?: (left: Fields<Value>, gone: Fields<Value>) => Fields<Value>;
  /** It edits a record. Where that may not be edited at all, nothing is, and these of its new values are told. */
  edit?: {
    record: Pick<CrmRecord, 'ref' | 'emails' | 'phones'>;
    call: Pick<CallContext, 'log'>;
    isMissed: (name: string) => boolean;
  };
  /** @param refused what is told so far, to be named in the text of what is written. */
  write: (fields: Fields<Value>, refused: readonly Refusal[]) => Promise<Written>;
}

/** What a CRM's refusals mean. */
export interface RefusalRules<Value, Refused extends RefusedValue<Value>> {
  crm: string;
  /** The values that an answer refuses, as far as one reading of it tells; the first that tells any is followed. */
  readings: readonly ((error: unknown, sent: Fields<Value>) => readonly Refused[])[];
  /** How often the CRM is asked at the most: it may name one fault at a time. */
  maxRounds: number;
  /** Whoever may not own it gives way to somebody else, if there is anybody. */
  owner?: { fields: readonly string[]; insteadOf: (refused: string) => Promise<Value | undefined> };
  /** Not where nobody misses the value, or it has a second way. */
  isTold?: (refused: Refused) => boolean;
  /** A field as people know it; as it was sent where none is given. */
  label?: (name: string) => string;
  /** Why the record as a whole may not be edited; undefined for a refusal of another kind. Default: for any 403. */
  lockedBy?: (error: unknown) => string | undefined;
}

export interface AcceptedWrite<Value, Written, Refused = RefusedValue<Value>> {
  /** Undefined when nothing was left to write. */
  written?: Written;
  /** What the CRM has now. */
  accepted: Fields<Value>;
  dropped: Refused[];
  /** What is told of them. */
  refused: Refusal[];
  /** Why the record may not be edited. */
  locked?: string;
}

/**
 * Writes; when the CRM refuses values, amends exactly those and writes the rest: a bad field never costs a lead, a note, a
 * task or a call.
 * @throws the CRM's error for refusals that dropping a value cannot mend.
 */
export async function writeAmended<Value, Written, Refused extends RefusedValue<Value>>(
  { crm, readings, maxRounds, owner, isTold, label, lockedBy = forbiddenBy }: RefusalRules<Value, Refused>,
  { fields, indispensable = [], carriesMore = false, standIn, edit, write }: WriteOptions<Value, Written>,
): Promise<AcceptedWrite<Value, Written, Refused>> {
  const dropped: Refused[] = [];
  const told: Refusal[] = [];
  let accepted = fields;
  for (let round = 1; carriesMore || Object.keys(accepted).length > 0; round++) {
    try {
      return { written: await write(accepted, [...told]), accepted, dropped, refused: told };
    } catch (error) {
      const found = round < maxRounds ? valuesIn(error, accepted) : [];
      if (found.length === 0) return nothingWritten(error);
      dropped.push(...found);
      told.push(...remarksOn(found, accepted));
      accepted = await amended(accepted, found);
    }
  }
  return { accepted, dropped, refused: told };

  function valuesIn(error: unknown, sent: Fields<Value>): readonly Refused[] {
    const found = readings.map((read) => read(error, sent));
    return found.find((values) => isMendable(values)) ?? [];
  }

  function isMendable(values: readonly Refused[]): boolean {
    return values.length > 0 && !values.some(({ name }) => indispensable.includes(name));
  }

  /** The words may quote the value, which stands in the remark anyway. */
  function remarksOn(found: readonly Refused[], sent: Fields<Value>): Refusal[] {
    return found
      .filter((refused) => isTold?.(refused) ?? true)
      .map(({ name, code, why = code }) =>
        remark(name, sent[name], why.includes(fresh(sent[name])) ? code : why),
      );
  }

  function remark(name: string, value: unknown, why: string): Refusal {
    return notAccepted(crm, label?.(name) ?? name, fresh(value), why);
  }

  /** As people read it; of a list that is written anew, what the record has not had. */
  function fresh(value: unknown): string {
    if (!Array.isArray(value)) return String(value);
    const all = value.map((one: unknown) => String(isObject(one) ? one.value : one));
    const had = edit ? [...edit.record.emails, ...edit.record.phones] : [];
    const added = all.filter((one) => !had.includes(one));
    return (added.length > 0 ? added : all).join(', ');
  }

  function nothingWritten(error: unknown): AcceptedWrite<Value, Written, Refused> {
    const locked = edit && lockedBy(error);
    if (!locked) throw error;
    const { call, record, isMissed } = edit;
    const words = `${crm} does not let us edit this record; what it was to hold stands in the conversation`;
    call.log.warn(words, { record: record.ref.id, why: locked, fields: Object.keys(fields) });
    const missed = Object.entries(fields).filter(([name]) => isMissed(name));
    const refused = missed.map(([name, value]) => remark(name, value, locked));
    return { accepted: {}, dropped, refused, locked };
  }

  async function amended(sent: Fields<Value>, found: readonly Refused[]): Promise<Fields<Value>> {
    const byName = new Map(found.map((value) => [value.name, value]));
    const gone = Object.fromEntries(Object.entries(sent).filter(([name]) => byName.has(name)));
    const left = Object.entries(sent).flatMap(([name, value]) => {
      const written = byName.has(name) ? byName.get(name)!.instead : value;
      return written === undefined ? [] : [[name, written] as const];
    });
    const owned = { ...Object.fromEntries(left), ...(await otherOwner(gone)) };
    return standIn ? standIn(owned, gone) : owned;
  }

  async function otherOwner(gone: Fields<Value>): Promise<Fields<Value>> {
    const field = owner?.fields.find((name) => Object.hasOwn(gone, name));
    const other = field === undefined ? undefined : await owner?.insteadOf(String(gone[field]));
    return other === undefined ? {} : { [field!]: other };
  }
}

function forbiddenBy(error: unknown): string | undefined {
  if (!(error instanceof ResponseError) || error.status !== 403 || error.isBusy) return undefined;
  return error.code ?? 'HTTP 403';
}

/** What is told of a value that was refused. @param why in the CRM's words, or its code. */
export function notAccepted(crm: string, field: string, value: string, why?: string): Refusal {
  return { kind: 'notAccepted', crm, field, value, ...(why && { why }) };
}
