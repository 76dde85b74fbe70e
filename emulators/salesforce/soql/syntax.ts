import type { SalesforceError } from '../http/errors';

/** A field as written, with dots for relationships, and where it stands in the query. */
export interface FieldRef {
  name: string;
  at: number;
  /** `FORMAT(name) alias`: the value as a person of the org reads it, under that name. */
  alias?: string;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

export type Literal =
  | { kind: 'string'; raw: string; at: number }
  | { kind: 'number'; value: number; at: number }
  | { kind: 'boolean'; value: boolean; at: number }
  | { kind: 'date' | 'datetime'; value: string; at: number }
  | { kind: 'null'; at: number };

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; field: FieldRef; operator: Operator; value: Literal }
  | { kind: 'in'; field: FieldRef; negated: boolean; values: Literal[] | Query };

export interface Ordering {
  field: FieldRef;
  descending: boolean;
  nullsLast: boolean;
}

/** What may follow the name of an object, in a query and within RETURNING. */
export interface Clauses {
  where?: Condition;
  orderBy: Ordering[];
  limit?: number;
  offset?: number;
}

export interface Query extends Clauses {
  fields: FieldRef[] | 'count';
  type: FieldRef;
}

/** Makes the error for a place in the text. */
export type Complaint = (message: string, at: number) => SalesforceError;
