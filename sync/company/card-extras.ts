import { isCrmError } from '../../connectors/errors';
import { within } from '../../connectors/shared/http/within';
import { dealWords } from '../../leads/card/open-deals';
import type { CrmRecord } from '../../leads/record';
import type { EventRun } from '../event-run';
import { wantsFullReply } from '../steps/reply';

/** A request to a CRM takes a few hundred milliseconds: with less than this left the card does without. */
const ENOUGH_MS = 800;
/** Left for what comes after. */
const AFTERWARDS_MS = 250;

/** Of `CrmRecord.shown`. */
type Extras = Pick<NonNullable<CrmRecord['shown']>, 'deal' | 'lastActivity'>;

/**
 * Asks for the open deals of whoever is known, where the card is to show them and the agent can wait, and who last had to do with
 * them; beside the writes, and never longer than the reply may take.
 * @returns what becomes of it; empty for nothing to show. Never throws.
 */
export function beginCardExtras(run: EventRun, record: CrmRecord | undefined): () => Promise<Extras> {
  const { session, deps, waitUntil } = run;
  const left = () => waitUntil - deps.now();
  if (!record || !isWanted(run) || left() < ENOUGH_MS) return () => Promise.resolve({});
  const asking = extrasOf(run, record);
  return async () => (await within(asking, Math.max(0, left() - AFTERWARDS_MS))) ?? {};

  async function extrasOf({ words }: EventRun, { ref }: CrmRecord): Promise<Extras> {
    try {
      const { deals = [], lastActivity } = (await session.cardExtras?.(ref)) ?? {};
      const deal = dealWords(deals, words);
      return { ...(deal && { deal }), ...(lastActivity && { lastActivity }) };
    } catch (error) {
      const because = isCrmError(error) ? { code: error.details.code } : { error };
      deps.log.info('The open deals could not be read for the card', because);
      return {};
    }
  }
}

function isWanted({ live, event, deps: { settings, unstored }, decision }: EventRun): boolean {
  if (!live || unstored || !wantsFullReply(event) || settings.replyDetail !== 'full') return false;
  const byFile = decision.reply?.some(({ show }) => show === 'deals') ?? false;
  return byFile || (settings.cardDeals === 'on' && settings.cardLines.includes('deal'));
}
