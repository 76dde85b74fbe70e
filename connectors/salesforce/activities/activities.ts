import { namesOf } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import type { Activity, ActivityWriter, TextWithRefusals, WrittenActivity } from '../../shared/activities';
import { notAccepted } from '../../shared/fields/accepted-values';
import { textOf } from '../../shared/json';
import { KEEP_OWNER } from '../api/assignment';
import type { FieldValue, Fields } from '../api/client';
import { SalesforceResponseError, isAboutTheWrite, isGone, recordGone, wordsOf } from '../api/errors';
import { moment, soql } from '../api/soql';
import type { SalesforceContext } from '../context';
import { absentFields, askOneShown, type FieldQuery } from '../records/absent-fields';
import { writeAccepted } from '../records/accepted-values';
import { key } from '../records/fields';
import { mappedFields } from '../records/mapped-fields';
import { otherTaskOwner, taskOwner } from '../records/owners';
import { getPerson } from '../records/people';
import { defaultsOf } from '../records/record';
import { OPPORTUNITY } from '../sales/opportunities';
import { callFields, noteFields, taskFields } from './task-fields';
import { hasMark, textFormat } from './text-page';

/** The worker gives up after three days; a chat may have begun before. */
const LOOK_BACK_MS = 30 * 24 * 3_600_000;

/** The task may be read and not edited, by access, approval or a rule of the administrator (Salesforce docs: Status Codes). */
const EDIT_FORBIDDEN = [
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'ENTITY_IS_LOCKED',
  'INSUFFICIENT_ACCESS',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
];

type Task = Activity<FieldValue>;

/**
 * Tasks on the person's timeline: completed ones for conversations, open ones, calls. Salesforce has no key against doing it
 * twice, so after an attempt in doubt the person's own tasks are looked through first.
 */
export function activities(context: SalesforceContext): ActivityWriter<FieldValue> {
  const { api, call, now } = context;
  const { words } = call;
  return {
    format: textFormat(words),
    values: (object, mapped) => mappedFields(context, object, mapped),
    note: (conversation, page) => noteFields(conversation, page, words),
    task: taskFields,
    call: (draft) => callFields(draft, words),

    // The text of a task cannot be filtered by (Salesforce docs: Task, `Description`).
    async find(task) {
      const { id } = task.person;
      const since = moment(now() - LOOK_BACK_MS);
      const build = async (): Promise<FieldQuery | undefined> => {
        const absent = await absentFields(context, 'Task');
        if (absent.has(key('Description'))) return undefined;
        const ofKind = absent.has(key('TaskSubtype')) ? soql`` : soql` AND TaskSubtype = ${subtypeOf(task)}`;
        // One that could not be tied to the person is nobody's.
        const query = soql`SELECT Id, WhoId, Description FROM Task WHERE (WhoId = ${id} OR WhoId = null)${ofKind} AND CreatedDate >= ${since} ORDER BY CreatedDate DESC LIMIT 200`;
        return { type: 'Task', fields: ['Description', 'TaskSubtype'], query };
      };
      const rows = await askOneShown(context, build, (query) => api.query(query));
      const found = rows.find(({ Description: text }) => hasMark(textOf(text) ?? '', task));
      return found && { id: String(found.Id), ...(found.WhoId === null && { text: withPerson(task) }) };
    },

    async update(id, { fields, text }) {
      try {
        const { refused } = await writeAccepted({
          // Never empty, or nothing would be written.
          fields: { ...fields, Description: '' },
          write: (sent, told) => api.update('Task', id, described(sent, text(told)), KEEP_OWNER),
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
    },

    // An activity that may not be tied to the opportunity is the person's alone.
    async create(task) {
      const { about, fields } = task;
      if (about?.type !== OPPORTUNITY) return createOfPerson(context, task);
      try {
        return await createOfPerson(context, { ...task, fields: { ...fields, WhatId: about.id } });
      } catch (error) {
        if (!isAboutTheWrite(error) && !(error instanceof SalesforceResponseError && isGone(error)))
          throw error;
        call.log.warn('Salesforce did not tie an activity to the opportunity; it is the contact’s alone', {
          words: error.errors.map(wordsOf),
        });
        return createOfPerson(context, task);
      }
    },
  };
}

async function createOfPerson(context: SalesforceContext, task: Task): Promise<WrittenActivity> {
  const { person, text } = task;
  const owner = await taskOwner(context, task.ownerId);
  const fields = {
    ...defaultsOf(context.settings, 'Task'),
    ...task.fields,
    TaskSubtype: subtypeOf(task),
    ...(owner && { OwnerId: owner }),
  };
  try {
    return await createAccepted(context, { ...fields, WhoId: person.id }, text);
  } catch (error) {
    if ('WhatId' in fields) throw error;
    if (isUntied(error)) return createAccepted(context, fields, withPerson(task));
    const reference = await otherReference(context, error, person);
    if (!reference) throw error;
    if (reference !== 'owner') return createAccepted(context, { ...fields, WhoId: reference }, text);
    const { OwnerId: refused, ...ownerless } = fields;
    const other = refused === undefined ? undefined : await otherTaskOwner(context, refused);
    return createAccepted(
      context,
      { ...ownerless, ...(other && { OwnerId: other }), WhoId: person.id },
      (told) => text([...(refused ? [notAccepted('Salesforce', 'OwnerId', refused)] : []), ...told]),
    );
  }
}

/** Salesforce docs: Task, `TaskSubtype`; it cannot be changed afterwards. */
function subtypeOf({ kind }: Task): string {
  return kind === 'call' ? 'Call' : 'Task';
}

/** Nothing may be tied to the person, whoever owns it (Salesforce docs: Status Codes). */
function isUntied(error: unknown): boolean {
  return (
    error instanceof SalesforceResponseError && error.has('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY')
  );
}

/** The text of a task that stands alone: it names the record it belongs to. */
function withPerson({ person, text }: Task): TextWithRefusals {
  return (told) => text([notAccepted('Salesforce', 'WhoId', person.id), ...told]);
}

async function createAccepted(
  context: SalesforceContext,
  fields: Fields,
  text: TextWithRefusals,
): Promise<WrittenActivity> {
  const { api, call } = context;
  const { written, refused } = await writeAccepted({
    fields: { ...fields, Description: '' },
    otherOwner: (owner) => otherTaskOwner(context, owner),
    write: (sent, told) => api.create('Task', described(sent, text(told)), KEEP_OWNER),
  });
  if (refused.length > 0)
    call.log.warn('Salesforce refused fields of a task; it is saved without them', {
      refused: namesOf(refused),
    });
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

/** With its text, unless Salesforce refused the description itself. */
function described(accepted: Fields, text: string): Fields {
  return 'Description' in accepted ? { ...accepted, Description: text } : accepted;
}
