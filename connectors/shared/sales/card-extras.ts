import type { LastActivity } from '../../../leads/card/last-activity';
import type { CardExtras, OpenDeal, WantedExtras } from '../../../leads/card/open-deals';
import type { CrmRecord } from '../../../leads/record';
import { ifAllowed, type Spared, type SparingContext } from '../if-allowed';

/** A deal as the CRM tells it. */
export interface ToldDeal {
  name: string | undefined;
  stageId: string | undefined;
  value: number | undefined;
  currency: string | undefined;
}

/** How a CRM tells what the card shows of a person besides their record, each in one request. */
export interface CardSource<Of extends SparingContext> {
  /** The open ones, the newest first, `MOST_DEALS` at most. */
  deals: (context: Of, record: CrmRecord) => Promise<readonly ToldDeal[]>;
  activity: (context: Of, record: CrmRecord) => Promise<LastActivity | undefined>;
  /** Of all deals. */
  stages: (context: Of) => Promise<readonly (readonly [id: string, label: string])[]>;
  /** For what the CRM does not let us see. */
  refusal: Spared<unknown>['refusal'];
}

const NAME = 'deal-stages';
const WANTED = 'deal-stages-wanted';
/** An administrator changes stages now and then. */
const TTL_MS = 24 * 3_600_000;
/** Whoever asks for the card's deals goes on doing so. */
const WANTED_TTL_MS = 30 * 24 * 3_600_000;
/** A permission is not granted by the minute. */
const REFUSED_TTL_MS = 3_600_000;

/** More deals nobody reads beside a chat; the others are counted. */
export const MOST_DEALS = 4;

/** Both pieces of the card side by side; and what people call the stages, asked for by the worker: no reply waits for it. */
export function cardFrom<Of extends SparingContext>({ deals, activity, stages, refusal }: CardSource<Of>) {
  return { extras, learnStages };

  async function extras(context: Of, record: CrmRecord, wanted: WantedExtras): Promise<CardExtras> {
    const [told, last] = await Promise.all([
      wanted.deals
        ? unlessHidden(context, 'open-deals', refusal, () => openDeals(context, record))
        : undefined,
      wanted.activity
        ? unlessHidden(context, 'last-activity', refusal, () => activity(context, record))
        : undefined,
    ]);
    return { deals: told ?? [], lastActivity: last };
  }

  async function openDeals(context: Of, record: CrmRecord): Promise<OpenDeal[]> {
    const told = await deals(context, record);
    const labels = told.length > 0 ? await knownStages(context) : undefined;
    return told.map(({ name = '', stageId = '', value, currency }) => ({
      name,
      stage: labels?.get(stageId),
      ...(value !== undefined && { amount: { value, currency } }),
    }));
  }

  /** By id. While nobody knows, the worker is told to ask. */
  async function knownStages({ memory }: Of): Promise<ReadonlyMap<string, string>> {
    const known = await memory.get(NAME);
    if (Array.isArray(known)) return new Map(known as [string, string][]);
    if (!(await memory.get(WANTED))) await memory.put(WANTED, true, WANTED_TTL_MS);
    return new Map();
  }

  /** Asks where somebody wanted to know and nobody does. */
  async function learnStages(context: Of): Promise<void> {
    const { memory } = context;
    if (!(await memory.get(WANTED)) || (await memory.get(NAME))) return;
    // Whoever may not read them may not in a minute either.
    await memory.put(NAME, [], REFUSED_TTL_MS);
    await memory.put(NAME, await stages(context), TTL_MS);
  }
}

/** What is answered, or undefined where the CRM does not let us see it. @param what as the memory knows it. */
export function unlessHidden<T>(
  context: SparingContext,
  what: 'open-deals' | 'last-activity',
  refusal: Spared<T>['refusal'],
  work: () => Promise<T>,
): Promise<T | undefined> {
  const lasting = (error: unknown) => refusal(error) && { isLasting: true };
  return ifAllowed(context, { name: `${what}-refused`, refusal: lasting, work });
}
