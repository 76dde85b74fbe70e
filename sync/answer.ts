import type { JivoEvent } from '../jivochat/event';
import { FULL_REPLY_EVENTS } from '../jivochat/event';
import { fullReply, okReply, type Reply } from '../jivochat/reply';
import type { Connector, ConnectorSession } from '../connectors/connector';
import { isCrmError } from '../connectors/errors';
import type { CrmRecord, RecordRef } from '../leads/record';
import { isPlaceholderName } from '../leads/merge';
import { mistypedEmail } from '../leads/mistyped-email';

/** What is known at the end of an event, for the agent. */
export interface Knowledge {
  record?: CrmRecord;
  /** Known from the links when the CRM was not asked. */
  ref?: RecordRef;
  isNew: boolean;
  others: readonly CrmRecord[];
}

/** JivoChat shows a full reply for these; `client_updated` with a chat is the older name of `chat_updated`. */
export function wantsFullReply(event: JivoEvent): boolean {
  return (
    FULL_REPLY_EVENTS.includes(event.name) || (event.name === 'client_updated' && event.chatId !== undefined)
  );
}

/** What the agent sees in two seconds: who it is, whose client, the fields asked for, and the way to the record. */
export async function answerTo(
  event: JivoEvent,
  knowledge: Knowledge,
  connector: Connector,
  session: ConnectorSession,
): Promise<Reply> {
  if (!wantsFullReply(event)) return okReply();
  const { record, others } = knowledge;
  const ref = record?.ref ?? knowledge.ref;
  const [url, owner] = await Promise.all([
    ref && unlessRefused(session.recordUrl(ref)),
    record?.ownerId && unlessRefused(session.ownerName(record.ownerId)),
  ]);
  if (!record) return withoutRecord(event, connector, url);
  return fullReply({
    customData: [
      {
        title: connector.label,
        content: knowledge.isNew ? 'New lead' : `Known: ${nameOf(record)}`,
        link: url,
      },
      ...emailCheck(event),
      ...(owner ? [{ title: 'Owner', content: owner }] : []),
      ...session.replyFields(record),
      ...(await Promise.all(
        others.map(async (other) => ({
          title: 'Also matches',
          content: nameOf(other),
          link: await unlessRefused(session.recordUrl(other.ref)),
        })),
      )),
    ],
    contactInfo: contactInfo(record),
    crmLink: url,
    enableAssign: true,
  });
}

/** From what the links remember, when the CRM could not be asked in time. */
export async function answerFromLinks(
  event: JivoEvent,
  ref: RecordRef | undefined,
  connector: Connector,
  session: ConnectorSession,
): Promise<Reply> {
  if (!wantsFullReply(event)) return okReply();
  const url = ref && (await unlessRefused(session.recordUrl(ref)));
  const content = ref
    ? 'Slow to answer; the record is known'
    : 'Slow to answer; the chat is kept and will be saved';
  return fullReply({
    customData: [{ title: connector.label, content, link: url }, ...emailCheck(event)],
    crmLink: url,
    enableAssign: true,
  });
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
function emailCheck({ visitor }: JivoEvent) {
  const found = mistypedEmail(visitor.email);
  if (!found) return [];
  const content = found.suggestion
    ? `${found.typed} – did they mean ${found.suggestion}? Please ask`
    : `${found.typed} is no e-mail address; please ask for it again`;
  return [{ title: 'Check the e-mail', content }];
}

function withoutRecord(event: JivoEvent, connector: Connector, url: string | undefined): Reply {
  const content = 'Not known yet: a lead is made as soon as there is an e-mail or a phone';
  return fullReply({
    customData: [{ title: connector.label, content, link: url }, ...emailCheck(event)],
    crmLink: url,
    enableAssign: true,
  });
}

function contactInfo(record: CrmRecord) {
  const name = storedName(record);
  return {
    name: name && !isPlaceholderName(name) ? name : undefined,
    phone: record.phones[0],
    email: record.emails[0],
    description: record.facts.comment,
  };
}

function storedName({ name }: CrmRecord): string | undefined {
  return [name?.first, name?.last].filter(Boolean).join(' ') || undefined;
}

function nameOf(record: CrmRecord): string {
  return storedName(record) ?? record.emails[0] ?? record.phones[0] ?? `${record.ref.type} ${record.ref.id}`;
}
