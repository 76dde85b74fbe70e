import { Reader } from '../soql/parser';
import type { SearchGroup, Wanted } from './syntax';
import { malformedSearch, parseTerm, type Term } from './term';

interface ParsedSearch {
  term: Term;
  group: SearchGroup;
  wanted: Wanted[];
  limit?: number;
}

const GROUPS: readonly string[] = ['ALL', 'NAME', 'EMAIL', 'PHONE'] satisfies SearchGroup[];

/** Salesforce docs: SOSL Syntax; a subset. @throws SalesforceError MALFORMED_SEARCH */
export function parseSearch(text: string): ParsedSearch {
  const start = /^\s*FIND\s*\{/i.exec(text);
  const end = start ? closingBrace(text, start[0].length) : -1;
  if (!start || end < 0) {
    throw malformedSearch('No search term found. The search term must be enclosed in braces.');
  }
  const term = parseTerm(text.slice(start[0].length, end));
  // Blanks keep the positions in error messages those of the whole text.
  const rest = ' '.repeat(end + 1) + text.slice(end + 1);
  const reader = new Reader(rest, (message, at) => malformedSearch(`line 1:${at} ${message}`));
  const group = reader.take('IN') ? readGroup(reader) : 'ALL';
  reader.expect('RETURNING');
  const wanted: Wanted[] = [];
  do wanted.push(readWanted(reader));
  while (reader.take(','));
  const limit = reader.take('LIMIT') ? reader.count() : undefined;
  reader.end();
  return { term, group, wanted, limit };
}

function readGroup(reader: Reader): SearchGroup {
  const { name } = reader.name();
  if (!GROUPS.includes(name.toUpperCase())) throw malformedSearch(`unexpected token: ${name}`);
  reader.expect('FIELDS');
  return name.toUpperCase() as SearchGroup;
}

/** Without a list of fields the answer has the ids only. */
function readWanted(reader: Reader): Wanted {
  const type = reader.objectName();
  if (!reader.take('(')) return { type, fields: [{ name: 'Id', at: type.at }], clauses: { orderBy: [] } };
  const fields = reader.fieldList();
  const clauses = reader.clauses();
  reader.expect(')');
  return { type, fields, clauses };
}

function closingBrace(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '}') return at;
  }
  return -1;
}
