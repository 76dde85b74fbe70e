import { isCrmError } from '../../connectors/errors';
import { within } from '../../connectors/shared/http/within';
import { dealWords, type WantedExtras } from '../../leads/card/open-deals';
import type { CrmRecord } from '../../leads/record';
import type { Shown } from '../../leads/rules/rule';
import type { EventRun } from '../event-run';
import { wantsFullReply } from '../steps/reply';

/** A request to a CRM takes a few hundred milliseconds: with less than this left the card does without. */
const ENOUGH_MS = 800;
/** Left for what comes after. */
const AFTERWARDS_MS = 250;

/** Of `CrmRecord.shown`. */
type Extras = Pick<NonNullable<CrmRecord['shown']>, 'deal' | 'lastActivity'>;

/**
 * Asks for the open deals of whoever is known and who last had to do with them, where the card is to show it and the agent can wait;
 * beside the writes, and never longer than the reply may take.
 * @returns what becomes of it; empty for nothing to show. Never throws.
 */
export function beginCardExtras(run: EventRun, record: CrmRecord | undefined): () => Promise<Extras> {
  const { session, deps, waitUntil } = run;
  const left = () => waitUntil - deps.now();
  const wanted = wantedOf(run);
  if (!record || !(wanted.deals || wanted.activity) || left() < ENOUGH_MS) return () => Promise.resolve({});
  const asking = extrasOf(run, record);
  return async () => (await within(asking, Math.max(0, left() - AFTERWARDS_MS))) ?? {};

  async function extrasOf({ words }: EventRun, known: CrmRecord): Promise<Extras> {
    try {
      const { deals = [], lastActivity } = (await session.cardExtras?.(known, wanted)) ?? {};
      const deal = dealWords(deals, words);
      return { ...(deal && { deal }), ...(lastActivity && { lastActivity }) };
    } catch (error) {
      const because = isCrmError(error) ? { code: error.details.code } : { error };
      deps.log.info('Open deals and last activity could not be read for the card', because);
      return {};
    }
  }
}

const NOTHING: WantedExtras = { deals: false, activity: false };

function wantedOf({ live, event, deps: { settings, unstored }, decision }: EventRun): WantedExtras {
  if (!live || unstored || !wantsFullReply(event) || settings.replyDetail !== 'full') return NOTHING;
  const { cardLines, cardDeals, cardActivity } = settings;
  const shows = (what: Shown) => decision.reply?.some(({ show }) => show === what) ?? false;
  return {
    deals: shows('deals') || (cardDeals === 'on' && cardLines.includes('deal')),
    activity: cardActivity === 'on' && (shows('activity') || cardLines.includes('activity')),
  };
}
