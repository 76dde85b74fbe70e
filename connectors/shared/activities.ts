import { createHash } from 'node:crypto';
import type { Refusal, Remark } from '../../leads/conversation/remarks';
import type { MappedValue } from '../../leads/rules/field-values';
import type { WrittenPage } from '../connector';
import { newest, type MappedFields } from './fields/mapped-values';

/** A note, task or call as it was written. */
export interface WrittenActivity {
  id: string;
  /** What the CRM refused of it; stands in its text. */
  refused: Refusal[];
}

/** A text that names what the CRM refused of the activity it stands in, which is known only after the attempt. */
export type TextWithRefusals = (refused: readonly Remark[]) => string;

/** How a CRM finds, edits and makes one activity. */
export interface ActivityWrite {
  /** The id of what an earlier attempt made, told by the mark in its text. */
  find: () => Promise<string | undefined>;
  /** Undefined when it is gone, or may not be edited: what it would say is made anew then. */
  update: (id: string) => Promise<WrittenActivity | undefined>;
  create: () => Promise<WrittenActivity>;
}

/** Makes an activity for which the CRM keeps no key of ours. @param inDoubt an earlier attempt may have made it. */
export async function createOnce(
  inDoubt: boolean,
  { find, update, create }: ActivityWrite,
): Promise<WrittenActivity> {
  const made = inDoubt ? await find() : undefined;
  const updated = made === undefined ? undefined : await update(made);
  return updated ?? create();
}

/** A conversation in pages, each fit for one note. */
export interface Pages {
  pages: readonly string[];
  /** The page with what was refused of it named at its end. */
  withRefusals: (page: string, refused: readonly Remark[]) => string;
  /** What is to stand in a page that was written when the conversation needed more of them. @param index from 0. */
  emptied: (index: number) => string;
}

/** How a CRM writes one page. */
export interface PageWrite<Value> {
  /** The company's values for the first page, where notes have fields. */
  mapped?: readonly MappedValue[];
  values?: (mapped: readonly MappedValue[]) => Promise<MappedFields<Value>>;
  update: (
    id: string,
    text: TextWithRefusals,
    values: Record<string, Value>,
  ) => Promise<WrittenActivity | undefined>;
  create: (index: number, text: TextWithRefusals, values: Record<string, Value>) => Promise<WrittenActivity>;
}

/**
 * Writes the pages of a conversation; only those that changed since `written` are sent.
 * @param written what the last call returned; a page that is gone is made anew, one that is not needed any more says so.
 */
export async function savePages<Value = never>(
  { pages, withRefusals, emptied }: Pages,
  written: readonly WrittenPage[],
  { mapped = [], values, update, create }: PageWrite<Value>,
): Promise<WrittenPage[]> {
  const saved: WrittenPage[] = [];
  for (const [index, page] of pages.entries()) saved.push(await save(page, index, written[index]));
  for (const [index, before] of written.entries()) {
    if (index >= pages.length) saved.push(await empty(index, before));
  }
  return saved;

  async function empty(index: number, before: WrittenPage): Promise<WrittenPage> {
    const page = emptied(index);
    const hash = hashOf(page);
    if (before.hash !== hash) await update(before.id, () => page, {});
    return { ...before, hash };
  }

  async function save(page: string, index: number, before: WrittenPage | undefined): Promise<WrittenPage> {
    const hash = hashOf(page);
    if (before?.hash === hash) return before;
    if (before) {
      const text = textOf(page, before.refused);
      const { fields } = await valuesOf(index, newest(mapped));
      if (await update(before.id, text, fields)) return { ...before, hash };
    }
    const { fields, dropped } = await valuesOf(index, mapped);
    const { id, refused } = await create(index, textOf(page, dropped), fields);
    const told = [...dropped, ...refused];
    return { id, hash, ...(told.length > 0 && { refused: told }) };
  }

  function textOf(page: string, told: readonly Remark[] = []): TextWithRefusals {
    return (refused) => withRefusals(page, [...told, ...refused]);
  }

  async function valuesOf(index: number, given: readonly MappedValue[]): Promise<MappedFields<Value>> {
    return index === 0 && values ? values(given) : { fields: {}, dropped: [] };
  }
}

function hashOf(page: string): string {
  return createHash('sha256').update(page).digest('base64url');
}
