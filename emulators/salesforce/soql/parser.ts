import { notEmulated } from '../http/errors';
import { malformedQuery, queryError } from './errors';
import type { Clauses, Complaint, Condition, FieldRef, Literal, Operator, Ordering, Query } from './syntax';
import { tokenize, type Token } from './tokens';

const OPERATORS = ['=', '!=', '<>', '<', '<=', '>', '>=', 'LIKE'];
const RESERVED = [
  'FROM',
  'WHERE',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'AND',
  'OR',
  'NOT',
  'SELECT',
  'GROUP',
  'HAVING',
];
const UNKNOWN_CLAUSES = ['GROUP', 'HAVING', 'WITH', 'FOR', 'USING', 'UPDATE'];

/** Salesforce docs: SOQL SELECT Syntax; a subset. @throws SalesforceError MALFORMED_QUERY */
export function parseQuery(text: string): Query {
  const reader = new Reader(text, (message, at) =>
    message.startsWith('mismatched')
      ? malformedQuery(`line 1:${at} ${message}`)
      : queryError('MALFORMED_QUERY', text, at, message),
  );
  const query = reader.query();
  reader.end();
  return query;
}

/** Reads SOQL from left to right; SOSL reads what stands behind RETURNING with it. */
export class Reader {
  private readonly tokens: Token[];
  private next = 0;

  constructor(
    text: string,
    private readonly complain: Complaint,
  ) {
    this.tokens = tokenize(text, complain);
  }

  query(): Query {
    this.expect('SELECT');
    const fields = this.selected();
    this.expect('FROM');
    const type = this.objectName();
    if (this.peek().kind === 'word' && !this.isReserved(this.peek())) {
      throw notEmulated(`aliases (FROM ${type.name} ${this.peek().text})`);
    }
    return { fields, type, ...this.clauses() };
  }

  clauses(): Clauses {
    const where = this.take('WHERE') ? this.condition() : undefined;
    this.refuseUnknown();
    const orderBy: Ordering[] = [];
    if (this.take('ORDER')) {
      this.expect('BY');
      do orderBy.push(this.ordering());
      while (this.take(','));
    }
    const limit = this.take('LIMIT') ? this.count() : undefined;
    const offset = this.take('OFFSET') ? this.count() : undefined;
    this.refuseUnknown();
    return { where, orderBy, limit, offset };
  }

  fieldList(): FieldRef[] {
    const fields: FieldRef[] = [];
    do {
      if (this.peek().text === '(') throw notEmulated('subqueries in SELECT');
      fields.push(this.selectedField());
    } while (this.take(','));
    return fields;
  }

  /** Salesforce docs: FORMAT(): of the functions the only one here. */
  private selectedField(): FieldRef {
    const field = this.name();
    if (this.peek().text !== '(') return field;
    if (field.name.toUpperCase() !== 'FORMAT') throw notEmulated(`functions in SELECT (${field.name})`);
    this.expect('(');
    const inner = this.name();
    this.expect(')');
    if (this.peek().kind !== 'word' || this.isReserved(this.peek()))
      throw notEmulated('FORMAT without an alias');
    return { ...inner, alias: this.name().name };
  }

  /** Group is a keyword, and an object. */
  objectName(): FieldRef {
    const token = this.peek();
    if (token.text.toUpperCase() !== 'GROUP') return this.name();
    this.next++;
    return { name: token.text, at: token.at };
  }

  name(): FieldRef {
    const token = this.peek();
    if (token.kind !== 'word' || this.isReserved(token)) throw this.unexpected(token);
    this.next++;
    return { name: token.text, at: token.at };
  }

  /** Takes a keyword or a symbol if it is next. */
  take(wanted: string): boolean {
    const token = this.peek();
    const isIt = (token.kind === 'word' || token.kind === 'symbol') && token.text.toUpperCase() === wanted;
    if (isIt) this.next++;
    return isIt;
  }

  expect(wanted: string): void {
    if (!this.take(wanted)) throw this.unexpected(this.peek());
  }

