import type { Finding } from '../../connectors/admin';
import { hint, wrong } from '../../connectors/shared/findings';
import { queued, type QueuedEvent } from '../../console/events/queued';
import { waitingSince } from '../../store/inbox/inbox-row';
import type { Cli } from '../cli';

/** As the alarm has it (deploy/alarms.cjs): the worker comes every minute. */
const TOO_OLD_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** What waits for the worker, and what waits for a person. */
export async function checkQueues(account: string, { store, now }: Cli): Promise<Finding[]> {
  const { queues } = store();
  const due = await queued(queues, 'due', account);
  const parked = await queued(queues, 'parked', account);
  return queueFindings(account, { due, parked, now: now() });
}

function queueFindings(
  account: string,
  { due, parked, now }: { due: readonly QueuedEvent[]; parked: readonly QueuedEvent[]; now: number },
): Finding[] {
  const findings: Finding[] = [];
  const age = now - Math.min(now, ...due.map(waitingSince));
  if (age > TOO_OLD_MS) {
    findings.push(
      wrong(
        `${due.length} event(s) are due, the oldest for ${Math.round(age / MINUTE_MS)} minutes`,
        'The CRM is down or slow, or the worker does not run: look at its log (a refused credential parks events instead)',
      ),
    );
  } else if (due.length > 0) {
    findings.push(
      hint(`${due.length} event(s) are due`, 'Nothing to do: the worker takes them within minutes'),
    );
  }
  if (parked.length > 0) {
    findings.push(
      wrong(
        `${parked.length} event(s) are parked: the CRM refused them for good`,
        `jivochat-crm inbox list --account ${account}; mend the cause, then inbox replay --all --account ${account}`,
      ),
    );
  }
  return findings;
}
