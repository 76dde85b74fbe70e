import type { SetupPlan, StepOutcome } from '../../admin';
import { leadFieldsToMake, type LeadFieldToMake } from '../../shared/admin/lead-fields';
import { planOf, type Wanted } from '../../shared/admin/wanted';
import { wrong } from '../../shared/findings';
import type { LeadFieldName } from '../../../leads/record';
import type { PipedriveApi } from '../api/client';
import { PipedriveResponseError } from '../api/errors';
import { isObject, objectsOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveSettings } from '../definition';
import { ifAllowed, readMe, readPersonFields, toField } from './company';

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
  const { domain, isAdmin } = await readMe(api);
  const keys = new Map<LeadFieldName, string>();
  let label: string | undefined;
  const fields = (await readPersonFields(api)) ?? [];
  const wanted = leadFieldsToMake('person').map(({ field, words, kind }): Wanted => {
    const name = `JivoChat ${words}`;
    const found = fields.find((one) => one.name === name);
    if (found) keys.set(field, found.key);
    return {
      kind: 'person field',
      name,
      purpose: 'where a person came from, to filter and report by',
      there: found !== undefined,
      async make() {
        const answer = await api.post(`${V2}/personFields`, { field_name: name, field_type: TYPES[kind] });
        keys.set(field, toField(isObject(answer) ? answer : {}).key);
      },
    };
  });
  const labels = settings.titleObject === 'lead' ? await ifAllowed(api.get(`${V1}/leadLabels`)) : undefined;
  if (labels) {
    label = textOf(objectsOf(labels).find(({ name }) => name === LABEL)?.id);
    wanted.push({
      kind: 'lead label',
      name: LABEL,
      purpose: 'leads of JivoChat at a glance',
      there: label !== undefined,
      async make() {
        const answer = await api.post(`${V1}/leadLabels`, { name: LABEL, color: 'green' });
        label = isObject(answer) ? textOf(answer.id) : undefined;
      },
    });
  }
  const plan = planOf(wanted, outcomeOf);
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

function outcomeOf(error: unknown): StepOutcome | undefined {
  if (!(error instanceof PipedriveResponseError) || error.isBusy || ![400, 403].includes(error.status))
    return undefined;
  return { outcome: 'refused', words: error.words || error.message, remedy: GRANT };
}
