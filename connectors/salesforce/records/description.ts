import type { LeadFieldName, LeadFields } from '../../../leads/record';
import { campaignOf } from '../../shared/note/facts';
import type { Label } from '../../../text/languages/labels';
import type { Words } from '../../../text/languages/words';

/** What a reader of the lead wants to see first, where the org has no field for it. */
const SHOWN: readonly (readonly [LeadFieldName, Label | undefined])[] = [
  ['title', undefined],
  ['page', 'Page'],
  ['utm', 'Campaign'],
  ['place', 'Place'],
  ['comment', 'Comment'],
];

/** The lead fields without a field of their own, as the description of a new lead. */
export function descriptionOf(
  leadFields: LeadFields,
  placed: ReadonlyMap<LeadFieldName, string>,
  words: Words,
): string | undefined {
  const lines = SHOWN.flatMap(([leadField, label]) => {
    const value = leadFields[leadField];
    if (!value || placed.has(leadField)) return [];
    return [
      label ? `${words.labels[label]}: ${leadField === 'utm' ? campaignOf(value, words) : value}` : value,
    ];
  });
  const key = leadFields.visitorKey && !placed.has('visitorKey') ? [visitorMark(leadFields.visitorKey)] : [];
  return [...lines, ...key].join('\n') || undefined;
}

/** By this line a lead that an earlier attempt made is recognised where the org has no field for our key. */
export function visitorMark(visitorKey: string): string {
  return `[JivoChat visitor ${visitorKey}]`;
}
