import { httpLink } from '../text/link';
import { flattenText } from '../text/text-record';
import { shorten, toText } from '../text/plain-text';

/** Where a message without plain text has what it shows: JivoChat documents text only, messengers send more. */
const ATTACHED = ['file', 'files', 'attachment', 'attachments', 'media', 'image', 'photo', 'url', 'link'];
const NAMES = ['file_name', 'filename', 'name', 'title', 'caption'];
/** The members of an object that tell people something, by the last part of their path. */
const TELLING = /^(?:text|message|caption|title|file_?name|name)$/i;
/** A message of many files is told by the first ones. */
const MOST_PARTS = 20;
const MAX_PART_LENGTH = 2_000;

/**
 * What a message shows: its text; for a file, or an object in the text's place, the name and the link.
 * @returns undefined when there is nothing to show.
 */
export function messageText(message: Record<string, unknown>): string | undefined {
  const said = toText(message.message);
  if (said !== undefined && !ATTACHED.some((name) => message[name])) return said;
  const names = said === undefined ? NAMES : [];
  const rest = Object.fromEntries([...names, ...ATTACHED].map((name) => [name, message[name]]));
  const values = said === undefined ? { message: message.message, ...rest } : rest;
  const shown = [said, ...describe(values)].filter((part) => part !== undefined);
  return shown.length > 0 ? [...new Set(shown)].join('\n') : undefined;
}

/** Names and links; when there are neither, all that is there. */
function describe(values: Record<string, unknown>): string[] {
  const leaves = Object.entries(flattenText(values));
  const telling = leaves.filter(
    ([path, value]) => TELLING.test(lastPart(path)) || httpLink(value) !== undefined,
  );
  const chosen =
    telling.length > 0 ? telling.map(([, value]) => value) : leaves.map((leaf) => leaf.join(': '));
  return chosen.slice(0, MOST_PARTS).map((part) => shorten(part, MAX_PART_LENGTH));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
