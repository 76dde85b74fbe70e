import { isolate } from '../../text/bidi';
import { shorten } from '../../text/plain-text';
import type { Words } from '../../text/languages/words';
import type { LastActivity } from './last-activity';
import { format } from '../../text/formats';

/** An open deal of a person, as the CRM tells it. */
export interface OpenDeal {
  name: string;
  /** As people call it. */
  stage?: string;
  /** A number with its currency (ISO 4217), or as the CRM writes it. */
  amount?: string | { readonly value: number; readonly currency?: string };
}

/** What of it a card is to show. */
export interface WantedExtras {
  deals: boolean;
  activity: boolean;
}

/** What a card shows that is not read with the record. */
export interface CardExtras {
  /** Open ones, the newest first; none where they are not wanted. */
  deals: OpenDeal[];
  lastActivity?: LastActivity;
}

/** The stage and the amount are what an agent looks for: a long name leaves room for them. */
const MAX_NAME = 50;
const MAX_PART = 30;

/** "Relaunch · Negotiation · €1,200 (+ 2 more)": the first deal, the others are counted. Undefined for none. */
export function dealWords([first, ...others]: readonly OpenDeal[], words: Words): string | undefined {
  if (!first) return undefined;
  const { name, stage, amount } = first;
  const parts = [shorten(name, MAX_NAME), stage && shorten(stage, MAX_PART), amountWords(amount, words)];
  const line = parts.flatMap((part) => (part ? [isolate(part)] : [])).join(' · ');
  return others.length > 0 ? `${line} (+ ${words.more(others.length)})` : line;
}

function amountWords(amount: OpenDeal['amount'], { locale }: Words): string | undefined {
  if (typeof amount === 'string') return shorten(amount, MAX_PART);
  if (!amount || !Number.isFinite(amount.value) || amount.value === 0) return undefined;
  const { value, currency } = amount;
  const whole = Number.isInteger(value) ? { maximumFractionDigits: 0 } : {};
  // What is no code of three letters makes Intl throw.
  const money = /^[A-Z]{3}$/.test(currency ?? '') ? ({ style: 'currency', currency } as const) : {};
  return format('NumberFormat', locale, { ...money, ...whole }).format(value);
}
