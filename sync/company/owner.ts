import type { Owner } from '../../connectors/connector';
import { findOwner } from '../../connectors/shared/owners/find-owner';
import { ownerLogins } from '../../leads/owner';
import type { EventRun } from '../event-run';
import { whyOwner } from '../history/why';

/** Where the table does not say whose turn it is: hexadecimal digits of the event's key. */
const KEY_DIGITS = 8;

/**
 * Whom a rule wants, or without one the responsible person: the first agent whom leads can belong to, else the configured
 * default.
 * @param isNew the record is about to be made.
 */
export async function chooseOwner(run: EventRun, isNew: boolean): Promise<Owner | undefined> {
  const { session, event, connector, decision } = run;
  const { ownerMap, defaultOwner } = connector;
  const { wish = 'agent', rule } = decision.owner ?? {};
  if (wish === 'none' || (wish === 'keep' && !isNew)) {
    run.why.owner = { by: 'rule', rule };
    return undefined;
  }
  const logins = typeof wish === 'string' ? ownerLogins(event, ownerMap) : await wishedLogins(run, wish);
  let login: string | undefined;
  const chosen = (found: string) => void (login = found);
  const owner = await findOwner((asked) => session.findOwners(asked), logins, defaultOwner, chosen);
  const isWished = typeof wish !== 'string' && login !== undefined && logins.includes(login);
  run.why.owner = isWished ? { id: owner?.id, by: 'rule', rule } : whyOwner(run, owner, login);
  if (!owner && (logins.length > 0 || defaultOwner)) warn(run, logins.length);
  return owner;
}

async function wishedLogins(
  run: EventRun,
  wish: { login: string } | { turns: readonly string[] },
): Promise<readonly string[]> {
  if ('login' in wish) return [wish.login];
  const { turns } = wish;
  const { rule } = run.decision.owner!;
  const { state } = run.progress;
  const known = turns.indexOf(state.turns[rule] ?? '');
  const turn = known >= 0 ? known : (await nextTurn(run, rule)) % turns.length;
  state.turns = { ...state.turns, [rule]: turns[turn]! };
  // Who has left is passed over: the next one has the turn.
  return [...turns.slice(turn), ...turns.slice(0, turn)];
}

/** The table being away keeps no lead from its owner. */
async function nextTurn({ deps, connector, eventKey, thread }: EventRun, rule: string): Promise<number> {
  try {
    return (await deps.store.turns.next(connector.account.name, rule, thread.key)) - 1;
  } catch (error) {
    deps.log.warn('Whose turn it is cannot be told; one of the list was taken', { rule, error });
    return parseInt(eventKey.slice(0, KEY_DIGITS), 16);
  }
}

function warn({ deps, connector, decision }: EventRun, candidates: number): void {
  const { account, label, defaultOwner } = connector;
  const { prefix } = account;
  const usual = `for this agent; set ${prefix}OWNER_MAP or ${prefix}DEFAULT_OWNER`;
  const told = { candidates, defaultOwner: defaultOwner !== undefined, rule: decision.owner?.rule };
  deps.log.warn(`No owner in ${label} ${decision.owner ? 'of those a rule names' : usual}`, told);
}
