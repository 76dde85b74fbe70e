import type { AttemptInDoubt } from '../../connectors/connector';
import { isCrmError } from '../../connectors/errors';
import { linkKey, type Link } from '../../store/links';
import type { EventRun } from '../event-run';
import { BusyError } from './errors';

/** Whether the CRM may hold more than the links say. Who waited for another event in vain has written nothing. */
export function outcomeUnknown(error: unknown): boolean {
  if (error instanceof BusyError) return false;
  return !isCrmError(error) || (error.retryable && error.outcomeUnknown);
}

/**
 * The attempts after which nobody knew whether they had made a record of this chat or person. One attempt marks
 * all links it held as in doubt at the same moment, which tells whether it had the e-mail of this event.
 */
export function attemptsInDoubt({ connector, lead, thread, progress }: EventRun): AttemptInDoubt[] {
  const { held } = progress;
  const emailLink = lead.email && held.get(linkKey(connector.account.name, 'email', lead.email));
  const since = new Set([thread, ...held.values()].flatMap((link: Link) => link.inDoubt?.since ?? []));
  return [...since].map((at) => ({
    since: at,
    sameEmail: emailLink ? emailLink.inDoubt?.since === at : false,
  }));
}
