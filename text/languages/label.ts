import { LABELS, type Label, type Words } from './words';

/** How connectors word what a CRM did not take, and what it is in the reader's language. */
const REFUSALS: readonly (readonly [pattern: RegExp, say: (words: Words, ...parts: string[]) => string])[] = [
  [
    /^Not accepted by ([\w ]+) as ([^ ]+)(?: \((.*)\))?$/s,
    ({ notAccepted }, crm = '', field = '', why = '') => notAccepted(crm, field, why),
  ],
  [
    /^Left to the other ([\w ]+) record that has it \((.*)\)$/s,
    ({ leftToOther }, crm = '', field = '') => leftToOther(crm, field),
  ],
  [/^Not ours to write in ([\w ]+) \((.*)\)$/s, ({ notOurs }, crm = '', field = '') => notOurs(crm, field)],
  [/^Too long for ([^ ]+) in ([\w ]+)$/s, ({ tooLong }, field = '', crm = '') => tooLong(crm, field)],
];

/** A name of the site's that would pass for one of ours. */
const OF_THE_SITE = /^(.*) \((profile|attribute)\)$/s;

const KNOWN: ReadonlySet<string> = new Set(LABELS);

/** Whether the label is one of ours, which the site must not use for its own values. */
export function isOurLabel(label: string): label is Label {
  return KNOWN.has(label);
}

/** The label of a remark as it is shown: ours in the reader's language, the site's own names as they are. */
export function labelIn(words: Words, label: string): string {
  if (isOurLabel(label)) return words.labels[label];
  for (const [pattern, say] of REFUSALS) {
    const [matched, ...parts] = pattern.exec(label) ?? [];
    if (matched !== undefined) return say(words, ...parts);
  }
  const [, name, kind] = OF_THE_SITE.exec(label) ?? [];
  return name && isOurLabel(name) ? `${name} (${words.kinds[kind as 'profile' | 'attribute']})` : label;
}
