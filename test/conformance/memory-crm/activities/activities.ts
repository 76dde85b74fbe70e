import { createHash } from 'node:crypto';
import type {
  CallDraft,
  Conversation,
  RecordRef,
  TaskDraft,
  WrittenPage,
} from '../../../../connectors/connector';
import { findOwner } from '../../../../connectors/shared/owners/find-owner';
import { labelIn, type Remark } from '../../../../leads/conversation/remarks';
import { renderText } from '../../../text/render-text';
import type { MemoryContext } from '../context';
import type { Refused } from '../crm';
import { findOwners } from '../records/owners';
import { toRefusals } from '../records/people';

type Activity = { text: string; ownerId?: string; recording?: string; data?: object };

export async function saveConversation(
  context: MemoryContext,
  { id }: RecordRef,
  { title, remarks, marker, ownerId, ...said }: Conversation,
  written: readonly WrittenPage[],
): Promise<WrittenPage[]> {
  const text = textOf(
    context,
    title,
    renderText(said.messages, { ...said, words: context.call.words }),
    remarks,
    marker,
  );
  const hash = createHash('sha256').update(text).digest('base64url');
  if (written[0]?.hash === hash) return [...written];
  return [{ id: await put(context, id, 'note', marker, { text, ownerId }), hash }];
}

export function saveTask(
  context: MemoryContext,
  { id }: RecordRef,
  { subject, text, remarks, marker, ownerId, dueAt }: TaskDraft,
): Promise<string> {
  const all = textOf(context, subject, text, remarks, marker);
  return put(context, id, 'task', marker, { text: all, ownerId, data: { dueAt } });
}

/** The CRM knows the call by our key: its id is not needed to bring it up to date. */
export function saveCall(
  context: MemoryContext,
  { id }: RecordRef,
  { title, remarks, marker, recordUrl = '', ownerId, ...data }: CallDraft,
  _callId: string | undefined,
): Promise<string> {
  const text = textOf(context, title, recordUrl, remarks, marker);
  return put(context, id, 'call', marker, { text, ownerId, recording: recordUrl, data });
}

/** This CRM takes a key for activities, so none is ever doubled and `inDoubt` needs no thought. */
async function put(
  context: MemoryContext,
  person: string,
  kind: string,
  key: string,
  { text, ...activity }: Activity,
): Promise<string> {
  const { send, settings } = context;
  const defaults = Object.fromEntries(settings.activityDefaults);
  const path = `/people/${person}/activities/${encodeURIComponent(`${kind} ${key}`)}`;
  const write = (body: object) =>
    send<{ id: string; refused: Refused[] }>(`save ${kind}`, 'PUT', path, {
      kind,
      ...activity,
      data: { ...defaults, ...activity.data },
      ...body,
    });
  const { id, refused } = (await write({ text })).body;
  const told = [text, ...rows(context, toRefusals(refused))].join('\n');
  if (refused.length > 0) await write({ text: told, ...(await defaultFor(context, refused)) });
  return id;
}

async function defaultFor(context: MemoryContext, refused: Refused[]): Promise<{ ownerId?: string }> {
  if (!refused.some(({ field }) => field === 'ownerId')) return {};
  const { defaultOwner } = context.settings;
  return { ownerId: (await findOwner((logins) => findOwners(context, logins), [], defaultOwner))?.id };
}

const rows = ({ call }: MemoryContext, remarks: Remark[]) =>
  remarks.map((remark) => `${labelIn(call.words, remark)}: ${remark.value}`);

function textOf(
  context: MemoryContext,
  title: string,
  text: string,
  remarks: Remark[],
  marker: string,
): string {
  return [title, ...rows(context, remarks), text, `[${marker}]`].join('\n');
}
