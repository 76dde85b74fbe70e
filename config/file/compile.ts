import { isLike } from '../../leads/rules/pattern';
import type { AccountRules, Company, FieldMap, MatchKey, ReplyLine } from '../../leads/rules/rule';
import { compileFields } from './compile-fields';
import { compileHours } from './compile-hours';
import { compileRules } from './compile-rules';
import { compileWhen } from './compile-when';
import { Compiler, type KnownAccount } from './compiler';
import type { Path, Problem } from './problem';
import type { CompanyFile } from './schema';

interface Compiled {
  company: Company;
  problems: Problem[];
}

/** The file's meaning as plain data, and everything in it that makes no sense. */
export function compile(file: CompanyFile, accounts: readonly KnownAccount[]): Compiled {
  const compiler = new Compiler(file, accounts);
  const hours = file.hours && compileHours(compiler, file.hours);
  const said = Object.entries(file.channels ?? {});
  const channels = said.flatMap(([id, { name }]) => (name ? [[id, name] as const] : []));
  const languages = said.flatMap(([id, { language }]) => (language ? [[id, language] as const] : []));
  const perAccount = Object.entries(file.accounts ?? {}).map(
    ([name, account]) => [name, compileAccount(compiler, name, account)] as const,
  );
  const rules = compileRules(compiler);
  const routes = compileRoutes(compiler);
  const { names, problems } = compiler;
  const company: Company = {
    channels: Object.fromEntries(channels),
    language: file.language,
    languages: languages.length > 0 ? Object.fromEntries(languages) : undefined,
    hours,
    mask: [...new Set(file.mask ?? [])],
    rules,
    routes,
    accounts: Object.fromEntries(perAccount),
    names,
    needs: [
      ...(names.some((name) => name.startsWith('device.')) ? (['device'] as const) : []),
      ...(file.guards?.disposable ? (['disposable'] as const) : []),
    ],
  };
  return { company, problems };
}

/** As `parsePath` of the gate reads it. */
const ROUTE_NAME = /^[a-z0-9-]{1,60}$/;

function compileRoutes(compiler: Compiler): Company['routes'] {
  const compiled = Object.entries(compiler.file.routes ?? {}).map(([name, accounts]) => {
    const path = ['routes', name];
    if (!ROUTE_NAME.test(name))
      compiler.problem(path, `${name} stands in an address: small letters, digits and -`);
    for (const [index, account] of accounts.entries()) compiler.account(account, [...path, index]);
    if (accounts.length === 0) compiler.problem(path, 'names no account');
    return [name, [...new Set(accounts)]] as const;
  });
  return Object.fromEntries(compiled);
}

type SaidAccount = NonNullable<CompanyFile['accounts']>[string];

function compileAccount(compiler: Compiler, name: string, said: SaidAccount): AccountRules {
  const path = ['accounts', name];
  const known = compiler.account(name, path);
  const match = said.match && compileMatch(compiler, said.match, [...path, 'match']);
  const fields = compileFields(compiler, said.fields ?? {}, known, [...path, 'fields']);
  fields.push(...keyFields(match ?? [], fields, known));
  if (said.ready !== false) fields.push(...readyFields(compiler, fields, known));
  const reply = said.reply && compileReply(compiler, said.reply, [...path, 'reply']);
  return { language: said.language, fields, reply, match };
}

/** Click ids and marks of campaigns, where the company's own maps leave the field alone. */
function readyFields(
  compiler: Compiler,
  own: readonly FieldMap[],
  known: KnownAccount | undefined,
): FieldMap[] {
  return Object.entries(known?.readyMaps ?? {}).flatMap(([object, maps]) =>
    Object.entries(maps).flatMap(([field, ready]) => {
      if (isMapped(own, object, field)) return [];
      const { from, policy } = typeof ready === 'string' ? { from: ready, policy: 'blank' as const } : ready;
      const map = { field, from: compiler.read(from, []), policy, ready: true } as const;
      return [{ object: object as FieldMap['object'], ...map }];
    }),
  );
}

/** Whoever is found by a field next time has the value in it, unless a map says something else of the field. */
function keyFields(
  match: readonly MatchKey[],
  fields: readonly FieldMap[],
  known: KnownAccount | undefined,
): FieldMap[] {
  return match.flatMap((key) => {
    if (key.by !== 'field') return [];
    const { field, from } = key;
    const people = known?.people.filter((object) => !isMapped(fields, object, field)) ?? [];
    return people.map((object) => ({ object, field, from, policy: 'blank' as const }));
  });
}

function isMapped(maps: readonly FieldMap[], object: string, field: string): boolean {
  return maps.some((map) => map.object === object && isLike(map.field, field));
}

/** Of a related record as well: `Account.Name`; a CRM's own names may begin with a digit. */
const REPLY_FIELD = /^[A-Za-z0-9]\w{0,99}(\.[A-Za-z0-9]\w{0,99}){0,4}$/;

function compileReply(compiler: Compiler, lines: NonNullable<SaidAccount['reply']>, path: Path): ReplyLine[] {
  return lines.map(({ title, field, from, show, when }, index) => {
    const at = [...path, index];
    if ([field, from, show].filter((each) => each !== undefined).length !== 1)
      compiler.problem(at, 'needs one of field, from and show');
    if (field !== undefined && !REPLY_FIELD.test(field))
      compiler.problem(at, `${field} is no internal name of a field`);
    const read = from === undefined ? undefined : compiler.read(from, [...at, 'from']);
    return { title, field, from: read, show, when: when && compileWhen(compiler, when, [...at, 'when']) };
  });
}

function compileMatch(compiler: Compiler, keys: NonNullable<SaidAccount['match']>, path: Path): MatchKey[] {
  return keys.flatMap((key, index): MatchKey[] => {
    if (typeof key === 'string') return [{ by: key }];
    const at = [...path, index];
    const { field, from, ...alone } = key;
    if (field !== undefined) compiler.isFieldName(field, at);
    const [only, ...more] = Object.entries(alone);
    if (only && more.length === 0 && field === undefined && from === undefined) {
      const by = only[0] as keyof typeof alone;
      return [{ by, from: compiler.read(only[1], [...at, by]) }];
    }
    if (!only && field !== undefined && from !== undefined)
      return [{ by: 'field', field, from: compiler.read(from, [...at, 'from']) }];
    compiler.problem(at, 'needs field and from, or one of link, email and phone alone');
    return [];
  });
}
