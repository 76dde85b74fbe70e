import { SEPARATOR, type Values } from '../vocabulary/values';
import { evaluate } from '../vocabulary/expression';
import { isLike, holdsWord } from './pattern';
import type {
  Actions,
  Company,
  Condition,
  Creation,
  FieldMap,
  GuardTest,
  OwnerWish,
  ReplyLine,
  TaskWish,
} from './rule';
import { isOpen } from './working-hours';

/** All that rules are decided by: plain data, made of the event and of what its chat has told before. */
export interface Case {
  /** Of the vocabulary, as they hold now. */
  readonly values: Values;
  /** The e-mail in the form used for comparing, where there is one. */
  readonly email?: string;
  readonly blacklisted: boolean;
  /** The chat has ended, and this is what was said. */
  readonly ended?: { readonly byVisitor: number; readonly byAgent: number };
  /** Somebody talks; else it is an offline message or a call. */
  readonly isChat: boolean;
  /** Arrival of the first event of it, epoch milliseconds. */
  readonly startedAt: number;
  /** Its end, or now as long as it goes on; epoch milliseconds. Undefined: `at`. */
  readonly talkedUntil?: number;
  /** Whether the mailbox is one of those that are thrown away; undefined: nobody has looked. */
  readonly disposable?: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly timeZone: string;
}

/** What all rules together say; what none speaks of is as the variables say. */
export interface Decision {
  /** Names of the rules that matched, in order. */
  readonly rules: readonly string[];
  readonly create?: 'never' | 'identified' | 'always' | 'later';
  /** `later`: when the chat has been long enough by time alone, epoch milliseconds; undefined: time is no matter. */
  readonly createAt?: number;
  readonly owner?: { readonly wish: OwnerWish; readonly rule: string };
  readonly source?: string;
  readonly object?: Actions['object'];
  readonly task?: TaskWish;
  readonly skipNote: boolean;
  /** Lines of the card whose conditions hold; undefined: as the variable says. */
  readonly reply?: readonly ReplyLine[];
}

export const UNDECIDED: Decision = { rules: [], skipNote: false };

/** Evaluates the rules in order; a later one's word takes the place of an earlier one's. Pure; never throws. */
export function decide(company: Company, account: string, given: Case): Decision {
  const matched = company.rules.filter(({ when }) => allHold(when, company, given));
  const said: { -readonly [K in keyof Decision]: Decision[K] } = {
    ...UNDECIDED,
    rules: matched.map(({ name }) => name),
    reply: company.accounts[account]?.reply?.filter(({ when = [] }) => allHold(when, company, given)),
  };
  for (const { name, then } of matched) {
    if (then.create !== undefined) Object.assign(said, creation(then.create, given));
    if (then.owner !== undefined) said.owner = { wish: then.owner, rule: name };
    if (then.source !== undefined) said.source = evaluate(then.source, given.values) ?? said.source;
    if (then.object !== undefined) said.object = then.object;
    if (then.task !== undefined) said.task = { ...said.task, ...then.task };
    if (then.note !== undefined) said.skipNote = then.note === 'skip';
  }
  return said;
}

/** The field maps of an account, with what these of its rules add to them or put in their place. */
export function fieldMapsOf(
  company: Company,
  account: string,
  matched: readonly string[],
): readonly FieldMap[] {
  return company.rules
    .filter(({ name }) => matched.includes(name))
    .reduce(
      (fields, { then }) => withFields(fields, then.fields?.[account] ?? []),
      company.accounts[account]?.fields ?? [],
    );
}

const MINUTE_MS = 60_000;

/** Of a chat that has not been long enough, a lead is made later, or never. */
function creation(
  wish: Creation,
  { values, isChat, at, startedAt, talkedUntil = at }: Case,
): Pick<Decision, 'create' | 'createAt'> {
  const now = { createAt: undefined };
  if (typeof wish === 'string') return { create: wish, ...now };
  if (!isChat) return { create: 'identified', ...now };
  const { messages, minutes } = wish;
  const written = Number(values['chat.messages'] ?? 0);
  const talked = Math.max(
    Number(values['chat.minutes'] ?? 0),
    Math.floor((talkedUntil - startedAt) / MINUTE_MS),
  );
  const enough =
    (messages !== undefined && written >= messages) || (minutes !== undefined && talked >= minutes);
  if (enough) return { create: 'identified', ...now };
  return { create: 'later', createAt: minutes === undefined ? undefined : startedAt + minutes * MINUTE_MS };
}

function withFields(before: readonly FieldMap[], added: readonly FieldMap[]): readonly FieldMap[] {
  if (added.length === 0) return before;
  const places = new Set(added.map(placeOf));
  return [...before.filter((map) => !places.has(placeOf(map))), ...added];
}

function placeOf({ object, field }: FieldMap): string {
  return `${object}.${field.toLowerCase()}`;
}

function allHold(when: readonly Condition[], company: Company, given: Case): boolean {
  return when.every((condition) => holds(condition, company, given));
}

/** Names whose value is a list. */
const LISTS = new Set(['tags', 'agents']);

function holds(condition: Condition, company: Company, given: Case): boolean {
  switch (condition.is) {
    case 'like':
    case 'unlike':
      return isAnyOf(condition.name, condition.any, given.values) === (condition.is === 'like');
    case 'given':
    case 'absent':
      return Object.hasOwn(given.values, condition.name) === (condition.is === 'given');
    case 'open':
    case 'closed':
      return isOpenNow(company, given) === (condition.is === 'open');
    case 'words': {
      const text = given.values['chat.text'] ?? '';
      return condition.any.some((word) => holdsWord(text, word));
    }
    case 'guard':
      return guards(condition.guard, given);
  }
}

/** Many rules ask it of one moment, and formatting a time is dear. */
const OPEN = new WeakMap<Case, boolean>();

function isOpenNow({ hours }: Company, given: Case): boolean {
  let open = OPEN.get(given);
  if (open === undefined) {
    open = hours === undefined || isOpen(hours, given.at, given.timeZone);
    OPEN.set(given, open);
  }
  return open;
}

function isAnyOf(name: string, patterns: readonly string[], values: Values): boolean {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) return false;
  const members = LISTS.has(name) ? [value, ...value.split(SEPARATOR)] : [value];
  return patterns.some((pattern) => members.some((member) => isLike(member, pattern)));
}

function guards(guard: GuardTest, { email, blacklisted, ended, disposable }: Case): boolean {
  if (typeof guard === 'object') {
    const domain = email?.slice(email.lastIndexOf('@') + 1);
    // A company's own subdomains are its own as well.
    return guard.staff.some(
      (own) => own === email || own === domain || (domain !== undefined && domain.endsWith(`.${own}`)),
    );
  }
  switch (guard) {
    case 'disposable':
      return disposable === true;
    case 'agents-only':
      return ended !== undefined && ended.byVisitor === 0 && ended.byAgent > 0;
    case 'empty':
      return ended !== undefined && ended.byVisitor === 0 && ended.byAgent === 0;
    case 'blacklisted':
      return blacklisted;
  }
}
