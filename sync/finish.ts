import type { Reply } from '../jivochat/reply';
import { aboutOf } from '../store/history/place';
import { HELD } from '../store/inbox/inbox-row';
import type { History } from '../store/history/shape';
import { DAY_MS } from '../store/retention';
import { shortKey } from './event-key';
import type { AcceptedEvent } from './event-run';
import { historyOf } from './history/history-of';

/** The CRM has the event; a row that could not be closed is worked off once more and changes nothing. */
export async function finish(run: AcceptedEvent, reply: Reply, tenant?: string): Promise<void> {
  const { deps, eventKey: key, owner, connector, thread } = run;
  const now = deps.now();
  const history = historyOf(run, now);
  const about = aboutOf(connector.account.name, history.record, thread.key);
  const keepMs = deps.settings.historyDays * DAY_MS;
  const bodyMs = deps.settings.keepBodiesDays * DAY_MS;
  try {
    const closed = { key, owner, reply, tenant, history, about, keepMs, bodyMs, now };
    const kept = await deps.store.inbox.finish(closed);
    if (bodyMs > 0 && !kept) deps.log.info('The body of a done event is not kept', { key: shortKey(key) });
  } catch (error) {
    deps.log.warn('A done event could not be closed; it is looked at once more later', {
      key: shortKey(key),
      error,
    });
  }
  tell(run, history, now);
}

/**
 * A rule wants the chat to go on for a while before there is a lead: the event is looked at again then, unless the lead is
 * made before. What cannot be put back is due by itself when its lease runs out, and is held again.
 */
export async function hold(run: AcceptedEvent, dueAt: number): Promise<void> {
  const { deps, eventKey: key, owner, suspectFailures } = run;
  const history = historyOf(run, deps.now());
  const failure = { code: HELD, message: 'A rule makes no lead before the chat has gone on for a while' };
  try {
    await deps.store.inbox.postpone({ key, owner, dueAt, failure, history, suspectFailures });
  } catch (error) {
    deps.log.warn('An event that a rule holds back could not be put aside; it is looked at once more soon', {
      key: shortKey(key),
      error,
    });
  }
}

/** One line an event, of as many events as the setting wants: its key decides, so that all lines of an event are kept or none. */
function tell({ deps, connector, eventKey, begunAt }: AcceptedEvent, history: History, now: number): void {
  if (parseInt(eventKey.slice(0, 8), 16) % 100 >= deps.settings.eventLogPercent) return;
  const { did, because, record, answeredIn } = history;
  deps.log.info('Event done', {
    account: connector.account.name,
    outcome: did ?? 'nothing',
    because,
    record: record?.id,
    ms: answeredIn ?? now - begunAt,
  });
}
