import { namesOf } from '../../../leads/conversation/remarks';
import { notAccepted } from '../../shared/fields/accepted-values';
import { createOnce, type TextWithRefusals, type WrittenActivity } from '../../shared/activities';
import type { RecordRef } from '../../../leads/record';
import { absentFields, missingIn, rememberRefused } from '../records/absent-fields';
import { writeAccepted } from '../records/accepted-values';
import { key } from '../records/fields';
import type { Fields, Row } from '../api/client';
import { KEEP_OWNER } from '../api/assignment';
import type { SalesforceContext } from '../context';
import { SalesforceResponseError, isAboutTheWrite, isGone, recordGone, wordsOf } from '../api/errors';
import { OPPORTUNITY } from '../sales/opportunities';
import { otherTaskOwner, taskOwner } from '../records/owners';
import { getPerson } from '../records/people';
import { defaultsOf } from '../records/record';
import { hasMark } from './text-page';
import { moment, soql } from '../api/soql';

/** Salesforce docs: Task, `TaskSubtype`; it cannot be changed afterwards. */
export type TaskKind = 'Task' | 'Call';

export interface TaskWrite {
  ref: RecordRef;
  /** The opportunity the chat is about. */
  about?: RecordRef;
  kind: TaskKind;
  /** One of them is a line of the description; by it an earlier attempt's result is found. */
  marks: readonly string[];
  fields: Fields;
  /** Its description, with what Salesforce refused of the other fields named in it. */
  text: TextWithRefusals;
  ownerId?: string;
}

/** The worker gives up after three days; a chat may have begun before. */
const LOOK_BACK_MS = 30 * 24 * 3_600_000;

/**
 * Makes a task on the person's timeline. Salesforce has no key against doing it twice, so after an attempt in doubt the
 * person's own tasks are looked through first.
 */
export async function createTask(context: SalesforceContext, write: TaskWrite): Promise<WrittenActivity> {
  let text = write.text;
  return createOnce(context.call.inDoubt, {
    async find() {
      const found = await findTask(context, write);
      if (found?.WhoId === null) text = withPerson(write);
      return found && String(found.Id);
    },
    update: (id) => updateTask(context, id, write.fields, text),
    create: () => create(context, write),
  });
}

/** An activity that may not be tied to the opportunity is the person's alone. */
async function create(context: SalesforceContext, write: TaskWrite): Promise<WrittenActivity> {
  const { about, ...own } = write;
  if (about?.type !== OPPORTUNITY) return createOfPerson(context, own);
  const related = { ...write, fields: { ...write.fields, WhatId: about.id } };
  try {
    return await createOfPerson(context, related);
  } catch (error) {
    if (!isAboutTheWrite(error) && !(error instanceof SalesforceResponseError && isGone(error))) throw error;
    context.call.log.warn(
      'Salesforce did not tie an activity to the opportunity; it is the contact’s alone',
      {
        words: error.errors.map(wordsOf),
      },
    );
    return createOfPerson(context, own);
  }
}

async function createOfPerson(context: SalesforceContext, write: TaskWrite): Promise<WrittenActivity> {
  const owner = await taskOwner(context, write.ownerId);
  const fields = {
    ...defaultsOf(context.settings, 'Task'),
    ...write.fields,
    Description: '',
    TaskSubtype: write.kind,
    ...(owner && { OwnerId: owner }),
  };
  try {
    return await createAccepted(context, { ...fields, WhoId: write.ref.id }, write.text);
  } catch (error) {
    if ('WhatId' in fields) throw error;
    if (isUntied(error)) return createAccepted(context, fields, withPerson(write));
    const reference = await otherReference(context, error, write.ref);
    if (!reference) throw error;
    if (reference !== 'owner') return createAccepted(context, { ...fields, WhoId: reference }, write.text);
    const { OwnerId: refused, ...ownerless } = fields;
    const other = refused === undefined ? undefined : await otherTaskOwner(context, refused);
    return createAccepted(
      context,
      { ...ownerless, ...(other && { OwnerId: other }), WhoId: write.ref.id },
      (told) => write.text([...(refused ? [notAccepted('Salesforce', 'OwnerId', refused)] : []), ...told]),
    );
  }
}

/** Nothing may be tied to the person, whoever owns it (Salesforce docs: Status Codes). */
function isUntied(error: unknown): boolean {
  return (
    error instanceof SalesforceResponseError && error.has('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY')
  );
}

