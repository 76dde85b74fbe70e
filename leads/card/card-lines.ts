import type { CustomData } from '../../jivochat/reply';
import type { Visit } from '../../jivochat/event';
import { isolate } from '../../text/bidi';
import { shorten } from '../../text/plain-text';
import type { Words } from '../../text/languages/words';
import { campaignWords } from '../conversation/campaign';
import type { CrmRecord } from '../record';
import type { Shown } from '../rules/rule';
import { activityWords } from './last-activity';

/** What may stand on the card below who it is, most useful first. `fields`: those of `…_REPLY_FIELDS`. */
export const CARD_LINES = [
  'owner',
  'stage',
  'company',
  'deal',
  'fields',
  'matches',
  'activity',
  'campaign',
  'page',
] as const;

export type CardLine = (typeof CARD_LINES)[number];

/** More nobody reads beside a chat. */
export const MOST_LINES = 7;
/** The rest is behind the link. */
const MAX_CONTENT = 120;
/** Further matches by name; the others are counted. */
const MOST_MATCHES = 2;

/** What the CRM tells of a person beside the record's own fields, in words. */
type Known = Partial<Record<Shown, string>>;

/** @param now epoch milliseconds. */
export function knownOf(record: CrmRecord, owner: string | undefined, now: number, words: Words): Known {
  const { stage, company, deal: deals } = record.shown ?? {};
  return { owner, stage, company, deals, activity: activityWords(record, now, words) };
}

/** What is known of a record and of this chat. */
export interface CardFacts {
  known: Known;
  visit: Visit;
  /** What the configuration wants shown. */
  fields: readonly CustomData[];
  /** Further records that match, by name, with their links. */
  matches: readonly { name: string; link?: string }[];
}

/**
 * The lines of the card in their order, nothing told twice.
 * @param order which lines there are.
 */
export function cardLines(facts: CardFacts, order: readonly CardLine[], words: Words): CustomData[] {
  const told = new Set(facts.fields.flatMap(({ title = '', content }) => [folded(title), folded(content)]));
  const lines = order.flatMap((line) => lineOf(line, facts, words, told));
  return lines.map(({ content, ...line }) => ({ ...line, content: shorten(content, MAX_CONTENT) }));
}

function lineOf(
  line: CardLine,
  { known, visit, fields, matches }: CardFacts,
  words: Words,
  told: ReadonlySet<string>,
): CustomData[] {
  const { card, labels } = words;
  const once = (title: string, content: string | undefined, link?: string): CustomData[] =>
    content && !told.has(folded(content)) && !told.has(folded(title)) ? [{ title, content, link }] : [];
  switch (line) {
    case 'owner':
      return once(card.owner, known.owner);
    case 'stage':
      return once(labels.Status, known.stage);
    case 'company':
      return once(card.company, known.company);
    case 'deal':
      return once(card.deal, known.deals);
    case 'fields':
      return [...fields];
    case 'matches':
      return matchLines(matches, words);
    case 'activity':
      return once(card.lastActivity, known.activity);
    case 'campaign':
      return once(labels.Campaign, campaignWords(visit.utm, words));
    case 'page':
      return once(labels.Page, visit.page?.title ?? pathOf(visit.page?.url), visit.page?.url);
  }
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

function matchLines(matches: CardFacts['matches'], { card, more }: Words): CustomData[] {
  const shown = matches.slice(0, MOST_MATCHES);
  const left = matches.length - shown.length;
  return shown.map(({ name, link }, index) => {
    const last = index === shown.length - 1;
    const content = last && left > 0 ? `${isolate(name)} (+ ${more(left)})` : name;
    return { title: card.alsoMatches, content, link };
  });
}

/** Host and path of an address: what comes after it is behind the link. */
function pathOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return host + (pathname === '/' ? '' : pathname);
}
