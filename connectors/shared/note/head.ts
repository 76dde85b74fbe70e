import type { Conversation } from '../../connector';
import { isolate } from '../../../text/bidi';
import { format } from '../../../text/formats';
import { firstWords } from '../../../text/first-words';
import { shorten } from '../../../text/plain-text';
import type { Words } from '../../../text/languages/words';
import { httpLink } from '../../../text/link';
import { agentName } from '../../../text/turns';
import { isCalled } from '../../../leads/conversation/remarks';
import { messengerName } from '../../../leads/contact/messengers';
import { ratingOf, shownFacts, type ShownFact } from './facts';

/** What stands above the messages. */
export interface NoteHead {
  /** The visitor's first words: what a list of notes shows. */
  opening?: string;
  /** Who, when, how long, where, who answered, how it was rated. */
  summary: string;
  facts: ShownFact[];
}

/** They stand in the summary. */
const IN_SUMMARY = ['Agents', 'Rating'] as const;
const MAX_NAMES = 1_000;
const MAX_TITLE = 1_000;
const MESSENGER = /whats|telegram|viber|facebook|instagram|vk/i;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The head of a conversation's note, in the reader's language.
 * @param isWhole it tells how long the conversation took; left out where the end stands in another note, which is then
 * the only one that changes when the conversation goes on.
 */
export function noteHead(conversation: Conversation, words: Words, isWhole: boolean): NoteHead {
  const { title, messages, remarks } = conversation;
  const first = messages.find(({ from }) => from === 'visitor');
  const opening = first && firstWords(first.text);
  const [agents, rating] = IN_SUMMARY.map(
    (label) => remarks.find((remark) => isCalled(remark, label))?.value,
  );
  const summary = [
    isolate(shorten(title.replace(/\s+/g, ' '), MAX_TITLE)),
    when(conversation, words, isWhole),
    channelOf(conversation),
    ...answered(conversation, agents, words),
    ...(rating ? [words.note.rated(ratingOf(rating, words))] : []),
  ];
  return {
    opening: opening && words.quoted(isolate(opening)),
    summary: summary.filter(Boolean).join(' · '),
    facts: shownFacts(
      remarks.filter((remark) => !IN_SUMMARY.some((label) => isCalled(remark, label))),
      words,
    ),
  };
}

/** "Mon, 23 Nov 2026, 10:00–10:12 UTC (12 mins)"; nothing while nobody has said anything. */
function when({ messages, timeZone }: Conversation, { locale }: Words, isWhole: boolean): string | undefined {
  const times = messages.flatMap(({ timestamp }) => (timestamp > 0 ? [timestamp * 1000] : []));
  const [began, ended] = [times[0], times.at(-1)];
  if (began === undefined || ended === undefined) return undefined;
  const shownAt = format('DateTimeFormat', locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
  if (!isWhole) return shownAt.format(began);
  const lasted = ended - began;
  const shown = shownAt.formatRange(began, ended);
  return lasted >= MINUTE_MS && lasted < DAY_MS ? `${shown} (${duration(lasted, locale)})` : shown;
}

/** "12 min", "1 hr, 5 min", "48 sec". @param ms at least a second. */
export function duration(ms: number, locale: string): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts = { hours, minutes, seconds: seconds % 60 };
  const shown = seconds < 600 ? parts : { hours, minutes };
  return format('DurationFormat', locale, { style: 'short' }).format(shown);
}

/** The site, or the messenger, that the visitor wrote from. */
function channelOf({ remarks }: Conversation): string | undefined {
  for (const remark of remarks)
    if (remark.kind === undefined && MESSENGER.test(remark.label))
      return messengerName(shorten(remark.label, MAX_NAMES));
  const page = remarks.find((remark) => isCalled(remark, 'Page'))?.value ?? '';
  const url = httpLink(page.slice(page.lastIndexOf(' ') + 1));
  return url && shorten(new URL(url).host, MAX_NAMES);
}

function answered(
  { agents, messages }: Conversation,
  known: string | undefined,
  { locale, note }: Words,
): string[] {
  const wrote = messages.flatMap(({ from, agentId }) =>
    from === 'agent' ? [agentName(agentId, agents)] : [],
  );
  const names = known ? known.split(', ') : [...new Set(wrote)].filter((name) => name !== undefined);
  if (names.length > 0) {
    const shown = names.slice(0, MAX_NAMES).map((name) => isolate(name.replace(/\s+/g, ' ')));
    return [note.answeredBy(format('ListFormat', locale).format(shown))];
  }
  const anyAgent = messages.some(({ from }) => from === 'agent');
  return messages.length > 0 && !anyAgent ? [note.nobodyAnswered] : [];
}
