import { visitorKey } from '../../leads/fields';
import type { History } from '../../leads/merge';
import type { CrmRecord, RecordRef } from '../../leads/record';
import { linkKey } from '../../store/links';
import type { Work } from '../context';
import type { WrittenName } from '../thread';

/** The key of the visitor's link row. */
function visitorRow({ connector, event }: Work): string | undefined {
  const visitor = visitorKey(event);
  return visitor && linkKey(connector.name, 'visitor', visitor);
}

function knownName(work: Work): WrittenName | undefined {
  const key = visitorRow(work);
  const data = key === undefined ? undefined : work.progress.held.get(key)?.data;
  return data?.name as WrittenName | undefined;
}

/**
 * What the rules of merging must know of the names written so far, by this thread or by another of the same visitor: an
 * agent's edit in the client card comes without a chat and may correct what the chat wrote, and the other way round.
 */
export function nameHistory(
  work: Work,
  record: CrmRecord | undefined,
): Pick<History, 'late' | 'writtenName'> {
  const { receivedAt, progress } = work;
  const { state } = progress;
  const known = knownName(work);
  const ours = known && record && isSame(known.record, record.ref) ? known : undefined;
  return {
    late: receivedAt < Math.max(state.newestAt, ours?.at ?? 0),
    writtenName: ours?.name ?? state.writtenName,
  };
}

/** Remembers that this event gave the record its name. */
export function rememberName(work: Work, name: string | undefined, record: RecordRef): void {
  if (name === undefined) return;
  work.progress.state.writtenName = name;
  work.progress.writtenName = { name, record, at: work.receivedAt };
}

/** For the visitor's row; nothing for the other rows. */
export function nameToKeep(work: Work, key: string): { name?: WrittenName } {
  if (key !== visitorRow(work)) return {};
  const name = work.progress.writtenName ?? knownName(work);
  return name ? { name } : {};
}

function isSame(a: RecordRef, b: RecordRef): boolean {
  return a.type === b.type && a.id === b.id;
}
