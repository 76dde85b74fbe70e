import type { Doubt } from '../../connectors/connector';
import { linkKey, type Link } from '../../store/links';
import type { EventRun } from '../event-run';

/**
 * The attempts after which nobody knew whether they had made a record of this chat or person. One attempt leaves its doubt
 * on all links it held at the same moment, which tells whether it had the e-mail of this event.
 */
export function doubtsAbout({
  connector,
  lead,
  thread,
  progress,
}: Pick<EventRun, 'connector' | 'lead' | 'thread' | 'progress'>): Doubt[] {
  const { held } = progress;
  const emailLink = lead.email && held.get(linkKey(connector.name, 'email', lead.email));
  const since = new Set([thread, ...held.values()].flatMap((link: Link) => link.doubt?.since ?? []));
  return [...since].map((at) => ({
    since: at,
    sameEmail: emailLink ? emailLink.doubt?.since === at : false,
  }));
}
