import { FULL_REPLY_EVENTS, type JivoEvent } from '../../jivochat/event';
import { fullReply, okReply, type ContactInfo, type Reply } from '../../jivochat/reply';
import { isolate } from '../../text/bidi';
import { shorten } from '../../text/plain-text';
import { isCrmError } from '../../connectors/errors';
import type { EventRun } from '../event-run';
import { labelIn, type Refusal } from '../../leads/conversation/remarks';
import type { CrmRecord, RecordRef } from '../../leads/record';
import { replyFields, replyLines } from '../../leads/reply-fields';
import type { ReplyLine, Shown } from '../../leads/rules/rule';
import type { Values } from '../../leads/vocabulary/values';
import { MOST_LINES, cardLines, knownOf, type CardLine } from '../../leads/card/card-lines';
import { isPlaceholderName } from '../../leads/merge';
import { mistypedEmail } from '../../leads/contact/mistyped-email';
import type { Words } from '../../text/languages/words';
import type { ThreadState } from '../../store/link-state';
import type { Situation } from '../failure/situation';

/** What is known at the end of an event, for the agent. */
export interface Answer {
  record?: CrmRecord;
  isNew: boolean;
  /** The owner's name. */
  owner?: string;
  others: readonly CrmRecord[];
  /** What the CRM did not take. */
  refused?: readonly Refusal[];
  /** The e-mail typed by a visitor whom only a phone number leads to. */
  email?: TypedEmail;
}

/** An e-mail that nobody has proved. */
interface TypedEmail {
  typed: string;
  /** The chat has written it to the record. */
  added: boolean;
}

/** What the agent asks, and who can tell. */
interface Question extends Pick<EventRun, 'deps' | 'event' | 'connector' | 'session' | 'words'> {
  /** What the company's file wants on the card, and what the chat has told for it. */
  wanted?: { lines: readonly ReplyLine[]; values: Values };
}

function isFull({ deps }: Pick<Question, 'deps'>): boolean {
  return deps.settings.replyDetail === 'full';
}

/** A minimal reply tells nothing else: the rest is of the person and of what they do. */
const NOT_OF_THE_PERSON: readonly CardLine[] = ['owner', 'matches'];
/** A record that was just made has none. */
const OF_ITS_PAST: readonly CardLine[] = ['stage', 'activity'];
/** It stands in the row of every chat. */
const MAX_REMEMBERED = 200;

/** JivoChat shows a full reply for these; `client_updated` with a chat is the older name of `chat_updated`. */
export function wantsFullReply(event: JivoEvent): boolean {
  return (
    FULL_REPLY_EVENTS.includes(event.name) || (event.name === 'client_updated' && event.chatId !== undefined)
  );
}

/** What the agent sees in two seconds: who it is, whose client, the fields asked for, and the way to the record. */
export async function answerTo(question: Question, answer: Answer): Promise<Reply> {
  const { deps, event, connector, session, words } = question;
  const { card } = words;
  const { record, owner, others } = answer;
  if (!wantsFullReply(event)) return okReply();
  if (!record) return withoutRecord(question);
  const url = await unlessRefused(session.recordUrl(record.ref));
  const full = isFull(question);
  const contact: ContactInfo = full ? contactInfo(record) : {};
  // The name stands in the contact already.
  const known = full && !contact.name ? card.knownAs(isolate(nameOf(record))) : card.known;
  const matches = await Promise.all(
    others.map(async (other) => ({
      name: full ? nameOf(other) : card.anotherRecord,
      link: await unlessRefused(session.recordUrl(other.ref)),
    })),
  );
  const order = deps.settings.cardLines
    .filter((line) => full || NOT_OF_THE_PERSON.includes(line))
    .filter((line) => !(answer.isNew && OF_ITS_PAST.includes(line)));
  const told = knownOf(record, owner, deps.now(), words);
  const fields = shownOf(record.fields, question, told);
  const lines = cardLines({ known: told, visit: event.visit, fields, matches }, order, words);
  // Whose client it is, before what there is to ask or to know.
  const first = owner && order[0] === 'owner' ? 1 : 0;
  const customData = [
    { title: connector.label, content: answer.isNew ? card.newLead : known, link: url },
    ...emailCheck(event, words),
    ...lines.slice(0, first),
    ...aboutEmail(answer, question),
    ...aboutRefused(answer, question),
    ...lines.slice(first),
  ];
  return fullReply({ customData: customData.slice(0, MOST_LINES), contactInfo: contact, crmLink: url });
}

