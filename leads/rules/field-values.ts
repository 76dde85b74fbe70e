import { evaluate } from '../vocabulary/expression';
import { currentValues, firstValues, type Remembered } from '../vocabulary/remembered';
import type { FieldMap } from './rule';

/** What a field of the CRM is to hold, as text. */
export interface MappedValue extends Omit<FieldMap, 'from'> {
  readonly value: string;
}

/** The values of field maps; a map whose source says nothing writes nothing. Pure; never throws. */
export function mappedValues(maps: readonly FieldMap[], remembered: Remembered): MappedValue[] {
  if (maps.length === 0) return [];
  const current = currentValues(remembered);
  const first = maps.some(({ policy }) => policy === 'first') ? firstValues(remembered) : current;
  return maps.flatMap(({ from, ...map }) => {
    const value = evaluate(from, map.policy === 'first' ? first : current)?.trim();
    return value ? [{ ...map, value }] : [];
  });
}
