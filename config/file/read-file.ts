import { basename, resolve } from 'node:path';
import { safeParse, type BaseIssue } from 'valibot';
import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';
import type { Company } from '../../leads/rules/rule';
import type { Env } from '../env';
import { compile } from './compile';
import type { KnownAccount } from './compiler';
import { CompanyFileError, type Path, type Problem } from './problem';
import { fileSchema } from './schema';

export const COMPANY_FILE = 'jivochat-crm.yml';
const FILE_VARIABLE = 'JIVOCHAT_CRM_CONFIG';

/** The file somebody has named, or the one beside serverless.yml. */
export function companyFilePath(env: Env, folder = process.cwd()): string {
  return resolve(folder, env[FILE_VARIABLE]?.trim() || COMPANY_FILE);
}

interface FileSystem {
  /** The text of a file. @throws NodeJS.ErrnoException */
  read: (path: string) => string;
  /** Where paths begin; the working directory where it is not said. */
  folder?: string;
}

/**
 * What the company's file says; undefined where there is none.
 * @throws CompanyFileError naming every problem with its line; also where a file that was named is not there.
 */
export function readCompanyFile(
  env: Env,
  accounts: readonly KnownAccount[],
  { read, folder }: FileSystem,
): Company | undefined {
  const path = companyFilePath(env, folder);
  let text: string;
  try {
    text = read(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'ENOENT' && !env[FILE_VARIABLE]?.trim()) return undefined;
    throw new CompanyFileError([`${path} cannot be read (${code})`]);
  }
  return parseCompanyFile(text, basename(path), accounts);
}

/** @param name of the file, for its errors. @throws CompanyFileError */
export function parseCompanyFile(text: string, name: string, accounts: readonly KnownAccount[]): Company {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => `${name}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    const words = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${firstLine(message)}`);
    throw new CompanyFileError(words);
  }
  const parsed = safeParse(fileSchema, toValue(document));
  const { company, problems } = parsed.success
    ? compile(parsed.output, accounts)
    : { problems: parsed.issues.map(toProblem) };
  if (!company || problems.length > 0) throw failure(problems, document, at);
  return company;
}

function toProblem({ path, message }: BaseIssue<unknown>): Problem {
  return { path: path?.map(({ key }) => key as string | number) ?? [], what: message };
}

/** An empty file says nothing. Aliases are few: what multiplies itself is an attack or a mistake. */
function toValue(document: Document): unknown {
  try {
    return (document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
  } catch (error) {
    throw new CompanyFileError([error instanceof Error ? error.message : 'the file cannot be read']);
  }
}

function failure(problems: readonly Problem[], document: Document, at: (offset: number) => string) {
  const placed = problems.map(({ path, what }) => {
    const offset = offsetOf(document, path);
    return { offset, line: `${at(offset)}: ${path.length > 0 ? `${spelt(path)}: ` : ''}${what}` };
  });
  return new CompanyFileError(placed.toSorted((a, b) => a.offset - b.offset).map(({ line }) => line));
}

/** `rules[2].when.channel` */
function spelt(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** Where the key, or the item, stands that a path leads to; as far as there is one. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
