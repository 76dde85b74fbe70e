import { namesOf, type Refusal } from '../../../leads/conversation/remarks';
import type { DealWish } from '../../../leads/rules/rule';
import type { CallContext, Memory, TitleWish } from '../../connector';
import { ifAllowed, type Refused } from '../if-allowed';

export interface WantedTitle {
  title: string;
  ownerId: string | undefined;
  wish?: TitleWish;
}

/** The CRM's clock may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000;

/** Epoch milliseconds: what was made before is not this chat's. */
export function madeSince({ since = 0 }: TitleWish = {}): number {
  return since - CLOCKS_DIFFER_MS;
}

type Kind = 'lead' | 'deal';

/** How a CRM makes the object that carries the title. */
export interface TitleObjects {
  crm: string;
  /** Where no rule says another one. */
  usual: Kind | 'contact' | 'person';
  /** The id of what serves in the place of a new one: an open deal that a rule reuses, or what an attempt in doubt has made. */
  find: (kind: Kind, deal: DealWish | undefined) => Promise<string | undefined>;
  make: (kind: Kind, deal: DealWish | undefined) => Promise<{ id: string; refused: readonly Refusal[] }>;
  refusal: (error: unknown) => Refused | undefined;
  /** What lets the CRM take the objects. */
  remedy: string;
}

/**
 * Makes the lead or deal that carries the title, or finds the one that serves, when the configuration or a rule wants one. Where
 * the CRM does not let us, this object only is lost.
 */
export async function titleObject(
  context: { memory: Memory; call: Pick<CallContext, 'log'> },
  wish: TitleWish | undefined,
  { crm, usual, find, make, refusal, remedy }: TitleObjects,
): Promise<{ kind: Kind; id: string; deal?: DealWish } | undefined> {
  const deal = typeof wish?.object === 'object' ? wish.object : undefined;
  const kind = typeof wish?.object === 'object' ? 'deal' : (wish?.object ?? usual);
  if (kind === 'contact' || kind === 'person') return undefined;
  const work = async () => {
    const there = await find(kind, deal);
    if (there !== undefined) return { kind, id: there, deal };
    const { id, refused } = await make(kind, deal);
    if (refused.length > 0) {
      wish?.onRefused?.(refused);
      const words = `${crm} refused values of the ${kind} for the title; it is saved without them`;
      context.call.log.warn(words, { fields: namesOf(refused) });
    }
    return { kind, id, deal };
  };
  return ifAllowed(context, {
    name: `title-object-refused-${kind}`,
    words: `${crm} refused the ${kind} for the title; the person is saved without it`,
    remedy,
    refusal,
    work,
  });
}
