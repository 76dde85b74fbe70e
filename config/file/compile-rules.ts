import type { Actions, Condition, DealWish, OwnerWish, Rule, TaskWish } from '../../leads/rules/rule';
import { compileFields, knownAccount, type Compiler } from './compile-fields';
import { compileWhen } from './compile-when';
import type { Path } from './problem';
import type { CompanyFile } from './schema';

type SaidRule = NonNullable<CompanyFile['rules']>[number];
type SaidThen = SaidRule['then'];
type SaidDeal = Exclude<NonNullable<SaidThen['object']>, string>;

/** The guards, then the company's own rules. */
export function compileRules(file: CompanyFile, compiler: Compiler): Rule[] {
  const own = (file.rules ?? []).map((rule, index): Rule => {
    const path = ['rules', index];
    const { name } = rule;
    const twice = file.rules!.findIndex((other) => other.name === name) < index;
    if (twice) compiler.problems.push({ path: [...path, 'name'], what: `two rules are named ${name}` });
    const when = compileWhen(compiler, rule.when ?? {}, [...path, 'when']);
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
      object: typeof object === 'string' ? object : dealWish(object),
    }),
    ...(fields && { fields: Object.fromEntries(perAccount) }),
    ...(task && { task: taskWish(task, [...path, 'task'], compiler) }),
    ...(note && { note }),
  };
}

function dealWish({ pipeline, stage, close, open = 'reuse', transcript = false }: SaidDeal): DealWish {
  return {
    ...(pipeline !== undefined && { pipeline }),
    stage,
    ...(close !== undefined && { closeMs: duration(close) }),
    open,
    transcript,
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
