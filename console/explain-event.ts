import { parseEvent } from '../jivochat/parse';
import { leadOf } from '../leads/lead';
import { decide, fieldMapsOf, type Decision } from '../leads/rules/decide';
import { languageOf } from '../leads/rules/language';
import { mappedValues } from '../leads/rules/field-values';
import type { PersonKey } from '../leads/rules/person-keys';
import type { Company, OwnerWish } from '../leads/rules/rule';
import { maskedBody } from '../leads/rules/sensitive-numbers';
import type { Remembered } from '../leads/vocabulary/remembered';
import { spelt } from '../leads/vocabulary/spelling';
import type { Language } from '../text/languages/words';
import { caseOf, type CaseDeps } from '../sync/company/decide-event';

/** What the company's file makes of one event, with every reason. */
export type Explanation = Awaited<ReturnType<typeof explainEvent>>;

/** Why an event cannot be explained. */
export class NoEventError extends Error {
  override readonly name = 'NoEventError';
}

type Deps = CaseDeps & { settings: { language: Language } };

/**
 * Nothing is asked and nothing is written: what the rules say of an event that comes alone.
 * @param told what earlier events of its chat have told.
 * @throws NoEventError for a body that is no event of JivoChat's.
 */
export async function explainEvent(
  deps: Deps,
  body: unknown,
  { receivedAt, accounts, told = {} }: { receivedAt: number; accounts: readonly string[]; told?: Remembered },
) {
  const { mask } = deps.company;
  const seen = mask.length > 0 ? maskedBody(body, mask) : body;
  const parsed = parseEvent(seen);
  if (parsed.kind !== 'event')
    throw new NoEventError(
      parsed.kind === 'unknown' ? `${parsed.name} is no event we act on` : parsed.problem,
    );
  const { event } = parsed;
  const given = { event, lead: leadOf(event), receivedAt, told };
  const cases = await Promise.all(
    accounts.map(async (account) => [account, await caseOf(deps, account, given)] as const),
  );
  const explained = cases.map(
    ([name, made]) => [name, explainFor(deps, name, event.widgetId, made)] as const,
  );
  return {
    event: event.name,
    /** Card numbers or IBANs were made unreadable. */
    masked: seen !== body,
    /** Of the vocabulary, as the rules saw them. */
    values: cases[0]?.[1].facts.values ?? {},
    accounts: Object.fromEntries(explained),
  };
}

function explainFor(
  { company, settings }: Deps,
  account: string,
  channel: string | undefined,
  made: Awaited<ReturnType<typeof caseOf>>,
) {
  const decision = decide(company, account, made.facts);
  const { create, owner, source, skipNote, task, object } = decision;
  return {
    /** Of the card, the notes, tasks and calls. */
    language: languageOf(company, account, channel, settings.language),
    /** Each rule of the file, in order, and whether it matched. */
    rules: company.rules.map(({ name }) => ({ name, matched: decision.rules.includes(name) })),
    /** Keys that have a value, in the order that counts. */
    foundBy: made.keys.map(keyWords),
    create: create ?? 'as LEAD_CREATION says',
    owner: owner
      ? `${ownerWords(owner.wish)} (rule: ${owner.rule})`
      : 'the agent of the chat, else the default',
    ...(source !== undefined && { source }),
    note: skipNote ? 'skipped' : 'written',
    fields: fieldMapsOf(company, account, decision.rules).flatMap((map) =>
      mappedValues([map], made.told).map((value) => ({ ...value, from: spelt(map.from) })),
    ),
    /** Whether the conditions of the line hold; a line without a value is left out all the same. */
    card: cardOf(company, account, decision),
    ...(task && { task: taskOf(task) }),
    ...(object !== undefined && { object }),
  };
}

function keyWords(key: PersonKey): string {
  if (key.by === 'field') return `${key.field} = ${key.value}`;
  if (key.by === 'link') return `link ${key.link}`;
  const { by, site } = key;
  return `${by} ${by === 'email' ? key.email : (key.phone.e164 ?? key.phone.raw)}${site ? ' (the site’s)' : ''}`;
}

function ownerWords(wish: OwnerWish): string {
  if (wish === 'agent') return 'the agent of the chat, else the default';
  if (wish === 'none') return 'nobody';
  if (wish === 'keep') return 'nobody new for a record that is there';
  return 'login' in wish ? wish.login : `in turn one of ${wish.turns.join(', ')}`;
}

function cardOf({ accounts }: Company, account: string, { reply }: Decision) {
  return (accounts[account]?.reply ?? []).map((line) => ({
    title: line.title,
    shows: line.field ?? line.show ?? spelt(line.from ?? []),
    wanted: reply?.includes(line) ?? true,
  }));
}

const MINUTE_MS = 60_000;

function taskOf({
  subject,
  dueMs,
  priority,
  reminderMs,
}: NonNullable<Company['rules'][number]['then']['task']>) {
  return {
    ...(subject && { subject: spelt(subject) }),
    ...(dueMs !== undefined && { dueMinutes: dueMs / MINUTE_MS }),
    ...(priority && { priority }),
    ...(reminderMs !== undefined && { reminderMinutes: reminderMs / MINUTE_MS }),
  };
}
