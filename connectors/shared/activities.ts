import { createHash } from 'node:crypto';
import type { Refusal, Remark } from '../../leads/conversation/remarks';
import type { RecordRef } from '../../leads/record';
import type { MappedValue } from '../../leads/rules/field-values';
import type { CallDraft, ConnectorSession, Conversation, TaskDraft, WrittenPage } from '../connector';
import { newest, type MappedFields } from './fields/mapped-values';

/** A note, task or call as it was written. */
export interface WrittenActivity {
  id: string;
  /** What the CRM refused of it; stands in its text. */
  refused: Refusal[];
}

/** A text that names what the CRM refused of the activity it stands in, which is known only after the attempt. */
export type TextWithRefusals = (refused: readonly Remark[]) => string;

/** The texts of activities as a CRM shows them; each ends in a mark that `find` tells it by. */
export interface ActivityFormat {
  /** A conversation in pages, each fit for one note; at least one. */
  pages: (conversation: Conversation) => readonly string[];
  /** The page with what was refused of its note named at its end. */
  withRefusals: (page: string, refused: readonly Remark[]) => string;
  /** What is to stand in a page that was written when the conversation needed more of them. */
  emptied: (name: ActivityName) => string;
  task: (task: TaskDraft, refused: readonly Remark[]) => string;
  call: (call: CallDraft, refused: readonly Remark[]) => string;
}

/** What an activity says. */
export interface ActivityContent<Value> {
  kind: 'note' | 'task' | 'call';
  fields: Record<string, Value>;
  text: TextWithRefusals;
}

/** Which one it is: a person has one of each kind, marker and page. */
export interface ActivityName {
  marker: string;
  /** Of a conversation, from 0. */
  page: number;
}

/** An activity that is to be made beside a person. */
export interface Activity<Value> extends ActivityContent<Value>, ActivityName {
  person: RecordRef;
  /** The lead or deal it is about as well. */
  about?: RecordRef;
  ownerId?: string;
}

type Fields<Value> = Record<string, Value> | Promise<Record<string, Value>>;

/** How a CRM writes activities. */
export interface ActivityWriter<Value> {
  format: ActivityFormat;
  /** The company's own values, where activities have fields for them. */
  values?: (object: 'note' | 'task', mapped: readonly MappedValue[]) => Promise<MappedFields<Value>>;
  /** The fields of a note that is made. */
  note: (conversation: Conversation, page: number) => Fields<Value>;
  task: (task: TaskDraft) => Fields<Value>;
  call: (call: CallDraft) => Fields<Value>;
  /** What an earlier attempt made, told by the mark in its text; with what it is to say otherwise than a new one. */
  find: (
    activity: Activity<Value>,
  ) => Promise<({ id: string } & Partial<ActivityContent<Value>>) | undefined>;
  /** Undefined when it is gone, or may not be edited: what it would say is made anew then. */
  update: (id: string, content: ActivityContent<Value>) => Promise<WrittenActivity | undefined>;
  create: (activity: Activity<Value>) => Promise<WrittenActivity>;
}

/** Makes an activity for which the CRM keeps no key of ours. @param inDoubt an earlier attempt may have made it. */
export async function createOnce<Value>(
  { find, update, create }: Pick<ActivityWriter<Value>, 'find' | 'update' | 'create'>,
  inDoubt: boolean,
  activity: Activity<Value>,
): Promise<WrittenActivity> {
  const made = inDoubt ? await find(activity) : undefined;
  return (made && (await update(made.id, { ...activity, ...made }))) ?? create(activity);
}

/** Notes, tasks and calls of one event, by the way the CRM writes one of them. */
export function activityMethods<Value>(
  inDoubt: boolean,
  writer: ActivityWriter<Value>,
): Pick<ConnectorSession, 'saveConversation' | 'saveTask' | 'saveCall'> {
  const { format, update } = writer;
  const make = (
    person: RecordRef,
    { about, ownerId, marker }: Conversation | TaskDraft | CallDraft,
    content: ActivityContent<Value>,
    page = 0,
  ) => createOnce(writer, inDoubt, { person, about, ownerId, marker, page, ...content });
  const valuesOf = async (object: 'note' | 'task', mapped: readonly MappedValue[] = []) =>
    (await writer.values?.(object, mapped)) ?? { fields: {}, dropped: [] };

  return {
    async saveTask(person, task) {
      const { fields, dropped } = await valuesOf('task', task.mapped);
      const { id } = await make(person, task, {
        kind: 'task',
        fields: { ...fields, ...(await writer.task(task)) },
        text: (refused) => format.task({ ...task, remarks: [...dropped, ...task.remarks] }, refused),
      });
      return id;
    },

    async saveCall(person, call, callId) {
      const fields = await writer.call(call);
      const text: TextWithRefusals = (refused) => format.call(call, refused);
      const content = { kind: 'call', fields, text } as const;
      const updated = callId ? await update(callId, content) : undefined;
      return (updated ?? (await make(person, call, content))).id;
    },

    /** Only pages that changed are sent. One that is gone is made anew, one that is not needed any more says so. */
    async saveConversation(person, conversation, written) {
      const pages = format.pages(conversation);
      const saved: WrittenPage[] = [];
      for (let page = 0; page < Math.max(pages.length, written.length); page++)
        saved.push(await savePage(page, pages[page], written[page]));
      return saved;

      async function savePage(
        page: number,
        needed: string | undefined,
        before: WrittenPage | undefined,
      ): Promise<WrittenPage> {
        const text = needed ?? format.emptied({ ...conversation, page });
        const hash = createHash('sha256').update(text).digest('base64url');
        if (before?.hash === hash) return before;
        const telling = (told: readonly Remark[] = []): TextWithRefusals =>
          needed === undefined ? () => text : (refused) => format.withRefusals(text, [...told, ...refused]);
        // Only the first page has them.
        const mapped = page === 0 ? conversation.mapped : [];
        if (before) {
          const { fields } = await valuesOf('note', newest(mapped));
          const updated = await update(before.id, { kind: 'note', fields, text: telling(before.refused) });
          if (updated || needed === undefined) return { ...before, hash };
        }
        const { fields, dropped } = await valuesOf('note', mapped);
        const own = await writer.note(conversation, page);
        const content = { kind: 'note', fields: { ...fields, ...own }, text: telling(dropped) } as const;
        const { id, refused } = await make(person, conversation, content, page);
        const told = [...dropped, ...refused];
        return { id, hash, ...(told.length > 0 && { refused: told }) };
      }
    },
  };
}
