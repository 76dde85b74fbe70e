import { namesOf, type Refusal } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import { isSameVisitor } from '../../../leads/title';
import type { CallContext, TitleWish } from '../../connector';
import type { FieldValues } from '../fields/mapped-values';
import { ifAllowed, type Spared, type SparingContext } from '../if-allowed';

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

export type TitleKind = 'lead' | 'deal';

/** A lead or deal that the person has. */
interface Candidate {
  id: string;
  /** Undefined: it is this chat's, whatever it is called. */
  title?: string;
  isOpen?: boolean;
  /** Epoch milliseconds. */
  madeAt?: number;
}

/** How a CRM makes the object that carries the title. */
interface TitleObjects<Value> extends Pick<Spared<unknown>, 'refusal' | 'remedy'> {
  crm: string;
  /** Where no rule says another one. */
  usual: TitleKind | 'contact' | 'person';
  types: Readonly<Record<TitleKind, string>>;
  /** Where a deal stands that no rule wants. */
  usualPlace?: DealPlace;
  /** Whether what is written of the chat belongs to the object where no rule says. */
  takesNotes?: boolean;
  /** The person's, the newest first; asked for where one may serve in the place of a new one. */
  list: (kind: TitleKind, deal?: DealWish) => Promise<readonly Candidate[]>;
  values: FieldValues<Value>;
  /** @param fields the company's own. @param place of a deal; a lead has none. */
  make: (kind: TitleKind, fields: Record<string, Value>, place: DealPlace) => Promise<Made>;
}

interface DealPlace extends Pick<Partial<DealWish>, 'pipeline' | 'stage'> {
  /** When it is expected to be closed, ISO 8601. */
  closesAt?: string;
}

interface Made {
  id: string;
  refused: readonly Refusal[];
}

/**
 * Makes the lead or deal that carries the title, when the configuration or a rule wants one. In its place serve an open deal that
 * the rule reuses, and what an attempt in doubt has made. Where the CRM does not let us, this object only is lost.
 * @returns it, where what is written of the chat belongs to it as well.
 * @throws the CRM's error when it is busy: the event is tried again.
 */
export async function saveTitleObject<Value>(
  context: SparingContext & { call: Pick<CallContext, 'inDoubt'>; now: () => number },
  { title, wish }: WantedTitle,
  objects: TitleObjects<Value>,
): Promise<RecordRef | undefined> {
  const { crm, usual, types, usualPlace = {}, takesNotes = false, list, values, make, ...spared } = objects;
  const { log, inDoubt } = context.call;
  const object = wish?.object ?? usual;
  const deal = typeof object === 'object' ? object : undefined;
  const kind = typeof object === 'object' ? 'deal' : object;
  if (kind === 'contact' || kind === 'person') return undefined;
  const there = async () => {
    const reuse = deal?.open === 'reuse';
    if (!reuse && !inDoubt) return undefined;
    // A rule's deal is made for each chat, another object once for a person.
    const since = deal ? madeSince(wish) : -Infinity;
    const isOurs = ({ title: its, madeAt = Infinity }: Candidate) =>
      its === undefined || (isSameVisitor(title, its) && madeAt >= since);
    const candidates = await list(kind, deal);
    return candidates.find((one) => (reuse && one.isOpen) || (inDoubt && isOurs(one)))?.id;
  };
  const makeNew = async () => {
    const { fields, dropped } = await values(context, kind, wish?.mapped);
    const closesAt = deal?.closeMs !== undefined && new Date(context.now() + deal.closeMs).toISOString();
    const place = deal ? { ...deal, ...(closesAt && { closesAt }) } : { deal: usualPlace, lead: {} }[kind];
    const { id, refused } = await make(kind, fields, place);
    const told = [...dropped, ...refused];
    if (told.length > 0) {
      wish?.onRefused?.(told);
      const words = `${crm} refused values of the ${kind} for the title; it is saved without them`;
      log.warn(words, { fields: namesOf(told) });
    }
    return id;
  };
  const id = await ifAllowed(context, {
    name: `title-object-refused-${kind}`,
    words: `${crm} refused the ${kind} for the title; the person is saved without it`,
    ...spared,
    work: async () => (await there()) ?? makeNew(),
  });
  const isAbout = deal?.transcript ?? takesNotes;
  return id !== undefined && isAbout ? { type: types[kind], id } : undefined;
}
