import type { WrittenPage } from '../../../connectors/connector';
import type { Refusal, Remark } from '../../../leads/conversation/remarks';
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
    const of = (pages: string[]) => ({
      pages,
      withRefusals: (text: string, told: readonly Remark[]) =>
        [text, ...told.map(({ value }) => value)].join(' '),
      emptied: (index: number) => `page ${index} is not needed`,
    });
    const page: PageWrite<never> = {
      update: (id, text) =>
        Promise.resolve(there.includes(id) ? (texts.push(text([])), written(id)) : undefined),
      create: (index, text) => {
        texts.push(text(refused));
        return Promise.resolve({ id: `made-${index}`, refused });
      },
    };
    return { texts, save: (pages: string[], before: WrittenPage[]) => savePages(of(pages), before, page) };
  }

  it('are made, and none is sent again while it stays', async () => {
    const { texts, save } = crm([]);
    const first = await save(['one', 'two'], []);
    expect(texts).toEqual(['one gone', 'two gone']);
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
