import { isCrmError } from '../../connectors/errors';
import { errorReply, okReply, type Reply } from '../../jivochat/reply';
import { isSameRecord, type RecordRef } from '../../leads/record';
import type { EventRun } from '../event-run';
import { holdIdentity } from './identity';
import { rememberCard } from './reply';
import { saveActivities, saveTitle } from './save-activities';
import { saveLead } from './save-lead';
import type { Why } from '../history/why';
import { startOver } from '../thread/thread';

/**
 * "Link to CRM": from now on the chat belongs to the record behind the pasted link.
 * A link that leads nowhere is answered in words the agent understands, and changes nothing.
 */
export async function assign(run: EventRun): Promise<Reply> {
  const { event, session, connector, progress } = run;
  const { links } = run.words;
  const { why } = run;
  why.did = 'nothing';
  if (!event.assignTo) return refused(why, 'link-missing', links.missing(connector.label));
  const reading = await session.readLink(event.assignTo);
  if (!reading.ok) return refused(why, 'link-unreadable', reading.problem);
  const linked = isSameRecord(progress.ref, reading.ref);
  if (linked && !progress.state.assignPending) {
    why.did = 'kept';
    return okReply();
  }
  const record = await session.get(reading.ref);
  if (!record) return refused(why, 'link-gone', links.gone(connector.label));
  await holdIdentity(run);
  // An attempt that failed half way has linked the chat already; what it wrote for the record counts.
  if (!linked) {
    why.former = progress.ref;
    if (progress.ref) await leaveWhole(run, progress.ref);
    startOver(progress);
  }
  progress.ref = record.ref;
  if (record.about) progress.state.about = record.about;
  progress.state.assignPending = true;
  const saved = await saveLead(run, { record, others: [], byPhone: false });
  await saveActivities(run, saved);
  await rememberCard(run, saved.record ?? record);
  progress.state.assignPending = false;
  Object.assign(why, { did: 'linked', match: 'agent' });
  return okReply();
}

/** A person the chat has made gets the title's object that was put off, before the chat leaves them. */
async function leaveWhole(run: EventRun, former: RecordRef): Promise<void> {
  if (!run.progress.state.titlePending) return;
  try {
    await saveTitle(run, former);
  } catch (error) {
    if (!isCrmError(error) || !error.retryable || !error.recordGone) throw error;
  }
}

function refused(why: Why, because: string, problem: string): Reply {
  why.because = because;
  return errorReply(problem);
}
