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
  const stored = new Map(Object.entries(record.fields).map(([name, value]) => [name.toLowerCase(), value]));
  return freeValues(unsent(record.ref, values, sent), (field) => stored.get(field.toLowerCase()));
}

/** The values of the record's object that were neither sent nor found to have no place. */
export function unsent(
  { type }: RecordRef,
  values: readonly MappedValue[],
  sent: ThreadState['mapped'],
): MappedValue[] {
  return valuesOf(type, values).filter((value) => sent[placeOf(value)] !== fingerprint(value));
}

/** Remembers what was sent to an object, or found to have no place because it has another value. */
export function rememberMapped(
  state: ThreadState,
  values: readonly MappedValue[],
  { type }: RecordRef,
): void {
  for (const value of valuesOf(type, values)) state.mapped[placeOf(value)] = fingerprint(value);
}

/** @param type of a record, as its CRM writes it. */
function valuesOf(type: string, values: readonly MappedValue[]): MappedValue[] {
  return values.filter(({ object }) => object === type.toLowerCase());
}

function placeOf({ object, field }: MappedValue): string {
  return `${object}.${field.toLowerCase()}`;
}

function fingerprint({ value }: MappedValue): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, 12);
}