  count(): number {
    const token = this.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.unexpected(token);
    this.next++;
    return Number(token.text);
  }

  end(): void {
    if (this.peek().kind !== 'end') throw this.unexpected(this.peek());
  }

  private selected(): Query['fields'] {
    const [count, open, close] = this.tokens.slice(this.next);
    if (count?.text.toUpperCase() === 'COUNT' && open?.text === '(' && close?.text === ')') {
      this.next += 3;
      return 'count';
    }
    return this.fieldList();
  }

  /** AND and OR at one level need parentheses: the other of the two is left over and refused (Salesforce docs: Condition Expression Syntax). */
  private condition(): Condition {
    const parts = [this.comparison()];
    const kind = this.take('AND') ? 'and' : this.take('OR') ? 'or' : undefined;
    if (!kind) return parts[0]!;
    do parts.push(this.comparison());
    while (this.take(kind.toUpperCase()));
    return { kind, parts };
  }

  private comparison(): Condition {
    if (this.take('NOT')) return { kind: 'not', part: this.comparison() };
    if (this.take('(')) {
      const inner = this.condition();
      this.expect(')');
      return inner;
    }
    const field = this.name();
    if (this.peek().text === '(') throw notEmulated(`functions in WHERE (${field.name})`);
    if (this.take('IN')) return { kind: 'in', field, negated: false, values: this.set() };
    if (this.take('NOT')) {
      this.expect('IN');
      return { kind: 'in', field, negated: true, values: this.set() };
    }
    return { kind: 'compare', field, operator: this.operator(), value: this.literal() };
  }

  private operator(): Operator {
    const token = this.peek();
    const written = OPERATORS.find((operator) => operator === token.text.toUpperCase());
    if (!written || token.kind === 'string') throw this.unexpected(token);
    this.next++;
    return (written === '<>' ? '!=' : written) as Operator;
  }

  private set(): Literal[] | Query {
    this.expect('(');
    const values = this.peek().text.toUpperCase() === 'SELECT' ? this.query() : this.literals();
    this.expect(')');
    return values;
  }

  private literals(): Literal[] {
    const literals: Literal[] = [];
    do literals.push(this.literal());
    while (this.take(','));
    return literals;
  }

  private literal(): Literal {
    const token = this.peek();
    this.next++;
    const { text, at } = token;
    switch (token.kind) {
      case 'string':
        return { kind: 'string', raw: text, at };
      case 'number':
        return { kind: 'number', value: Number(text), at };
      case 'date':
      case 'datetime':
        return { kind: token.kind, value: text, at };
      case 'word':
        if (/^(true|false)$/i.test(text)) return { kind: 'boolean', value: /^true$/i.test(text), at };
        if (/^null$/i.test(text)) return { kind: 'null', at };
        if (/^(TODAY|YESTERDAY|TOMORROW|(LAST|THIS|NEXT)_\w+(:\d+)?)$/i.test(text)) {
          throw notEmulated(`date literals (${text})`);
        }
        throw this.unexpected(token);
      default:
        throw this.unexpected(token);
    }
  }

  private ordering(): Ordering {
    const field = this.name();
    const descending = this.take('DESC') || (this.take('ASC') && false);
    let nullsLast = false;
    if (this.take('NULLS')) {
      nullsLast = this.take('LAST');
      if (!nullsLast) this.expect('FIRST');
    }
    return { field, descending, nullsLast };
  }

  private refuseUnknown(): void {
    const { kind, text } = this.peek();
    if (kind === 'word' && UNKNOWN_CLAUSES.includes(text.toUpperCase()))
      throw notEmulated(`the clause ${text}`);
  }

  private peek(): Token {
    return this.tokens[Math.min(this.next, this.tokens.length - 1)]!;
  }

  private isReserved({ text }: Token): boolean {
    return [...RESERVED, ...UNKNOWN_CLAUSES].includes(text.toUpperCase());
  }

  private unexpected({ text, at }: Token) {
    return this.complain(`unexpected token: '${text}'`, at);
  }
}
