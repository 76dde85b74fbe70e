import type { Refusal } from '../../../leads/conversation/remarks';
import { createOnce, savePages, type PageWrite } from '../../../connectors/shared/activities';

const written = (id: string) => ({ id, refused: [] });

it.each<[string, boolean, string | undefined, boolean, string]>([
  ['is made', false, 'earlier', true, 'new'],
  ['is made after an attempt in doubt that made none', true, undefined, true, 'new'],
  ['is the one an attempt in doubt made', true, 'earlier', true, 'earlier'],
  ['is made anew where that one is gone', true, 'earlier', false, 'new'],
])('an activity %s', async (_case, inDoubt, found, isThere, id) => {
  const activity = await createOnce(inDoubt, {
    find: () => Promise.resolve(found),
    update: (earlier) => Promise.resolve(isThere ? written(earlier) : undefined),
    create: () => Promise.resolve(written('new')),
  });
  expect(activity.id).toBe(id);
});

describe('the pages of a conversation', () => {
  /** A CRM with these pages in it, that refuses the owner of whatever is made. */
  function crm(there: readonly string[]) {
    const texts: string[] = [];
    const refused: Refusal[] = [{ kind: 'notAccepted', crm: 'A CRM', field: 'owner', value: 'gone' }];
    const page: PageWrite = {
      withRefusals: (text, told) => [text, ...told.map(({ value }) => value)].join(' '),
      emptied: (index) => `page ${index} is not needed`,
      update: (id, text) =>
        Promise.resolve(there.includes(id) ? (texts.push(text([])), written(id)) : undefined),
      create: (index, text) => {
        texts.push(text(refused));
        return Promise.resolve({ id: `made-${index}`, refused });
      },
    };
    return { texts, page };
  }

  it('are made, and none is sent again while it stays', async () => {
    const { texts, page } = crm([]);
    const first = await savePages(['one', 'two'], [], page);
    expect(texts).toEqual(['one gone', 'two gone']);
    expect(await savePages(['one', 'two'], first, page)).toEqual(first);
    expect(texts).toHaveLength(2);
  });

  it('grow in place, and keep naming what was refused of them', async () => {
    const { texts, page } = crm(['made-0']);
    const first = await savePages(['one'], [], page);
    const grown = await savePages(['one and more'], first, page);
    expect(texts.at(-1)).toBe('one and more gone');
    expect(grown[0]).toMatchObject({ id: 'made-0', refused: first[0]!.refused });
    expect(grown[0]!.hash).not.toBe(first[0]!.hash);
  });

  it('are made anew where somebody deleted them', async () => {
    const { texts, page } = crm([]);
    const gone = [{ id: 'deleted', hash: 'of other text' }];
    expect(await savePages(['one'], gone, page)).toMatchObject([{ id: 'made-0' }]);
    expect(texts).toEqual(['one gone']);
  });

  it('say so once where the conversation needs fewer of them, and are used again', async () => {
    const { texts, page } = crm(['made-0', 'made-1']);
    const two = await savePages(['one', 'two'], [], page);
    const fewer = await savePages(['all in one'], two, page);
    expect(texts.slice(2)).toEqual(['all in one gone', 'page 1 is not needed']);
    expect(await savePages(['all in one'], fewer, page)).toEqual(fewer);
    expect(texts).toHaveLength(4);
    const again = await savePages(['one', 'three'], fewer, page);
    expect(again.map(({ id }) => id)).toEqual(['made-0', 'made-1']);
    expect(texts.at(-1)).toBe('three gone');
  });
});
