import type { Clauses, FieldRef } from '../soql/syntax';

export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';

/** One object of RETURNING. */
export interface Wanted {
  type: FieldRef;
  fields: FieldRef[];
  clauses: Clauses;
}
