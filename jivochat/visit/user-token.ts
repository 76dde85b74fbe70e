import type { UserToken } from '../event';
import { parseJson } from '../../text/json';
import { httpLink } from '../../text/link';
import { present } from '../present';
import { flattenText, queryRecord } from '../../text/text-record';
import { splitUtm } from './utm';

type Reading = Omit<UserToken, 'raw'>;

/** `name=value`. The value must be more than `=` signs, or the padding of base64 text would be read as one. */
const QUERY = /^\??[\w.[\]%-]+=[^=]/;

/**
 * Reads what the site passed to `jivo_api.setUserToken`. JivoChat's Widget API page leaves the content to the site;
 * read are a query string, a link, JSON, and several of these parted by `|`. Anything else is an opaque id.
 * Never throws.
 */
export function readUserToken(raw: string): UserToken {
  return { raw, ...(readJson(raw) ?? readPlain(raw)) };
}

function readJson(text: string): Reading | undefined {
  if (!/^[[{"]/.test(text)) return undefined;
  const value = tryJson(text);
  if (typeof value === 'string') return readJson(value) ?? readPlain(value);
  return typeof value === 'object' ? reading('json', flattenText(value)) : undefined;
}

function tryJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function readPlain(text: string): Reading {
  const parts = text.split('|').map((part) => part.trim());
  const link = firstLink(parts);
  const queries = parts.filter((part) => QUERY.test(part)).map(withoutQuestionMark);
  const linkQuery = link ? withoutQuestionMark(new URL(link).search) : '';
  return reading(formOf(parts, queries, link), queryRecord([linkQuery, ...queries].join('&')), link);
}

function formOf(parts: string[], queries: string[], link: string | undefined): UserToken['form'] {
  if (parts.length > 1) return 'parts';
  if (link) return 'url';
  return queries.length > 0 ? 'query' : 'opaque';
}

function reading(form: UserToken['form'], values: Record<string, string>, link?: string): Reading {
  const { utm, rest } = splitUtm(values);
  return present({ form, link: link ?? firstLink(Object.values(rest)), utm, data: rest });
}

function firstLink(texts: string[]): string | undefined {
  return texts.map(httpLink).find((link) => link !== undefined);
}

function withoutQuestionMark(query: string): string {
  return query.replace(/^\?/, '');
}
