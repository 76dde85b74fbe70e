import { messengerName } from '../../../leads/contact/messengers';
import { campaignWords } from '../../../leads/conversation/campaign';
import { LEFT_OUT_LABEL, labelIn, type Remark } from '../../../leads/conversation/remarks';
import type { Words } from '../../../text/languages/words';
import { httpLink } from '../../../text/link';

/** A remark as it is shown. */
export interface ShownFact {
  label: string;
  text: string;
  /** http, https, mailto or tel. */
  href?: string;
}

/** Longer is no address and no number, and is not looked at. */
const MAX_ADDRESS = 320;
const EMAIL = /^[^\s@<>"'()]+@[^\s@<>"'()]+$/;
const PHONE = /^\+?[\d\s().-]{5,40}$/;
/** Marks of `source=google | medium=cpc`, as the head of a note keeps them. */
const MARK = /^(source|medium|campaign|content|term)=(.*)$/s;
const BETWEEN_MARKS = / \| (?=(?:source|medium|campaign|content|term)=)/;

/** The remarks in the reader's language, with what can be opened as links. */
export function shownFacts(remarks: readonly Remark[], words: Words): ShownFact[] {
  return remarks.map((remark) => ({
    label: messengerName(labelIn(words, remark)),
    ...shownValue(remark, words),
  }));
}

function shownValue(remark: Remark, words: Words): Omit<ShownFact, 'label'> {
  const { value } = remark;
  if (remark.kind !== undefined) return { text: value, href: httpLink(value) };
  const { label } = remark;
  switch (label) {
    case 'Page':
      return pageOf(value);
    case 'Campaign':
      return { text: campaignOf(value, words) };
    case 'Rating':
      return { text: ratingOf(value, words) };
    case LEFT_OUT_LABEL:
      return { text: words.more(Number.parseInt(value, 10)) };
    default:
      return { text: value, href: reachableBy(label, value) };
  }
}

/** `title — address`, or either. */
function pageOf(value: string): Omit<ShownFact, 'label'> {
  const at = value.lastIndexOf(' — ');
  const url = httpLink(at < 0 ? value : value.slice(at + ' — '.length));
  if (!url) return { text: value };
  return { text: at < 0 ? url : value.slice(0, at), href: url };
}

/** "from google (cpc), campaign “spring”": what cannot be read stays as it is. */
export function campaignOf(value: string, words: Words): string {
  const marks = new Map<string, string>();
  for (const part of value.split(BETWEEN_MARKS)) {
    const [, mark, text] = MARK.exec(part) ?? [];
    if (!mark || !text) return value;
    marks.set(mark, text);
  }
  return campaignWords(Object.fromEntries(marks), words) ?? value;
}

/** A word of ours in the reader's language; stars and other words as they are. */
export function ratingOf(value: string, { ratings }: Words): string {
  return value === 'positive' || value === 'negative' ? ratings[value] : value;
}

/** How whoever reads it gets to the person: mail, telephone, messenger. */
function reachableBy(label: string, value: string): string | undefined {
  if (value.length > MAX_ADDRESS) return httpLink(value);
  if (label.startsWith('E-mail') && EMAIL.test(value))
    return `mailto:${encodeURIComponent(value).replace('%40', '@')}`;
  const digits = value.replace(/\D/g, '');
  const isNumber = PHONE.test(value) && digits.length >= 5;
  if (label.startsWith('Phone') && isNumber) return `tel:${value.startsWith('+') ? '+' : ''}${digits}`;
  if (/whats/i.test(label) && isNumber) return `https://wa.me/${digits}`;
  const [, name] = /^@?([a-z]\w{4,31})$/i.exec(value) ?? [];
  if (/telegram/i.test(label) && name) return `https://t.me/${name}`;
  return httpLink(value);
}
