import { createHash } from 'node:crypto';
import type { ConnectorSession } from '../../connectors/connector';
import { freeValues } from '../../connectors/shared/fields/mapped-values';
import { fieldMapsOf } from '../../leads/rules/decide';
import { mappedValues, type MappedValue } from '../../leads/rules/field-values';
import type { Company } from '../../leads/rules/rule';
import type { CrmRecord, RecordRef } from '../../leads/record';
import type { ThreadState } from '../../store/link-state';

/** What the company's field maps say of all that the thread's events have told, as far as there may be a field for it. */
export async function mappedOf(
  company: Company,
  account: string,
  { told, rules }: ThreadState,
  session: Pick<ConnectorSession, 'placeable'>,
): Promise<readonly MappedValue[]> {
  const values = mappedValues(fieldMapsOf(company, account, rules), told);
  return (await session.placeable?.(values)) ?? values;
}

/**
 * Of these, what an existing record is to be given: a blank field by any policy, another one where the newest value wins.
 * What was sent once is not sent again, whatever the CRM made of it.
 */
export function mappedFor(
  record: CrmRecord,
  values: readonly MappedValue[],
  sent: ThreadState['mapped'],
): MappedValue[] {
  if (values.length === 0) return [];
  const object = record.ref.type.toLowerCase();
  const stored = new Map(Object.entries(record.fields).map(([name, value]) => [name.toLowerCase(), value]));
  const unsent = values.filter(
    (value) => value.object === object && sent[placeOf(value)] !== fingerprint(value),
  );
  return freeValues(unsent, (field) => stored.get(field.toLowerCase()));
}

/** Whether some value of the record's object was neither sent nor found to have no place. */
export function isUnsent(
  { type }: RecordRef,
  values: readonly MappedValue[],
  sent: ThreadState['mapped'],
): boolean {
  const object = type.toLowerCase();
  return values.some((value) => value.object === object && sent[placeOf(value)] !== fingerprint(value));
}

/** Remembers what was sent to an object, or found to have no place because it has another value. */
export function rememberMapped(
  state: ThreadState,
  values: readonly MappedValue[],
  { type }: Pick<RecordRef, 'type'>,
): void {
  const object = type.toLowerCase();
  for (const value of values.filter((each) => each.object === object))
    state.mapped[placeOf(value)] = fingerprint(value);
}

function placeOf({ object, field }: MappedValue): string {
  return `${object}.${field.toLowerCase()}`;
}

function fingerprint({ value }: MappedValue): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, 12);
}
