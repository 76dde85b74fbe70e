import type { CallDraft, Conversation, TaskDraft, WrittenPage } from '../../../connectors/connector';
import type { Refusal, Remark } from '../../../leads/conversation/remarks';
import { activityMethods, type Activity, type ActivityWriter } from '../../../connectors/shared/activities';

const written = (id: string) => ({ id, refused: [] });
const MAPPED = { object: 'note', field: 'size', value: 'huge', policy: 'first' } as const;
const PERSON = { type: 'person', id: '7' };
const DRAFT = { marker: 'chat 1', remarks: [], timeZone: 'UTC', ownerId: 'anna', mapped: [MAPPED] };
const TASK = { ...DRAFT, subject: 'To do', text: 'Call me', dueAt: 0 } satisfies TaskDraft;
const CALL = {
  ...DRAFT,
  title: 'Call',
  direction: 'inbound',
  state: 'completed',
  startedAt: 0,
} satisfies CallDraft;
const CONVERSATION = {
  ...DRAFT,
  title: 'Chat',
  messages: [],
  agents: [],
  visitorName: '',
  at: 0,
} satisfies Conversation;

/** A CRM with these activities in it, that refuses the owner of whatever is made. */
function crm(there: readonly string[], found?: { id: string; text?: () => string }) {
  const texts: string[] = [];
  const made: Activity<string>[] = [];
  const refused: Refusal[] = [{ kind: 'notAccepted', crm: 'A CRM', field: 'owner', value: 'gone' }];
  let pages: string[] = [];
  const telling = (text: string, told: readonly Remark[]) =>
    [text, ...told.map(({ value }) => value)].join(' ');
  const writer: ActivityWriter<string> = {
    format: {
      pages: () => pages,
      withRefusals: telling,
      emptied: ({ page }) => `page ${page} is not needed`,
      task: (task, told) => telling(task.text, [...told, ...task.remarks]),
      call: (call, told) => telling(call.title, told),
    },
    note: () => ({ is: 'note' }),
    task: () => ({ is: 'task' }),
    call: () => ({ is: 'call' }),
    find: () => Promise.resolve(found),
    update: (id, { text }) =>
      Promise.resolve(there.includes(id) ? (texts.push(text([])), written(id)) : undefined),
    create: (activity) => {
      texts.push(activity.text(refused));
      made.push(activity);
      return Promise.resolve({ id: `made-${activity.page}`, refused });
    },
  };
  const save = (newPages: string[], before: WrittenPage[], inDoubt = false) => {
    pages = newPages;
    return activityMethods(inDoubt, writer).saveConversation(PERSON, CONVERSATION, before);
  };
  return { texts, made, writer, save };
}

it.each<[string, boolean, string | undefined, boolean, string]>([
  ['is made', false, 'earlier', true, 'made-0'],
  ['is made after an attempt in doubt that made none', true, undefined, true, 'made-0'],
  ['is the one an attempt in doubt made', true, 'earlier', true, 'earlier'],
  ['is made anew where that one is gone', true, 'earlier', false, 'made-0'],
])('an activity %s', async (_case, inDoubt, earlier, isThere, id) => {
  const { writer, save } = crm(isThere ? ['earlier'] : [], earlier ? { id: earlier } : undefined);
  const methods = activityMethods(inDoubt, writer);
  expect(await methods.saveTask(PERSON, TASK)).toBe(id);
  expect(await methods.saveCall(PERSON, CALL, undefined)).toBe(id);
  expect(await save(['one'], [], inDoubt)).toMatchObject([{ id }]);
});

it('one that is found says what its finder wants it to say', async () => {
  const { writer, texts } = crm(['earlier'], { id: 'earlier', text: () => 'stands alone' });
  await activityMethods(true, writer).saveTask(PERSON, TASK);
  expect(texts).toEqual(['stands alone']);
});

it.each([
  ['is brought up to date', ['call-1'], 'call-1', 'Call'],
  ['is made anew where somebody deleted it', [], 'made-0', 'Call gone'],
])('a call that goes on %s', async (_case, there, id, text) => {
  const { writer, texts } = crm(there);
  expect(await activityMethods(false, writer).saveCall(PERSON, CALL, 'call-1')).toBe(id);
  expect(texts).toEqual([text]);
});

it('the company’s values go with a task and the first page, and what was not taken of them is told', async () => {
  const { writer, made, texts, save } = crm([]);
  const dropped: Refusal[] = [{ kind: 'notAccepted', crm: 'A CRM', field: 'size', value: 'huge' }];
  const none = { fields: {}, dropped: [] };
  writer.values = (object, mapped) =>
    Promise.resolve(mapped.length > 0 ? { fields: { own: object, is: 'theirs' }, dropped } : none);
  await activityMethods(false, writer).saveTask(PERSON, TASK);
  await save(['one', 'two'], []);
  expect(made.map(({ fields }) => fields)).toEqual([
    { own: 'task', is: 'task' },
    { own: 'note', is: 'note' },
    { is: 'note' },
  ]);
  expect(texts).toEqual(['Call me gone huge', 'one huge gone', 'two gone']);
});

describe('the pages of a conversation', () => {
  it('are made, and none is sent again while it stays', async () => {
    const { texts, made, save } = crm([]);
    const first = await save(['one', 'two'], []);
    expect(texts).toEqual(['one gone', 'two gone']);
    expect(made).toMatchObject(
      [0, 1].map((page) => ({ person: PERSON, ownerId: 'anna', marker: 'chat 1', page })),
    );
    expect(await save(['one', 'two'], first)).toEqual(first);
    expect(texts).toHaveLength(2);
  });

  it('grow in place, and keep naming what was refused of them', async () => {
    const { texts, save } = crm(['made-0']);
    const first = await save(['one'], []);
    const grown = await save(['one and more'], first);
    expect(texts.at(-1)).toBe('one and more gone');
    expect(grown[0]).toMatchObject({ id: 'made-0', refused: first[0]!.refused });
    expect(grown[0]!.hash).not.toBe(first[0]!.hash);
  });

  it('are made anew where somebody deleted them', async () => {
    const { texts, save } = crm([]);
    const gone = [{ id: 'deleted', hash: 'of other text' }];
    expect(await save(['one'], gone)).toMatchObject([{ id: 'made-0' }]);
    expect(texts).toEqual(['one gone']);
  });

  it('say so once where the conversation needs fewer of them, and are used again', async () => {
    const { texts, save } = crm(['made-0', 'made-1']);
    const two = await save(['one', 'two'], []);
    const fewer = await save(['all in one'], two);
    expect(texts.slice(2)).toEqual(['all in one gone', 'page 1 is not needed']);
    expect(await save(['all in one'], fewer)).toEqual(fewer);
    expect(texts).toHaveLength(4);
    const again = await save(['one', 'three'], fewer);
    expect(again.map(({ id }) => id)).toEqual(['made-0', 'made-1']);
    expect(texts.at(-1)).toBe('three gone');
  });
});
