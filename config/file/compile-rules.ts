import type { Actions, Condition, OwnerWish, Rule, TaskWish } from '../../leads/rules/rule';
import type { WorkingHours } from '../../leads/rules/working-hours';
import { isLike } from '../../leads/rules/pattern';
import { nearest } from '../../text/nearest';
import { compileFields, knownAccount, usesName, type Compiler } from './compile-fields';
import type { Path } from './problem';
import type { CompanyFile } from './schema';

type SaidRule = NonNullable<CompanyFile['rules']>[number];
type SaidWhen = NonNullable<SaidRule['when']>;
type SaidThen = SaidRule['then'];

/** The guards, then the company's own rules. */
export function compileRules(file: CompanyFile, compiler: Compiler, hours: WorkingHours | undefined): Rule[] {
  const own = (file.rules ?? []).map((rule, index): Rule => {
    const path = ['rules', index];
    const { name } = rule;
    const twice = file.rules!.findIndex((other) => other.name === name) < index;
    if (twice) compiler.problems.push({ path: [...path, 'name'], what: `two rules are named ${name}` });
    const when = compileWhen(rule.when ?? {}, [...path, 'when'], file, compiler, hours);
    return { name, when, then: compileThen(rule.then, [...path, 'then'], compiler) };
  });
  return [...guardRules(file), ...own];
}

/** Nobody's lead, nobody's note; a record that is there already stays as it is. */
const NOISE: Actions = { create: 'never', note: 'skip' };

function guardRules({ guards = {} }: CompanyFile): Rule[] {
  const staff = (guards.staff ?? []).map((own) => own.toLowerCase().replace(/^@/, ''));
  const said: [string, Condition | undefined][] = [
    ['staff', staff.length > 0 ? { is: 'guard', guard: { staff } } : undefined],
    ['disposable', guards.disposable ? { is: 'guard', guard: 'disposable' } : undefined],
    ['agents-only', guards['agents-only'] ? { is: 'guard', guard: 'agents-only' } : undefined],
    ['empty', guards.empty ? { is: 'guard', guard: 'empty' } : undefined],
    ['blacklisted', guards.blacklisted ? { is: 'guard', guard: 'blacklisted' } : undefined],
  ];
  return said.flatMap(([name, condition]) =>
    condition ? [{ name: `guard: ${name}`, when: [condition], then: NOISE }] : [],
  );
}

/** Short names of conditions, and what they are in the vocabulary. */
const BY_NAME = {
  channel: 'channel',
  department: 'department',
  topic: 'topic',
  tag: 'tags',
  page: 'page.url',
  event: 'event',
} as const;

function compileWhen(
  when: SaidWhen,
  path: Path,
  file: CompanyFile,
  { sources, problems }: Compiler,
  hours: WorkingHours | undefined,
): Condition[] {
  const like = (name: string, any: readonly string[]): Condition => {
    sources.need(name);
    return { is: 'like', name, any };
  };
  const conditions: Condition[] = [];
  for (const [key, name] of Object.entries(BY_NAME) as [keyof typeof BY_NAME, string][]) {
    const any = when[key];
    if (any) conditions.push(like(name, any));
  }
  checkChannels(when.channel ?? [], file, [...path, 'channel'], problems);
  if (when.country) {
    sources.need('geo.country');
    const codes = when.country.every((country) => country.length === 2);
    conditions.push(like(codes ? 'geo.country_code' : 'geo.country', when.country));
  }
  if (when.agent)
    conditions.push(
      like(when.agent.some((agent) => agent.includes('@')) ? 'agent.login' : 'agent.name', when.agent),
    );
  for (const [mark, any] of Object.entries(when.utm ?? {}))
    conditions.push({ is: 'like', name: usesName(sources, `utm.${mark}`, [...path, 'utm', mark]), any });
  for (const [name, any] of Object.entries(when.is ?? {}))
    conditions.push({ is: 'like', name: usesName(sources, name, [...path, 'is', name]), any });
  for (const [name, any] of Object.entries(when.not ?? {}))
    conditions.push({ is: 'unlike', name: usesName(sources, name, [...path, 'not', name]), any });
  for (const [index, name] of (when.has ?? []).entries())
    conditions.push({ is: 'given', name: usesName(sources, name, [...path, 'has', index]) });
  for (const [index, name] of (when.lacks ?? []).entries())
    conditions.push({ is: 'absent', name: usesName(sources, name, [...path, 'lacks', index]) });
  if (when.words) {
    sources.need('chat.text');
    conditions.push({ is: 'words', any: when.words });
  }
  if (when.hours) {
    if (!hours) problems.push({ path: [...path, 'hours'], what: 'the file says no working hours (hours:)' });
    conditions.push({ is: when.hours });
  }
  return conditions;
}

