import type { JivoEvent } from '../../jivochat/event';
import type { Lead } from '../../leads/lead';
import { UNDECIDED, decide, type Case, type Decision } from '../../leads/rules/decide';
import { personKeys, withSiteContact, type PersonKey } from '../../leads/rules/person-keys';
import { namesIn } from '../../leads/vocabulary/expression';
import { currentValues, remember, type Remembered } from '../../leads/vocabulary/remembered';
import { valuesOf } from '../../leads/vocabulary/values';
import type { SyncDeps } from '../context';

interface Told {
  event: JivoEvent;
  lead: Lead;
  /** Arrival, epoch milliseconds. */
  receivedAt: number;
  /** What the events of the thread have told before. */
  told: Remembered;
  /** When the chat ended, or now; epoch milliseconds. None: as the event arrived. */
  talkedUntil?: number;
}

interface Decided {
  decision: Decision;
  /** With the contact data that only the site has. */
  lead: Lead;
  /** By what the visitor may be known to the CRM, in the order that counts. */
  keys: readonly PersonKey[];
  /** What they have told now. */
  told: Remembered;
}

type Deps = Pick<SyncDeps, 'company' | 'lookups' | 'settings' | 'log'>;

/**
 * What the company's own rules say of an event. Without a file it costs nothing; nothing in a file makes an event fail: where
 * it cannot be evaluated, the event goes its way as without a file.
 */
export async function decideEvent(deps: Deps, account: string, given: Told): Promise<Decided> {
  const { company, log } = deps;
  const { lead } = given;
  const undecided = { decision: UNDECIDED, told: given.told, lead, keys: personKeys(undefined, lead, {}) };
  if (company.rules.length === 0 && company.accounts[account] === undefined) return undecided;
  try {
    const { told, facts, ...person } = await caseOf(deps, account, given);
    const decision = decide(company, account, facts);
    if (decision.rules.length > 0) log.info('Rules that matched', { rules: decision.rules });
    return { decision, told, ...person };
  } catch (error) {
    log.error('The company’s rules could not be evaluated; the event goes on without them', { error });
    return undecided;
  }
}

/** The keys that the event has a value for by itself, before anything is known of its chat. */
export function keysAhead(
  { company, settings }: Pick<SyncDeps, 'company' | 'settings'>,
  account: string,
  { event, lead, receivedAt }: Omit<Told, 'told'>,
): PersonKey[] {
  const match = company.accounts[account]?.match;
  const names = (match ?? []).flatMap(({ from = [] }) => namesIn(from));
  if (names.length === 0) return personKeys(match, lead, {});
  const { timeZone } = settings;
  const values = valuesOf({ event, receivedAt, timeZone, channels: company.channels }, names);
  return personKeys(match, lead, currentValues(remember({}, values, receivedAt)));
}

/** What is needed to put an event before the rules. */
export interface CaseDeps extends Pick<SyncDeps, 'company' | 'lookups'> {
  settings: Pick<SyncDeps['settings'], 'timeZone'>;
}

/** An event, and what its chat has told before, as the rules of an account see it. */
export async function caseOf(
  { company, lookups, settings }: CaseDeps,
  account: string,
  { event, lead: typed, receivedAt, told: before, talkedUntil }: Told,
): Promise<Omit<Decided, 'decision'> & { facts: Case }> {
  const { timeZone } = settings;
  const { device, disposable } = company.needs.length > 0 ? await lookups() : {};
  const userAgent = event.visit.userAgent;
  const telling = {
    event,
    receivedAt,
    timeZone,
    channels: company.channels,
    device: device && userAgent ? device(userAgent) : undefined,
  };
  const told = remember(before, valuesOf(telling, company.names), receivedAt);
  const values = currentValues(told);
  const keys = personKeys(company.accounts[account]?.match, typed, values);
  const lead = withSiteContact(typed, keys);
  const facts: Case = {
    values,
    email: lead.email,
    blacklisted: event.blacklisted,
    ended: endOf(event),
    isChat: event.offline === undefined && event.call === undefined,
    talkedUntil,
    startedAt: Math.min(receivedAt, ...Object.values(told).map(({ first }) => first[1])),
    disposable:
      lead.email && disposable ? disposable(lead.email.slice(lead.email.lastIndexOf('@') + 1)) : undefined,
    at: receivedAt,
    timeZone,
  };
  return { told, facts, lead, keys };
}

function endOf({ name, messages }: JivoEvent): Case['ended'] {
  if (name !== 'chat_finished') return undefined;
  const by = (writer: string) => messages.filter(({ from }) => from === writer).length;
  return { byVisitor: by('visitor'), byAgent: by('agent') };
}
