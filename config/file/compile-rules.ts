import { present } from '../../jivochat/present';
import type { Actions, GuardTest, OwnerWish, Rule, TaskWish } from '../../leads/rules/rule';
import { compileFields } from './compile-fields';
import { compileWhen } from './compile-when';
import type { Compiler } from './compiler';
import type { Path } from './problem';
import type { CompanyFile } from './schema';

type SaidThen = NonNullable<CompanyFile['rules']>[number]['then'];

/** The guards, then the company's own rules. */
export function compileRules(compiler: Compiler): Rule[] {
  const { rules = [] } = compiler.file;
  const own = rules.map(({ name, when = {}, then }, index): Rule => {
    const path = ['rules', index];
    const twice = rules.findIndex((other) => other.name === name) < index;
    if (twice) compiler.problem([...path, 'name'], `two rules are named ${name}`);
    const conditions = compileWhen(compiler, when, [...path, 'when']);
    return { name, when: conditions, then: compileThen(compiler, then, [...path, 'then']) };
  });
  return [...guardRules(compiler.file), ...own];
}

/** Nobody's lead, nobody's note; a record that is there already stays as it is. */
const NOISE: Actions = { create: 'never', note: 'skip' };
const SWITCHES = ['disposable', 'agents-only', 'empty', 'blacklisted'] as const;

function guardRules({ guards = {} }: CompanyFile): Rule[] {
  const staff = (guards.staff ?? []).map((own) => own.toLowerCase().replace(/^@/, ''));
  const tests: (readonly [name: string, guard: GuardTest])[] = SWITCHES.flatMap((name) =>
    guards[name] ? [[name, name]] : [],
  );
  if (staff.length > 0) tests.unshift(['staff', { staff }]);
  return tests.map(([name, guard]) => ({
    name: `guard: ${name}`,
    when: [{ is: 'guard', guard }],
    then: NOISE,
  }));
}

function compileThen(compiler: Compiler, then: SaidThen, path: Path): Actions {
  const { create, owner, source, object, fields, task, note } = then;
  if (Object.keys(then).length === 0) compiler.problem(path, 'says nothing to do');
  if (typeof create === 'object') {
    if (create.messages === undefined && create.minutes === undefined)
      compiler.problem([...path, 'create'], 'needs messages or minutes');
    // Every event tells its name: by the first one the minutes are counted.
    compiler.need('chat.messages', 'chat.minutes', 'event');
  }
  const perAccount = Object.entries(fields ?? {}).map(([name, said]) => {
    const at = [...path, 'fields', name];
    return [name, compileFields(compiler, said, compiler.account(name, at), at)] as const;
  });
  return present({
    create,
    owner: owner === undefined ? undefined : ownerWish(compiler, owner, [...path, 'owner']),
    source: source === undefined ? undefined : template(compiler, source, [...path, 'source']),
    object,
    fields: fields && Object.fromEntries(perAccount),
    task: task && taskWish(compiler, task, [...path, 'task']),
    note,
  });
}

/** A fixed text as it is. */
function template(compiler: Compiler, text: string, path: Path) {
  return /[{}]/.test(text) ? compiler.read(text, path) : [text];
}

function ownerWish(compiler: Compiler, said: NonNullable<SaidThen['owner']>, path: Path): OwnerWish {
  if (typeof said === 'string')
    return said === 'agent' || said === 'none' || said === 'keep' ? said : { login: said };
  const turns = [...new Set((said['round-robin'] ?? []).map((login) => login.toLowerCase()))];
  if (turns.length === 0) compiler.problem(path, 'needs round-robin with at least one login');
  return { turns };
}

/** What is not said has no member: an earlier rule's word for it stays. */
function taskWish(compiler: Compiler, task: NonNullable<SaidThen['task']>, path: Path): TaskWish {
  const { subject, due: dueMs, priority, reminder: reminderMs } = task;
  const read = subject === undefined ? undefined : compiler.read(subject, [...path, 'subject']);
  return present({ subject: read, dueMs, priority, reminderMs });
}