/** Of the record, and of the event where the company's file says so. */
function shownOf(
  fields: Readonly<Record<string, string>>,
  { connector, wanted }: Question,
  known?: Partial<Record<Shown, string>>,
) {
  return wanted
    ? replyLines(wanted.lines, fields, wanted.values, known)
    : replyFields(fields, connector.replyFields);
}

/** An e-mail that a visitor typed proves nothing: whom only a phone number leads to, somebody may pretend to be. */
function aboutEmail({ email }: Answer, question: Question) {
  const { connector, words } = question;
  if (!email) return [];
  const told = email.added ? words.card.emailAdded : words.labels['E-mail in the chat'];
  return [
    isFull(question) ? { title: told, content: email.typed } : { title: connector.label, content: told },
  ];
}

/** The values stand in the note; the CRM's words say which they were. */
function aboutRefused({ refused = [] }: Answer, question: Question) {
  const { words } = question;
  if (refused.length === 0) return [];
  const labels = refused.map((refusal) => labelIn(words, refusal)).join('; ');
  const content = isFull(question) ? shorten(labels, MAX_REMEMBERED) : words.card.values(refused.length);
  return [{ title: words.card.savedWithout, content }];
}

/**
 * Keeps for the chat what is shown of the record when the CRM cannot be asked. A record that opens to a chat for the first
 * time is counted: whoever reads the CRM through chats, with the webhook's address in hand, opens many.
 */
export async function rememberCard(
  run: EventRun,
  record: CrmRecord,
  { isNew = false, others = 0 }: { isNew?: boolean; others?: number } = {},
): Promise<void> {
  const { connector, deps, session, progress } = run;
  if (!isNew && !progress.state.card) deps.metrics.add(connector.account.name, 'RecordsShown', 1 + others);
  const owner = record.ownerId && (await unlessRefused(session.ownerName(record.ownerId)));
  progress.state.card = {
    ...(isFull(run) && { name: shorten(nameOf(record), MAX_REMEMBERED) }),
    ...(owner && { owner: shorten(owner, MAX_REMEMBERED) }),
  };
}

/** From what the links remember, when the CRM could not be asked in time, or refused. */
export async function answerFromLinks(
  question: Question,
  { ref, card = {} }: { ref?: RecordRef; card?: ThreadState['card'] },
  situation: Situation,
): Promise<Reply> {
  const { event, connector, session, words } = question;
  if (!wantsFullReply(event)) return okReply();
  const url = ref && (await unlessRefused(session.recordUrl(ref)));
  const title = connector.label;
  const name = isFull(question) && card.name;
  const known = [
    { title, content: name ? words.card.knownAs(isolate(name)) : words.card.known, link: url },
    { title: words.card.owner, content: card.owner },
  ];
  const why = { title, content: words.situations[situation] };
  return fullReply({ customData: [...(ref ? known : []), why, ...emailCheck(event, words)], crmLink: url });
}

/**
 * The reply an event got the first time, for whoever sends it again. It may be older than the setting.
 */
export function repeatedReply(run: Pick<Question, 'deps'>, reply: Reply): Reply {
  if (isFull(run)) return reply;
  const { contact_info: _person, custom_data: _shown, ...rest } = reply;
  return rest;
}

/** An event that is written is not written again because a link or a name could not be had. */
async function unlessRefused(work: Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isCrmError(error)) return undefined;
    throw error;
  }
}

/** While the visitor is still there the agent can ask; afterwards nobody can reach them. */
function emailCheck({ visitor }: JivoEvent, { card }: Words) {
  const found = mistypedEmail(visitor.email);
  if (!found) return [];
  const typed = shorten(found.typed, MAX_REMEMBERED);
  const content = found.suggestion ? card.didTheyMean(typed, found.suggestion) : card.noAddress(typed);
  return [{ title: card.checkEmail, content }];
}

function withoutRecord(question: Question): Reply {
  const { event, connector, words } = question;
  const notYet = { title: connector.label, content: words.card.notYet };
  const shown = isFull(question) ? shownOf({}, question) : [];
  return fullReply({ customData: [notYet, ...emailCheck(event, words), ...shown] });
}

function contactInfo(record: CrmRecord) {
  const name = storedName(record);
  return {
    name: name && !isPlaceholderName(name) ? name : undefined,
    phone: record.phones[0],
    email: record.emails[0],
    description: record.leadFields.comment,
  };
}

function storedName({ name }: CrmRecord): string | undefined {
  return [name?.first, name?.last].filter(Boolean).join(' ') || undefined;
}

function nameOf(record: CrmRecord): string {
  return storedName(record) ?? record.emails[0] ?? record.phones[0] ?? `${record.ref.type} ${record.ref.id}`;
}
