import type { CrmRecord } from '../../leads/record';
import { cardOf } from './reply';
import type { EventRun } from '../event-run';

/**
 * Keeps for the chat what is shown of the record when the CRM cannot be asked. A record that opens to a chat for the first
 * time is counted: whoever reads the CRM through chats, with the webhook's address in hand, opens many.
 */
export async function rememberCard(
  { connector, deps, session, progress }: EventRun,
  record: CrmRecord,
  { isNew = false, others = 0 }: { isNew?: boolean; others?: number } = {},
): Promise<void> {
  if (!isNew && !progress.state.card) deps.metrics.add(connector.account.name, 'RecordsShown', 1 + others);
  progress.state.card = await cardOf(session, record, deps.settings.replyDetail);
}
