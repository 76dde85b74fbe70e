import { createHash } from 'node:crypto';
import type { ConnectorSession } from '../../connectors/connector';
import { freeValues } from '../../connectors/shared/fields/mapped-values';
import { fieldMapsOf } from '../../leads/rules/decide';
import { mappedValues, type MappedValue } from '../../leads/rules/field-values';
import type { Company } from '../../leads/rules/rule';
import type { CrmRecord, RecordRef } from '../../leads/record';
import type { ThreadState } from '../../store/link-state';

/** Where values of field maps go. */
interface Place {
  deps: { company: Company };
  connector: { account: { name: string } };
  session: Pick<ConnectorSession, 'placeable'>;
}

/** What the company's field maps say of all that the thread's events have told, as far as there may be a field for it. */
export async function mappedOf(
  { deps, connector, session }: Place,
  state: ThreadState,
): Promise<readonly MappedValue[]> {
  const values = mappedValues(fieldMapsOf(deps.company, connector.account.name, state.rules), state.told);
  return (await session.placeable?.(values)) ?? values;
}

/**
 * Of these, what an existing record is to be given: a blank field by any policy, another one where the newest value wins.
 * What was sent once is not sent again, whatever the CRM made of it.
 */
export function mappedFor(
  state: ThreadState,
  values: readonly MappedValue[],
  { ref, fields }: CrmRecord,
): MappedValue[] {
  const fresh = unsent(state, values, ref);
  const stored = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  return freeValues(fresh, (field) => stored.get(field.toLowerCase()));
}

/** The values of the record's object that were neither sent nor found to have no place. */
export function unsent(
  { mapped }: ThreadState,
  values: readonly MappedValue[],
  { type }: RecordRef,
): MappedValue[] {
  return valuesOf(type, values).filter((value) => mapped[placeOf(value)] !== fingerprint(value));
}

/** Remembers what was sent to an object, or found to have no place because it has another value. */
export function rememberMapped(
  { mapped }: ThreadState,
  values: readonly MappedValue[],
  { type }: RecordRef,
): void {
  for (const value of valuesOf(type, values)) mapped[placeOf(value)] = fingerprint(value);
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
