import { evaluate } from '../vocabulary/expression';
import { currentValues, firstValues, type Remembered } from '../vocabulary/remembered';
import type { FieldMap, MappedObject, Policy } from './rule';

/** What a field of the CRM is to hold, as text. */
export interface MappedValue {
  readonly object: MappedObject;
  readonly field: string;
  readonly value: string;
  readonly policy: Policy;
  /** See `FieldMap`. */
  readonly ready?: true;
}

/** The values of field maps; a map whose source says nothing writes nothing. Pure; never throws. */
export function mappedValues(maps: readonly FieldMap[], remembered: Remembered): MappedValue[] {
  if (maps.length === 0) return [];
  const current = currentValues(remembered);
  const first = maps.some(({ policy }) => policy === 'first') ? firstValues(remembered) : current;
  return maps.flatMap(({ object, field, from, policy, ready }) => {
    const value = evaluate(from, policy === 'first' ? first : current)?.trim();
    return value ? [{ object, field, value, policy, ...(ready && { ready }) }] : [];
  });
}
