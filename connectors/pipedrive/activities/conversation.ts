import type { RecordRef } from '../../../leads/record';
import type { Conversation, WrittenPage } from '../../connector';
import { createOnce, savePages, type TextWithRefusals, type WrittenActivity } from '../../shared/activities';
import {
  conversationPages,
  emptiedPage,
  hasMark,
  pageKey,
  pageMark,
  withRefusals,
} from '../../shared/note/html-note';
import { PipedriveResponseError, asPersonGone, isGoneOrLocked, unlessRefused } from '../api/errors';
import { idOf, isObject, objectsOf, recordOf, textOf } from '../api/json';
import { V1 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';

/** "Approximately 100,000 characters (or 100KB)" in one edition of the reference: below it in every script. */
const MAX_BODY_LENGTH = 33_000;
const AUTHOR_REFUSED = 'note-author-refused';
const TTL_MS = 24 * 3_600_000;
const NOTES = `${V1}/notes`;

/** Writes the conversation as notes on the person and what the chat is about; only pages that changed are sent. */
export async function saveConversation(
  context: PipedriveContext,
  personId: string,
  conversation: Conversation,
  written: readonly WrittenPage[],
): Promise<WrittenPage[]> {
  const { about, marker } = conversation;
  const { words } = context.call;
  return savePages(conversationPages(conversation, MAX_BODY_LENGTH, words), written, {
    withRefusals: (page, refused) => withRefusals(page, refused, MAX_BODY_LENGTH, words),
    emptied: (index) => emptiedPage(marker, index, words),
    update: (id, body) => updateNote(context, id, body),
    create: (index, body) =>
      createOnce(context.call.inDoubt, {
        find: () =>
          findNote(context, personId, { mark: pageMark(marker, index), key: pageKey(marker, index) }),
        update: (id) => updateNote(context, id, body),
        create: () => createNote(context, { personId, about, ownerId: conversation.ownerId, body }),
      }),
  });
}

interface Note {
  personId: string;
  about?: RecordRef;
  ownerId?: string;
  body: TextWithRefusals;
}

async function createNote(context: PipedriveContext, { personId, about, ownerId, body }: Note) {
  const { api, settings, memory } = context;
  const author = ownerId && !(await memory.get(AUTHOR_REFUSED)) ? { user_id: Number(ownerId) } : {};
  const pin = settings.pinNotes === 'on' ? { [`pinned_to_${about?.type ?? 'person'}_flag`]: 1 } : {};
  const { written, refused } = await writeAccepted(context, {
    fields: { ...author, ...tieTo(about), ...pin },
    carriesMore: true,
    write: async (sent, told) => {
      const fields = { ...sent, person_id: Number(personId), content: body(told) };
      return recordOf(
        await api.post(NOTES, fields).catch((error: unknown) => notAnAdmin(context, error)),
        'POST v1/notes',
      );
    },
  }).catch(asPersonGone);
  return { id: idOf(written!.id)!, refused };
}

/** Only an administrator's token may name another author: for a day the agent is not sent again. */
async function notAnAdmin({ memory }: PipedriveContext, error: unknown): Promise<never> {
  if (error instanceof PipedriveResponseError && error.status === 403 && error.body) {
    await memory.put(AUTHOR_REFUSED, true, TTL_MS);
  }
  throw error;
}

/** The field that ties a note or an activity to a lead or deal. */
export function tieTo(about: RecordRef | undefined): Record<string, unknown> {
  if (about?.type === 'deal') return { deal_id: Number(about.id) };
  return about?.type === 'lead' ? { lead_id: about.id } : {};
}

/** Undefined when somebody deleted it, which an edit may not tell: what it would say is made anew then. */
async function updateNote(
  { api }: PipedriveContext,
  id: string,
  body: TextWithRefusals,
): Promise<WrittenActivity | undefined> {
  const writing = api.put(`${NOTES}/${id}`, { content: body([]) }).then((note) => ({ note }));
  const answer = await unlessRefused(writing, isGoneOrLocked);
  const isThere = answer && !(isObject(answer.note) && answer.note.active_flag === false);
  return isThere ? { id, refused: [] } : undefined;
}

const PAGE_SIZE = 500;
const MAX_PAGES = 4;

/** Newest first: what is looked for was written lately. */
async function findNote(
  { api }: PipedriveContext,
  personId: string,
  { mark, key }: { mark: string; key: string },
): Promise<string | undefined> {
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { person_id: personId, sort: 'add_time DESC', start: page * PAGE_SIZE, limit: PAGE_SIZE };
    const notes = objectsOf(await api.get(NOTES, query));
    const found = notes.find(({ content }) => hasMark(textOf(content) ?? '', mark, key));
    if (found) return idOf(found.id);
    if (notes.length < PAGE_SIZE) return undefined;
  }
  return undefined;
}
