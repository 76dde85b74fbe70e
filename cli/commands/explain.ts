import type { Command } from 'commander';
import { findEvent } from '../../console/events/find';
import { storyOf, type Story } from '../../console/events/story';
import type { EventSeen } from '../../store/history/histories';
import type { Cli } from '../cli';
import { asUsage, UsageError } from '../errors';
import { examples } from '../terminal/help';
import { onOneLine } from '../../text/one-line';
import type { Terminal } from '../terminal/terminal';
import { withoutReply } from './history';
import { look } from './history/options';

/** A chat and a record have a handful of events; the newest tell enough of one that has more. */
const MOST_TOLD = 20;

/** `explain`: the story of an event, a chat or a record, in sentences. */
export function addExplain(program: Command, cli: Cli): void {
  program
    .command('explain <what>')
    .description('why: the story of an event (its key), a chat (its id) or a lead (its link or type/id)')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string) => {
      const events = await eventsOf(what.trim(), cli);
      if (events.length === 0)
        throw new UsageError(`explain: nothing is remembered of ${onOneLine(what.slice(0, 200))}`);
      const told = events.map((event) => ({ ...withoutReply(event), story: storyOf(event) }));
      cli.print(told, () => told.map(({ story }) => storyText(story, cli.terminal)).join('\n\n'));
    });
}

const EXAMPLES = `
${examples([
  ['explain 3f9a01b2c4d5', 'one event, by the key that history and the log show'],
  ['explain 7507', 'a chat, all its events'],
  [
    'explain https://…/the-address-of-a-record-in-your-crm',
    'a lead: why it is there, and why it is somebody’s',
  ],
])}`;

/** Oldest first. */
async function eventsOf(what: string, cli: Cli): Promise<EventSeen[]> {
  const search = (filters: { chat?: string; record?: string }) => look('explain', filters, MOST_TOLD, cli);
  if (what.includes('/')) return (await search({ record: what })).toReversed();
  const ofChat = await search({ chat: what });
  if (ofChat.length > 0) return ofChat.toReversed();
  const byKey = () => findEvent(cli.store(), cli.accountNames(), what.toLowerCase(), cli.now());
  const event = await asUsage('explain', byKey);
  if (event) return [event];
  return /\d/.test(what) ? (await search({ record: what })).toReversed() : [];
}

function storyText({ title, sentences, requests, open }: Story, { style }: Terminal): string {
  return [
    style('bold', onOneLine(title)),
    ...sentences.map((sentence) => `  ${onOneLine(sentence)}`),
    ...(requests.length > 0
      ? ['  Requests to the CRM:', ...requests.map((one) => `    ${onOneLine(one)}`)]
      : []),
    ...open.map((sentence) => style('yellow', `  ${onOneLine(sentence)}`)),
  ].join('\n');
}
