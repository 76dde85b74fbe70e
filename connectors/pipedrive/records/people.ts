import type { CrmRecord, RecordRef } from '../../../leads/record';
import { unlessRefused } from '../api/errors';
import { idOf, isObject, recordOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { absentKeys } from './absent-fields';
import { withReplyFields } from './reply-fields';
import { PERSON, toRecord } from './record';

/** Where a record that leads to a person is read. */
const PATHS: Readonly<Record<string, string>> = {
  [PERSON]: `${V2}/persons`,
  deal: `${V2}/deals`,
  lead: `${V1}/leads`,
};

/**
 * The person, or the one a deal or lead is of: what the chat writes belongs to the deal or lead as well.
 * @returns undefined when it was deleted, or merged: Pipedrive does not tell into whom.
 */
export async function getPerson(context: PipedriveContext, ref: RecordRef): Promise<CrmRecord | undefined> {
  if (ref.type === PERSON) {
    const person = await readPerson(context, ref.id);
    return person && withReplyFields(context, await personToRecord(context, person));
  }
  const found = await readOne(context, ref);
  const id = found && idOf(found.person_id);
  const record = id ? await getPerson(context, { type: PERSON, id }) : undefined;
  return record && { ...record, about: ref };
}

export async function readPerson(context: PipedriveContext, id: string): Promise<Json | undefined> {
  return readOne(context, { type: PERSON, id });
}

export async function personToRecord(context: PipedriveContext, person: Json): Promise<CrmRecord> {
  return toRecord(person, context.settings, await absentKeys(context));
}

async function readOne({ api }: PipedriveContext, { type, id }: RecordRef): Promise<Json | undefined> {
  const path = PATHS[type];
  if (!path || !/^[\w-]{1,40}$/.test(id)) return undefined;
  const query = type === PERSON ? { include_option_labels: true } : undefined;
  const reading = api.get(`${path}/${id}`, query).then((data) => ({ data }));
  const answer = await unlessRefused(reading, ({ status }) => [404, 410].includes(status));
  if (!answer || (isObject(answer.data) && answer.data.is_deleted === true)) return undefined;
  return recordOf(answer.data, `GET ${type}`);
}
