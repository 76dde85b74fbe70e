import { createHash } from 'node:crypto';
import type { ConnectorSession } from '../../connectors/connector';
import { companyHint } from '../../leads/contact/company';
import type { CrmRecord } from '../../leads/record';
import type { ThreadState } from '../../store/link-state';
import type { SyncDeps } from '../context';
import type { EventRun } from '../event-run';

/**
 * Leaves it to the worker to tie the record to a company the CRM has: no agent's reply waits for it, and meanwhile the CRM may
 * do it by itself. Once per chat, record and company: what somebody undoes afterwards stays undone.
 */
export function wantCompanyLink({ deps, session, lead, progress }: EventRun, { ref }: CrmRecord): void {
  if (!session.linkCompany || !lead.company || deps.unstored) return;
  const { state } = progress;
  const asked = createHash('sha256').update(`${ref.type} ${ref.id} ${lead.company}`).digest('base64url');
  if (state.companyAsked === asked.slice(0, 12)) return;
  state.companyAsked = asked.slice(0, 12);
  state.companyPending = true;
}

/** Ties the record to the one company that what it says leads to. A repetition finds it tied. */
export async function linkCompany(
  { settings, lookups }: Pick<SyncDeps, 'settings' | 'lookups'>,
  session: ConnectorSession,
  record: CrmRecord,
  state: ThreadState,
): Promise<void> {
  if (!state.companyPending) return;
  const isFreeMail = settings.companyFromEmail === 'fill' ? (await lookups()).freeMail : undefined;
  const hint = companyHint(record, isFreeMail);
  if (hint) await session.linkCompany?.(record, hint);
  state.companyPending = false;
}