/** A channel nobody has is a rule that never holds. */
function checkChannels(
  patterns: readonly string[],
  { channels = {} }: CompanyFile,
  path: Path,
  problems: Compiler['problems'],
): void {
  const names = [...Object.keys(channels), ...Object.values(channels)];
  if (names.length === 0) return;
  for (const pattern of patterns) {
    if (names.some((name) => isLike(name, pattern))) continue;
    const near = nearest(pattern, names);
    problems.push({
      path,
      what: `${pattern} is no channel of channels:${near ? `; did you mean ${near}?` : ''}`,
    });
  }
}

function compileThen(then: SaidThen, path: Path, compiler: Compiler): Actions {
  const { sources, problems } = compiler;
  const { create, owner, source, object, fields, task, note } = then;
  if (Object.keys(then).length === 0) problems.push({ path, what: 'says nothing to do' });
  if (typeof create === 'object') {
    if (create.messages === undefined && create.minutes === undefined)
      problems.push({ path: [...path, 'create'], what: 'needs messages or minutes' });
    sources.need('chat.messages');
    sources.need('chat.minutes');
    // Every event tells it: by the first one the minutes are counted.
    sources.need('event');
  }
  const perAccount = Object.entries(fields ?? {}).map(([name, said]) => {
    const at = [...path, 'fields', name];
    return [name, compileFields(compiler, said, knownAccount(compiler, name, at), at)] as const;
  });
  return {
    ...(create !== undefined && { create }),
    ...(owner !== undefined && { owner: ownerWish(owner, [...path, 'owner'], compiler) }),
    ...(source !== undefined && { source: template(source, [...path, 'source'], compiler) }),
    ...(object !== undefined && {
      object:
        typeof object === 'string'
          ? object
          : { ...object, open: object.open ?? 'reuse', transcript: object.transcript ?? false },
    }),
    ...(fields && { fields: Object.fromEntries(perAccount) }),
    ...(task && { task: taskWish(task, [...path, 'task'], compiler) }),
    ...(note && { note }),
  };
}

/** A fixed text as it is. */
function template(text: string, path: Path, { sources }: Compiler) {
  return /[{}]/.test(text) ? sources.read(text, path) : [text];
}

function ownerWish(said: NonNullable<SaidThen['owner']>, path: Path, { problems }: Compiler): OwnerWish {
  if (typeof said === 'string') {
    return said === 'agent' || said === 'none' || said === 'keep' ? said : { login: said };
  }
  const turns = [...new Set((said['round-robin'] ?? []).map((login) => login.toLowerCase()))];
  if (turns.length === 0) problems.push({ path, what: 'needs round-robin with at least one login' });
  return { turns };
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

function taskWish(task: NonNullable<SaidThen['task']>, path: Path, compiler: Compiler): TaskWish {
  const { subject, due, priority, reminder } = task;
  return {
    ...(subject !== undefined && { subject: compiler.sources.read(subject, [...path, 'subject']) }),
    ...(due !== undefined && { dueMs: duration(due) }),
    ...(priority !== undefined && { priority }),
    ...(reminder !== undefined && { reminderMs: duration(reminder) }),
  };
}

function duration(text: string): number {
  return parseInt(text, 10) * UNIT_MS[text.at(-1)!]!;
}
