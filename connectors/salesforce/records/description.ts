import type { FactName, Facts } from '../../../leads/record';

/** What a reader of the lead wants to see first, where the org has no field for it. */
const SHOWN: readonly (readonly [FactName, string])[] = [
  ['title', ''],
  ['page', 'Page'],
  ['utm', 'Campaign'],
  ['place', 'Place'],
  ['comment', 'Comment'],
];

/** The facts without a field of their own, as the description of a new lead. */
export function descriptionOf(facts: Facts, placed: ReadonlyMap<FactName, string>): string | undefined {
  const lines = SHOWN.flatMap(([fact, label]) => {
    const value = facts[fact];
    if (!value || placed.has(fact)) return [];
    return [label ? `${label}: ${value}` : value];
  });
  const key = facts.visitorKey && !placed.has('visitorKey') ? [visitorMark(facts.visitorKey)] : [];
  return [...lines, ...key].join('\n') || undefined;
}

/** By this line a lead that an earlier attempt made is recognised where the org has no field for our key. */
export function visitorMark(visitorKey: string): string {
  return `[JivoChat visitor ${visitorKey}]`;
}
