import { isCrmError } from '../../connectors/errors';
import { within } from '../../connectors/shared/within';
import { dealWords } from '../../leads/card/open-deals';
import type { CrmRecord } from '../../leads/record';
import type { EventRun } from '../event-run';
import { wantsFullReply } from '../steps/reply';

/** A request to a CRM takes a few hundred milliseconds: with less than this left the card does without. */
const ENOUGH_MS = 800;
/** Left for what comes after. */
const AFTERWARDS_MS = 250;

/**
 * Asks for the open deals of whoever is known, where the card is to show them and the agent can wait; beside the writes, and
 * never longer than the reply may take.
 * @returns what becomes of it, in words; undefined for nothing to show. Never throws.
 */
export function beginOpenDeals(
  run: EventRun,
  record: CrmRecord | undefined,
): () => Promise<string | undefined> {
  const { session, deps, waitUntil } = run;
  const left = () => waitUntil - deps.now();
  if (!record || !isWanted(run) || left() < ENOUGH_MS) return () => Promise.resolve(undefined);
  const asking = dealsOf(run, record);
  return () => within(asking, Math.max(0, left() - AFTERWARDS_MS));

  async function dealsOf({ words }: EventRun, { ref }: CrmRecord): Promise<string | undefined> {
    try {
      return dealWords((await session.openDeals?.(ref)) ?? [], words);
    } catch (error) {
      const because = isCrmError(error) ? { code: error.details.code } : { error: nameOf(error) };
      deps.log.info('The open deals could not be read for the card', because);
      return undefined;
    }
  }
}

function isWanted({ live, event, deps: { settings, unstored }, decision }: EventRun): boolean {
  if (!live || unstored || !wantsFullReply(event) || settings.replyDetail !== 'full') return false;
  const byFile = decision.reply?.some(({ show }) => show === 'deals') ?? false;
  return byFile || (settings.cardDeals === 'on' && settings.cardLines.includes('deal'));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
