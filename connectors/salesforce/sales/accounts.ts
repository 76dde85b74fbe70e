import type { FilledCompany } from '../../connector';
import { freeValues, knownKinds } from '../../shared/fields/mapped-values';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { CrmRecord } from '../../../leads/record';
import { KEEP_OWNER } from '../api/assignment';
import type { SalesforceContext } from '../context';
import { SalesforceResponseError, isAboutTheWrite, isGone, wordsOf } from '../api/errors';
import { names, soql } from '../api/soql';
import { writeAccepted } from '../records/accepted-values';
import { DUPLICATE_HEADER, SAVE_DUPLICATES } from '../records/duplicates';
import { mappedFields } from '../records/mapped-fields';

const COMPANY = 'company';

/**
 * Fills fields of the contact's account; a lead has none before it is converted. An account that we may not edit costs these
 * fields only.
 */
export async function fillAccount(
  context: SalesforceContext,
  { ref }: CrmRecord,
  mapped: readonly MappedValue[],
): Promise<FilledCompany | undefined> {
  const { api, memory, call } = context;
  const kinds = await knownKinds(memory, COMPANY);
  if (ref.type !== 'Contact' || !kinds) return undefined;
  // A field that there is not would be refused with the whole query.
  const known = kinds.map(({ name }) => name);
  try {
    const [row] = await api.query(
      soql`SELECT ${names(['AccountId', ...known.map((name) => `Account.${name}`)])} FROM Contact WHERE Id = ${ref.id} LIMIT 1`,
    );
    if (typeof row?.AccountId !== 'string') return undefined;
    const stored = new Map(
      Object.entries((row.Account ?? {}) as Record<string, unknown>).map(([name, value]) => [
        name.toLowerCase(),
        textOf(value),
      ]),
    );
    const free = freeValues(mapped, (field) => stored.get(field.toLowerCase()));
    const { fields, dropped } = await mappedFields(context, COMPANY, free);
    const id = row.AccountId;
    const headers = { ...KEEP_OWNER, [DUPLICATE_HEADER]: SAVE_DUPLICATES };
    const { refused } = await writeAccepted({
      fields,
      write: (sent) => api.update('Account', id, sent, headers),
    });
    return { ref: { type: 'Account', id }, refused: [...dropped, ...refused] };
  } catch (error) {
    if (!(error instanceof SalesforceResponseError) || !(isAboutTheWrite(error) || isGone(error)))
      throw error;
    call.log.warn('Salesforce did not let the fields of an account be filled', {
      words: error.errors.map(wordsOf),
    });
    return undefined;
  }
}

/** A checkbox that is not set is as good as blank. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value || undefined;
  return typeof value === 'number' || value === true ? String(value) : undefined;
}
