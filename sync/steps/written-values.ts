import { visitorKey } from '../../leads/fields';
import { isSameText, type History, type LeadChanges } from '../../leads/merge';
import { isSameRecord, type CrmRecord, type RecordRef } from '../../leads/record';
import { readPerson, type PersonState } from '../../store/link-state';
import { linkKey } from '../../store/links';
import type { EventRun } from '../event-run';
import { identityRow } from './identity';
import { tryRows } from '../thread/leases';

/** The key of the visitor's link row. */
function visitorRow({ connector, event }: EventRun): string | undefined {
  const visitor = visitorKey(event);
  return visitor && linkKey(connector.account.name, 'visitor', visitor);
}

function knownValues(run: EventRun): PersonState['written'] {
  const key = visitorRow(run);
  const link = key === undefined ? undefined : identityRow(run, key);
  return link ? readPerson(link).written : {};
}

/**
 * What the rules of merging must know of the names and e-mails written so far, by this thread or by another of the same
 * visitor: an agent's edit in the client card comes without a chat and may correct what the chat wrote, and the other way
 * round.
 */
export function writtenHistory(
  run: EventRun,
  record: CrmRecord | undefined,
): Pick<History, 'late' | 'writtenName' | 'writtenEmail' | 'correctsEmail'> {
  const { receivedAt, progress, event } = run;
  const { state } = progress;
  const { name, email } = knownValues(run);
  const ours = [name, email].map((value) => (isSameRecord(value?.record, record?.ref) ? value : undefined));
  return {
    late: receivedAt < Math.max(state.newestAt, ...ours.map((value) => value?.at ?? 0)),
    writtenName: ours[0]?.value ?? state.writtenName,
    writtenEmail: ours[1]?.value ?? state.writtenEmail,
    // Changed in the client card; any other event's e-mail may be a further one of the person.
    correctsEmail: event.name === 'chat_updated' || event.name === 'client_updated',
  };
}

/** Remembers that this event gave the record its name, its main e-mail, or both. */
export function rememberWritten(
  run: EventRun,
  { name, email }: { name?: string; email?: string },
  { ref: record, emails }: CrmRecord,
): void {
  const { progress, receivedAt: at } = run;
  if (name !== undefined) {
    progress.state.writtenName = name;
    progress.written.name = { value: name, record, at };
  }
  // What the CRM refused, or took as a further one, is not the record's e-mail.
  if (email !== undefined && isSameText(emails[0], email)) {
    progress.state.writtenEmail = email;
    progress.written.email = { value: email, record, at };
  }
}

/** The values of an update that become the record's name and main e-mail. */
export function becomesWritten(changes: LeadChanges, before: CrmRecord): { name?: string; email?: string } {
  const first = before.emails.length === 0 ? changes.emails[0] : undefined;
  return { name: changes.name?.full, email: changes.correctedEmail ?? first };
}

/** For the visitor's row; nothing for the other rows. */
export function writtenToKeep(run: EventRun, key: string): PersonState['written'] {
  return key === visitorRow(run) ? { ...knownValues(run), ...run.progress.written } : {};
}

/**
 * An e-mail that was corrected leads to the person no more: it may be somebody else's. Whoever holds its row just now
 * decides about it.
 */
export async function forgetEmail(
  run: EventRun,
  email: string | undefined,
  record: RecordRef,
): Promise<void> {
  if (email === undefined) return;
  const { deps, owner, connector, tenancy, progress } = run;
  const key = linkKey(connector.account.name, 'email', email.toLowerCase());
  const acquired = await tryRows(run, [key]);
  if (!acquired.ok) return;
  const link = await tenancy.own(acquired.links.get(key)!);
  // Others may hold it from now on.
  const held = progress.held.get(key);
  if (held) progress.held.set(key, { ...held, replaceableUntil: undefined });
  if (isSameRecord(link.record, record)) await deps.store.links.write({ key, owner, now: deps.now() });
  else await deps.store.links.release({ key, owner, inDoubt: link.inDoubt });
}
