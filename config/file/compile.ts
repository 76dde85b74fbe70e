import { isLike } from '../../leads/rules/pattern';
import type { AccountRules, Company, FieldMap, MatchKey, ReplyLine } from '../../leads/rules/rule';
import { compileHours } from './compile-hours';
import { FIELD_NAME, compileFields, knownAccount, type Compiler, type KnownAccount } from './compile-fields';
import { compileRules } from './compile-rules';
import { compileWhen } from './compile-when';
import type { Path, Problem } from './problem';
import { Sources } from './sources';
import type { CompanyFile } from './schema';

interface Compiled {
  company: Company;
  problems: Problem[];
}

/** The file's meaning as plain data, and everything in it that makes no sense. */
export function compile(file: CompanyFile, accounts: readonly KnownAccount[]): Compiled {
  const problems: Problem[] = [];
  const sources = new Sources(problems);
  const hours = file.hours && compileHours(file.hours, problems);
  const { channels, languages } = compileChannels(file.channels ?? {});
  const compiler: Compiler = { sources, problems, accounts, channels, hours };
  const perAccount = Object.entries(file.accounts ?? {}).map(([name, said]) => {
    const path = ['accounts', name];
    const known = knownAccount(compiler, name, path);
    return [name, compileAccount(compiler, said, known, path)] as const;
  });
  const rules = compileRules(file, compiler);
  const company: Company = {
    channels,
    ...(file.language && { language: file.language }),
    ...(Object.keys(languages).length > 0 && { languages }),
    ...(hours && { hours }),
    mask: [...new Set(file.mask ?? [])],
    rules,
    routes: compileRoutes(compiler, file.routes ?? {}),
    accounts: Object.fromEntries(perAccount),
    names: sources.names,
    needs: [
      ...(sources.names.some((name) => name.startsWith('device.')) ? (['device'] as const) : []),
      ...(file.guards?.disposable ? (['disposable'] as const) : []),
    ],
  };
  return { company, problems };
}

function compileChannels(said: NonNullable<CompanyFile['channels']>) {
  const each = Object.entries(said).map(
    ([id, channel]) => [id, typeof channel === 'string' ? { name: channel } : channel] as const,
  );
  return {
    channels: Object.fromEntries(each.flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name]]))),
    languages: Object.fromEntries(
      each.flatMap(([id, { language }]) => (language === undefined ? [] : [[id, language]])),
    ),
  };
}

/** As `parsePath` of the gate reads it. */
const ROUTE_NAME = /^[a-z0-9-]{1,60}$/;

function compileRoutes(
  compiler: Compiler,
  routes: NonNullable<CompanyFile['routes']>,
): Record<string, readonly string[]> {
  const compiled = Object.entries(routes).map(([name, accounts]) => {
    const path = ['routes', name];
    if (!ROUTE_NAME.test(name))
      compiler.problems.push({ path, what: `${name} stands in an address: small letters, digits and -` });
    accounts.forEach((account, index) => knownAccount(compiler, account, [...path, index]));
    if (accounts.length === 0) compiler.problems.push({ path, what: 'names no account' });
    return [name, [...new Set(accounts)]] as const;
  });
  return Object.fromEntries(compiled);
}

type SaidAccount = NonNullable<CompanyFile['accounts']>[string];

function compileAccount(
  compiler: Compiler,
  said: SaidAccount,
  known: KnownAccount | undefined,
  path: Path,
): AccountRules {
  const match = said.match && compileMatch(compiler, said.match, [...path, 'match']);
  const fields = compileFields(compiler, said.fields ?? {}, known, [...path, 'fields']);
  const keys = keyFields(match ?? [], fields, known);
  const ready = said.ready === false ? [] : readyFields(compiler, [...fields, ...keys], known);
  return {
    ...(said.language && { language: said.language }),
    fields: [...fields, ...keys, ...ready],
    ...(said.reply && { reply: compileReply(compiler, said.reply, [...path, 'reply']) }),
    ...(match && { match }),
  };
}

/** Click ids and marks of campaigns, where the company's own maps leave the field alone. */
function readyFields(
  { sources }: Compiler,
  own: readonly FieldMap[],
  known: KnownAccount | undefined,
): FieldMap[] {
  return Object.entries(known?.readyMaps ?? {}).flatMap(([object, maps]) =>
    Object.entries(maps).flatMap(([field, ready]): FieldMap[] => {
      if (own.some((map) => map.object === object && isLike(map.field, field))) return [];
      const { from, policy } =
        typeof ready === 'string' ? ({ from: ready, policy: 'blank' } as const) : ready;
      return [
        { object: object as FieldMap['object'], field, from: sources.read(from, []), policy, ready: true },
      ];
    }),
  );
}

/** Whoever is found by a field next time has the value in it, unless a map says something else of the field. */
function keyFields(
  match: readonly MatchKey[],
  fields: readonly FieldMap[],
  known: KnownAccount | undefined,
): FieldMap[] {
  const people = known?.people ?? [];
  return match.flatMap((key) =>
    key.by === 'field'
      ? people
          .filter((object) => !fields.some((map) => map.object === object && isLike(map.field, key.field)))
          .map((object) => ({ object, field: key.field, from: key.from, policy: 'blank' as const }))
      : [],
  );
}

/** Of a related record as well: `Account.Name`; a CRM's own names may begin with a digit. */
const REPLY_FIELD = /^[A-Za-z0-9]\w{0,99}(\.[A-Za-z0-9]\w{0,99}){0,4}$/;

function compileReply(compiler: Compiler, lines: NonNullable<SaidAccount['reply']>, path: Path): ReplyLine[] {
  const { sources, problems } = compiler;
  return lines.map(({ title, field, from, show, when }, index) => {
    const at = [...path, index];
    if ([field, from, show].filter((each) => each !== undefined).length !== 1)
      problems.push({ path: at, what: 'needs one of field, from and show' });
    if (field !== undefined && !REPLY_FIELD.test(field))
      problems.push({ path: at, what: `${field} is no internal name of a field` });
    const own = field === undefined ? { from: from ? sources.read(from, [...at, 'from']) : [] } : { field };
    return {
      title,
      ...(show === undefined ? own : { show }),
      ...(when && { when: compileWhen(compiler, when, [...at, 'when']) }),
    };
  });
}

function compileMatch(
  { sources, problems }: Compiler,
  keys: NonNullable<SaidAccount['match']>,
  path: Path,
): MatchKey[] {
  return keys.flatMap((key, index): MatchKey[] => {
    const at = [...path, index];
    if (typeof key === 'string') return [{ by: key }];
    const { field, from } = key;
    if (field !== undefined && !FIELD_NAME.test(field))
      problems.push({ path: at, what: `${field} is no internal name of a field (letters, digits and _)` });
    const alone = (['link', 'email', 'phone'] as const).filter((by) => key[by] !== undefined);
    const [by] = alone;
    if (alone.length === 1 && field === undefined && from === undefined)
      return [{ by: by!, from: sources.read(key[by!]!, [...at, by!]) }];
    if (alone.length === 0 && field !== undefined && from !== undefined)
      return [{ by: 'field', field, from: sources.read(from, [...at, 'from']) }];
    problems.push({ path: at, what: 'needs field and from, or one of link, email and phone alone' });
    return [];
  });
}
