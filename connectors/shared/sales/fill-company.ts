import type { CrmRecord, RecordRef } from '../../../leads/record';
import type { MappedValue } from '../../../leads/rules/field-values';
import type { Refusal } from '../../../leads/conversation/remarks';
import type { FilledCompany } from '../../connector';
import { knownKinds, type FieldValues } from '../fields/mapped-values';
import { ifAllowed, type SparingContext, type Spared } from '../if-allowed';

const COMPANY = 'company';

/** The company a person is linked to. */
interface Company {
  ref: RecordRef;
  /** What its field holds. */
  stored: (field: string) => string | undefined;
}

/** How a CRM fills it. */
interface CompanyFilling<Context, Value> extends Pick<Spared<unknown>, 'refusal' | 'remedy'> {
  crm: string;
  /** @param fields the names that are known of it. */
  find: (context: Context, record: CrmRecord, fields: readonly string[]) => Promise<Company | undefined>;
  values: FieldValues<Value>;
  write: (context: Context, id: string, fields: Record<string, Value>) => Promise<{ refused: Refusal[] }>;
}

/**
 * Fills the free fields of the company the person is linked to. Where the companies are hidden, or this one may not be edited, it
 * costs these fields only.
 * @returns what answers undefined where there is no company, or nobody knows the fields yet.
 */
export function companyFiller<Context extends SparingContext, Value>(
  filling: CompanyFilling<Context, Value>,
) {
  const { crm, find, values, write, refusal, remedy } = filling;
  return async (context: Context, record: CrmRecord, mapped: readonly MappedValue[]) => {
    const kinds = await knownKinds(context.memory, COMPANY);
    const work = async (): Promise<FilledCompany | undefined> => {
      const company =
        kinds &&
        (await find(
          context,
          record,
          kinds.map(({ name }) => name),
        ));
      if (!company) return undefined;
      const { fields, dropped } = await values(context, COMPANY, mapped, company.stored);
      const { refused } = await write(context, company.ref.id, fields);
      return { ref: company.ref, refused: [...dropped, ...refused] };
    };
    const words = `${crm} did not let the fields of a company be filled`;
    return ifAllowed(context, { name: 'companies-refused', words, remedy, refusal, work });
  };
}
