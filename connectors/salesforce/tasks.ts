import type { RecordRef } from '../../leads/record';
import { writeAccepted } from './accepted-values';
import type { Fields } from './api';
import type { SalesforceContext } from './context';
import { SalesforceResponseError, isGone, recordGone } from './errors';
import { taskOwner } from './owners';
import { getPerson } from './people';
import { moment, soql } from './soql';

/** Salesforce docs: Task, `TaskSubtype`; it cannot be changed afterwards. */
export type TaskKind = 'Task' | 'Call';

export interface TaskWrite {
  ref: RecordRef;
  kind: TaskKind;
  /** Stands in the description; by it an earlier attempt's result is found. */
  marker: string;
  fields: Fields;
  ownerId?: string;
}

/** The worker gives up after three days; a chat may have begun before. */
const LOOK_BACK_MS = 30 * 24 * 3_600_000;

/**
 * Makes a task on the person's timeline. Salesforce has no key against doing it twice, so after a doubtful attempt the
 * person's own tasks are looked through first.
 * @returns its id.
 */
export async function createTask(context: SalesforceContext, write: TaskWrite): Promise<string> {
  if (context.call.unsure) {
    const made = await findTask(context, write);
    if (made && (await updateTask(context, made, write.fields))) return made;
  }
  const owner = await taskOwner(context, write.ownerId);
  const fields = { ...write.fields, TaskSubtype: write.kind, ...(owner && { OwnerId: owner }) };
  try {
    return await createAccepted(context, { ...fields, WhoId: write.ref.id });
  } catch (error) {
    const reference = await otherReference(context, error, write.ref);
    if (!reference) throw error;
    const { OwnerId: _owner, ...ownerless } = fields;
    return createAccepted(context, {
      ...(reference === 'owner' ? ownerless : fields),
      WhoId: personId(reference, write),
    });
  }
}

async function createAccepted({ api, call }: SalesforceContext, fields: Fields): Promise<string> {
  const { result, refused } = await writeAccepted({
    fields,
    write: (accepted) => api.create('Task', accepted),
  });
  if (refused.length > 0) {
    call.log.warn('Salesforce refused fields of a task; it is saved without them', {
      refused: refused.map(({ label }) => label),
    });
  }
  return result!;
}

function personId(reference: string, { ref }: TaskWrite): string {
  return reference === 'owner' ? ref.id : reference;
}

/**
 * What a refused reference means: the id of the record the person has become, or that the owner is the one refused.
 * @throws CrmUnavailableError when the person is gone: whoever tries again looks for him anew.
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

/** @returns false when somebody deleted it in Salesforce. */
export async function updateTask({ api }: SalesforceContext, id: string, fields: Fields): Promise<boolean> {
  try {
    await writeAccepted({ fields, write: (accepted) => api.update('Task', id, accepted) });
    return true;
  } catch (error) {
    if (error instanceof SalesforceResponseError && isGone(error)) return false;
    throw error;
  }
}

/** The text of a task cannot be filtered by (Salesforce docs: Task, `Description`). */
async function findTask(
  { api, now }: SalesforceContext,
  { ref, kind, marker }: TaskWrite,
): Promise<string | undefined> {
  const since = moment(now() - LOOK_BACK_MS);
  const rows = await api.query(
    soql`SELECT Id, Description FROM Task WHERE WhoId = ${ref.id} AND TaskSubtype = ${kind} AND CreatedDate >= ${since} ORDER BY CreatedDate DESC LIMIT 200`,
  );
  const made = rows.find(({ Description: text }) => typeof text === 'string' && text.includes(marker));
  return made && String(made.Id);
}
