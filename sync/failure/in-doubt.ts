import type { AttemptInDoubt } from '../../connectors/connector';
import { linkKey, type Link } from '../../store/links';
import type { EventRun } from '../event-run';

/**
 * The attempts after which nobody knew whether they had made a record of this chat or person. One attempt marks
 * all links it held as in doubt at the same moment, which tells whether it had the e-mail of this event.
 */
export function attemptsInDoubt({
  connector,
  lead,
  thread,
  progress,
}: Pick<EventRun, 'connector' | 'lead' | 'thread' | 'progress'>): AttemptInDoubt[] {
  const { held } = progress;
  const emailLink = lead.email && held.get(linkKey(connector.account.name, 'email', lead.email));
  const since = new Set([thread, ...held.values()].flatMap((link: Link) => link.inDoubt?.since ?? []));
  return [...since].map((at) => ({
    since: at,
    sameEmail: emailLink ? emailLink.inDoubt?.since === at : false,
  }));
}
