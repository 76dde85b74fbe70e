import { LABELS, type Label } from '../../text/languages/labels';
import { shorten } from '../../text/plain-text';
import { LEAD_FIELDS, type LeadFieldName, type LeadFields } from '../record';
import { LEFT_OUT_LABEL, boundedRemarks, isCalled, type Fact } from './remarks';
import { isBetterTitle } from '../title';

export const PAGE_LABEL: Label = 'Page';
export const AGENTS_LABEL: Label = 'Agents';
export const AGENTS_SEPARATOR = ', ';

/** A value with the arrival of the event that told it. */
interface Told {
  value: string;
  /** Epoch milliseconds. */
  at: number;
}

/** A fact in the head of a note, as of some event of the chat. `at`: epoch milliseconds; absent in what older versions wrote. */
export type HeaderRemark = Fact & { at?: number };

/** What the events of a chat have told so far, for the CRM's fields. */
export type ToldLeadFields = Partial<Record<LeadFieldName, Told>>;

/** A field of a CRM takes less, and all of them stand in one row of the table. */
const MAX_FIELD_LENGTH = 5_000;

/**
 * The head of a chat's note after one more event. Label by label: the page is the first one, agents are all who took
 * part, anything else has its last known value; an event that says nothing of a label leaves it as it is. The same events
 * give the same head in any order of application.
 * @param at arrival of the event, epoch milliseconds.
 */
export function mergeNoteHeader(
  before: readonly HeaderRemark[],
  told: readonly Fact[],
  at: number,
): HeaderRemark[] {
  const header = new Map(before.map((remark) => [nameOf(remark), remark]));
  for (const fact of told) {
    const remark = { ...fact, at };
    const name = nameOf(fact);
    const known = header.get(name);
    header.set(name, known ? chosen(known, remark) : remark);
  }
  header.delete(LEFT_OUT_LABEL);
  return boundedRemarks(ordered([...header.values()]));
}

/** The site's names and ours are apart. */
function nameOf({ kind, label }: Fact): string {
  return kind ? `${label} (${kind})` : label;
}

function chosen(known: HeaderRemark, told: HeaderRemark & { at: number }): HeaderRemark {
  const { at = 0 } = known;
  if (isCalled(known, AGENTS_LABEL)) {
    const names = [known, told].flatMap(({ value }) => value.split(AGENTS_SEPARATOR));
    const value = [...new Set(names)].toSorted().join(AGENTS_SEPARATOR);
    return { ...known, value, at: Math.max(at, told.at) };
  }
  if (isCalled(known, PAGE_LABEL)) return told.at < at ? told : known;
  return told.at < at ? known : told;
}

function ordered(remarks: HeaderRemark[]): HeaderRemark[] {
  return remarks.toSorted((a, b) => placeOf(a) - placeOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Ours as `LABELS` has them, then what the site named, by name: no order of events changes the text. */
function placeOf({ kind, label }: Fact): number {
  const place = kind ? -1 : (LABELS as readonly string[]).indexOf(label);
  return place < 0 ? LABELS.length : place;
}

/**
 * The lead fields of a chat after one more event, each by its rule in `LEAD_FIELDS`: the first value, the latest, or the one that
 * says most.
 * @param at arrival of the event, epoch milliseconds.
 */
export function mergeLeadFieldsTold(
  before: ToldLeadFields,
  leadFields: LeadFields,
  at: number,
): ToldLeadFields {
  const told: ToldLeadFields = { ...before };
  for (const [name, text] of Object.entries(leadFields) as [LeadFieldName, string][]) {
    const value = shorten(text, MAX_FIELD_LENGTH);
    const known = told[name];
    if (!known || replaces(name, value, at, known)) told[name] = { value, at };
  }
  return told;
}

function replaces(name: LeadFieldName, value: string, at: number, known: Told): boolean {
  switch (LEAD_FIELDS[name]) {
    case 'first':
      return at < known.at;
    case 'latest':
      return at >= known.at;
    case 'best':
      return isBetterTitle(value, known.value) || (at >= known.at && !isBetterTitle(known.value, value));
  }
}

/** The lead fields themselves. */
export function leadFieldsTold(told: ToldLeadFields): LeadFields {
  return Object.fromEntries(Object.entries(told).map(([name, { value }]) => [name, value]));
}
