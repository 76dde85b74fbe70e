import type { FieldKind } from '../../../connectors/shared/fields/field-kinds';
import type { RecordRef } from '../../../leads/record';
import type { MappedObject } from '../../../leads/rules/rule';

/** Kinds of fields a company makes for itself. */
export type OwnKind = Exclude<FieldKind['kind'], 'reference' | 'other'>;

/** Fields of the company's own, of whatever stands for a new person. */
export interface OwnFields {
  /** In the words of field maps. */
  readonly object: MappedObject;
  /** Kinds that the CRM has. */
  readonly kinds: readonly OwnKind[];
  /** Makes a field; a choice has Red and Green. @returns the CRM's own name of it. */
  define(kind: OwnKind): string;
  /** What the record holds in it, as it is stored. */
  held(ref: RecordRef, field: string): unknown;
}
