import { createHash } from 'node:crypto';
import { businessDomain, companyHint } from '../../leads/contact/company';
import type { CrmRecord } from '../../leads/record';
import type { ThreadState } from '../../store/link-state';
import type { EventRun } from '../event-run';

/** Of one chat: more names and domains nobody tells. */
const MOST_ASKED = 6;

/**
 * Leaves it to the worker to tie the record to a company the CRM has: no agent's reply waits for it, and meanwhile the CRM may
 * do it by itself. Once per chat, record and company: what somebody undoes afterwards stays undone.
 */
export function wantCompanyLink(
  { deps, session, lead, progress }: EventRun,
  { ref, hasCompany }: CrmRecord,
): void {
  if (!session.linkCompany || hasCompany || deps.unstored) return;
  const { state } = progress;
  const known = state.companyAsked?.split(' ') ?? [];
  const told = [lead.company, businessDomain(lead.email)].filter((value) => value !== undefined);
  const fresh = told
    .map((value) => hashOf(`${ref.type} ${ref.id} ${value}`))
    .filter((hash) => !known.includes(hash));
  if (fresh.length === 0) return;
  state.companyAsked = [...known, ...fresh].slice(-MOST_ASKED).join(' ');
  state.companyPending = true;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** Ties the record to the one company that what it says leads to. A repetition finds it tied. */
export async function linkCompany(
  { deps, session }: Pick<EventRun, 'deps' | 'session'>,
  record: CrmRecord,
  state: ThreadState,
): Promise<void> {
  if (!state.companyPending) return;
  const hint = record.hasCompany ? undefined : companyHint(record, await deps.freeMail());
  if (hint) await session.linkCompany?.(record, hint);
  state.companyPending = false;
}
