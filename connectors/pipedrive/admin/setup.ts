import type { SetupPlan } from '../../admin';
import { leadFieldsToMake, type LeadFieldToMake } from '../../shared/admin/lead-fields';
import { planOf, type Wanted } from '../../shared/admin/wanted';
import { wrong } from '../../shared/findings';
import type { LeadFieldName } from '../../../leads/record';
import type { PipedriveApi } from '../api/client';
import { objectOf, objectsOf, textOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveSettings } from '../definition';
import { ifAllowed, readPersonFields, readUser } from './company';

/** Pipedrive docs: Custom fields: `varchar` holds 255 characters, `text` 65,000. */
const TYPES: Readonly<Record<LeadFieldToMake['kind'], string>> = {
  line: 'varchar',
  lines: 'text',
  day: 'date',
};
const LABEL = 'JivoChat';
const GRANT = 'Take the token of an administrator for setup; any other may follow afterwards';

/** @throws PipedriveResponseError when the token is wrong. */
export async function planSetup(api: PipedriveApi, settings: PipedriveSettings): Promise<SetupPlan> {
  const { domain, isAdmin } = await readUser(api);
  const keys = new Map<LeadFieldName, string>();
  let label: string | undefined;
  const fields = (await readPersonFields(api)) ?? [];
  const wanted = leadFieldsToMake('person').map(({ field, words, kind }): Wanted => {
    const name = `JivoChat ${words}`;
    const take = (one: Json | undefined) => {
      const key = textOf(one?.field_code);
      if (key) keys.set(field, key);
    };
    const found = fields.find((one) => one.field_name === name);
    take(found);
    return {
      kind: 'person field',
      name,
      purpose: 'where a person came from, to filter and report by',
      there: found !== undefined,
      make: async () =>
        take(objectOf(await api.post(`${V2}/personFields`, { field_name: name, field_type: TYPES[kind] }))),
    };
  });
  const labels = settings.titleObject === 'lead' ? await ifAllowed(api.get(`${V1}/leadLabels`)) : undefined;
  if (labels) {
    const take = (one: Json | undefined) => (label = textOf(one?.id));
    take(objectsOf(labels).find(({ name }) => name === LABEL));
    wanted.push({
      kind: 'lead label',
      name: LABEL,
      purpose: 'leads of JivoChat at a glance',
      there: label !== undefined,
      make: async () => take(objectOf(await api.post(`${V1}/leadLabels`, { name: LABEL, color: 'green' }))),
    });
  }
  const plan = planOf(wanted, () => GRANT);
  return {
    account: `company ${domain}`,
    ...plan,
    problems:
      isAdmin || plan.steps.length === 0 ? [] : [wrong('The token’s user is no administrator', GRANT)],
    settings: () => ({
      ...(keys.size > 0 && { PIPEDRIVE_LEAD_FIELDS: [...keys].map((pair) => pair.join('=')).join(',') }),
      ...(label && { PIPEDRIVE_LEAD_LABEL: label }),
    }),
  };
}
