import type { RecordRef } from '../../../leads/record';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { Refusal } from '../../../leads/conversation/remarks';
import type { CallContext, FilledCompany, Memory } from '../../connector';
import { freeValues, knownKinds, type MappedFields } from '../fields/mapped-values';
import { ifAllowed, type Refused } from '../if-allowed';

export const COMPANY = 'company';

/** The company a person is linked to. */
export interface LinkedCompany {
  ref: RecordRef;
  /** What its field holds. */
  stored: (field: string) => string | undefined;
}

/** How a CRM fills it. */
export interface CompanyFilling<Value> {
  crm: string;
  /** @param fields the names that are known of it. */
  find: (fields: readonly string[]) => Promise<LinkedCompany | undefined>;
  values: (mapped: readonly MappedValue[]) => Promise<MappedFields<Value>>;
  write: (id: string, fields: Record<string, Value>) => Promise<{ refused: Refusal[] }>;
  refusal: (error: unknown) => Refused | undefined;
  remedy: string;
}

/**
 * Fills the free fields of the company the person is linked to. Where the companies are hidden, or this one may not be edited, it
 * costs these fields only.
 * @returns undefined where there is no company, or nobody knows the fields yet.
 */
export async function fillCompany<Value>(
  context: { memory: Memory; call: Pick<CallContext, 'log'> },
  mapped: readonly MappedValue[],
  { crm, find, values, write, refusal, remedy }: CompanyFilling<Value>,
): Promise<FilledCompany | undefined> {
  const kinds = await knownKinds(context.memory, COMPANY);
  if (!kinds) return undefined;
  const work = async () => {
    const company = await find(kinds.map(({ name }) => name));
    if (!company) return undefined;
    const { fields, dropped } = await values(freeValues(mapped, company.stored));
    const { refused } = await write(company.ref.id, fields);
    return { ref: company.ref, refused: [...dropped, ...refused] };
  };
  const words = `${crm} did not let the fields of a company be filled`;
  return ifAllowed(context, { name: 'companies-refused', words, remedy, refusal, work });
}
