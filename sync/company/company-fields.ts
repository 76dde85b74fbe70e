import { isCrmError } from '../../connectors/errors';
import type { MappedValue } from '../../leads/rules/field-values';
import type { CrmRecord, RecordRef } from '../../leads/record';
import type { ThreadState } from '../../store/link-state';
import type { EventRun } from '../event-run';
import { addRemarks } from '../thread/thread';
import { rememberMapped, unsent } from './mapped-fields';

const COMPANY: RecordRef = { type: 'company', id: '' };

/**
 * Fills the fields of the company that the record is linked to, where the file has maps for companies. No agent's reply waits
 * for it, and what may come with a new record by itself is looked at later.
 * @param later somebody waits, or the record was made just now: the worker does it.
 */
export async function saveCompanyFields(run: EventRun, record: CrmRecord, later: boolean): Promise<void> {
  const { deps, session, progress, why } = run;
  const { state } = progress;
  const values = run.mapped;
  if (!session.fillCompany || unsent(state, values, COMPANY).length === 0) return;
  if (later && !deps.unstored) {
    state.leadFieldsPending = true;
    return;
  }
  try {
    const ref = await fillCompany(run, record, values, state);
    if (ref) why.wrote = { ...why.wrote, company: [ref.id] };
  } catch (error) {
    if (!isCrmError(error)) throw error;
    // The person is written: a company costs no note and no task.
    deps.log.warn('The fields of a company could not be filled; they are tried again with the chat', {
      code: error.details.code,
      status: error.details.status,
    });
    if (error.retryable) state.leadFieldsPending = true;
  }
}

/** @returns the company, where the record is linked to one. */
export async function fillCompany(
  { session }: Pick<EventRun, 'session'>,
  record: CrmRecord,
  values: readonly MappedValue[],
  state: ThreadState,
): Promise<RecordRef | undefined> {
  if (!session.fillCompany || unsent(state, values, COMPANY).length === 0) return undefined;
  const ofCompany = values.filter(({ object }) => object === COMPANY.type);
  const filled = await session.fillCompany(record, ofCompany);
  if (!filled) return undefined;
  addRemarks(state, filled.refused);
  rememberMapped(state, ofCompany, COMPANY);
  return filled.ref;
}