/** The text of a task that stands alone: it names the record it belongs to. */
function withPerson({ ref, text }: TaskWrite): TextWithRefusals {
  return (told) => text([notAccepted('Salesforce', 'WhoId', ref.id), ...told]);
}

async function createAccepted(
  context: SalesforceContext,
  fields: Fields,
  text: TextWithRefusals,
): Promise<WrittenActivity> {
  const { api, call } = context;
  const { written, refused } = await writeAccepted({
    fields,
    otherOwner: (owner) => otherTaskOwner(context, owner),
    write: (accepted, refusedSoFar) =>
      api.create('Task', described(accepted, text(refusedSoFar)), KEEP_OWNER),
  });
  if (refused.length > 0) {
    call.log.warn('Salesforce refused fields of a task; it is saved without them', {
      refused: namesOf(refused),
    });
  }
  return { id: written!, refused };
}

/**
 * What a refused reference means: the id of the record the person has become, or that the owner is the one refused.
 * @throws CrmUnavailableError when the person is gone: whoever tries again looks for them anew.
 */
async function otherReference(
  context: SalesforceContext,
  error: unknown,
  ref: RecordRef,
): Promise<string | undefined> {
  if (!(error instanceof SalesforceResponseError)) return undefined;
  if (!isGone(error) && !error.has('INVALID_CROSS_REFERENCE_KEY')) return undefined;
  const now = await getPerson(context, ref);
  if (!now) throw recordGone(error);
  return now.ref.id === ref.id ? 'owner' : now.ref.id;
}

/** @returns undefined when somebody deleted it in Salesforce, or keeps it from us: the text goes to a task of ours. */
export async function updateTask(
  context: SalesforceContext,
  id: string,
  fields: Fields,
  text: TextWithRefusals,
): Promise<WrittenActivity | undefined> {
  const { api, call } = context;
  try {
    const { refused } = await writeAccepted({
      // Never empty, or nothing would be written.
      fields: { ...fields, Description: '' },
      write: (accepted, refusedSoFar) =>
        api.update('Task', id, described(accepted, text(refusedSoFar)), KEEP_OWNER),
    });
    return { id, refused };
  } catch (error) {
    if (!(error instanceof SalesforceResponseError)) throw error;
    if (isGone(error)) return undefined;
    if (!isAboutTheWrite(error) || !error.has(...EDIT_FORBIDDEN)) throw error;
    call.log.warn('Salesforce lets us read this task and not edit it; another one is made', {
      codes: error.errors.map(({ errorCode }) => errorCode),
    });
    return undefined;
  }
}

/** The task may be read and not edited, by access, approval or a rule of the administrator (Salesforce docs: Status Codes). */
const EDIT_FORBIDDEN = [
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'ENTITY_IS_LOCKED',
  'INSUFFICIENT_ACCESS',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
];

/** With its text, unless Salesforce refused the description itself. */
function described(accepted: Fields, text: string): Fields {
  return 'Description' in accepted ? { ...accepted, Description: text } : accepted;
}

/** Each hidden field costs one. */
const MAX_ROUNDS = 3;

/** The text of a task cannot be filtered by (Salesforce docs: Task, `Description`). */
async function findTask(
  context: SalesforceContext,
  { ref, kind, marks }: TaskWrite,
): Promise<Row | undefined> {
  const { api, now } = context;
  const since = moment(now() - LOOK_BACK_MS);
  for (let round = 1; ; round++) {
    const absent = await absentFields(context, 'Task');
    if (absent.has(key('Description'))) return undefined;
    const ofKind = absent.has(key('TaskSubtype')) ? soql`` : soql` AND TaskSubtype = ${kind}`;
    try {
      const rows = await api.query(
        // One that could not be tied to the person is nobody's.
        soql`SELECT Id, WhoId, Description FROM Task WHERE (WhoId = ${ref.id} OR WhoId = null)${ofKind} AND CreatedDate >= ${since} ORDER BY CreatedDate DESC LIMIT 200`,
      );
      return rows.find(({ Description: text }) => typeof text === 'string' && hasMark(text, marks));
    } catch (error) {
      const missing = missingIn(error, 'Task', ['Description', 'TaskSubtype']);
      if (missing.length === 0 || round === MAX_ROUNDS) throw error;
      await rememberRefused(context, 'Task', missing);
    }
  }
}
