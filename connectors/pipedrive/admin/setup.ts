import type { SetupPlan, SetupStep, StepOutcome } from '../../admin';
import { wrong } from '../../shared/findings';
import type { LeadFieldName } from '../../../leads/record';
import type { PipedriveApi } from '../api/client';
import { PipedriveResponseError, isBusy } from '../api/errors';
import { isObject, objectsOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveSettings } from '../definition';
import { ifAllowed, readMe, readPersonFields, toField } from './company';

/** Pipedrive docs: Custom fields: `varchar` holds 255 characters, `text` 65,000. */
export const WANTED: Readonly<Record<LeadFieldName, { name: string; type: 'varchar' | 'text' | 'date' }>> = {
  source: { name: 'JivoChat source', type: 'varchar' },
  title: { name: 'JivoChat title', type: 'varchar' },
  chatId: { name: 'JivoChat chat id', type: 'varchar' },
  visitorKey: { name: 'JivoChat visitor key', type: 'varchar' },
  page: { name: 'JivoChat page', type: 'text' },
  utm: { name: 'JivoChat utm', type: 'text' },
  place: { name: 'JivoChat place', type: 'varchar' },
  comment: { name: 'JivoChat comment', type: 'text' },
  lastChat: { name: 'JivoChat last chat', type: 'date' },
};
const LABEL = 'JivoChat';
const GRANT = 'Take the token of an administrator for setup; any other may follow afterwards';

/** @throws PipedriveResponseError when the token is wrong. */
export async function planSetup(api: PipedriveApi, settings: PipedriveSettings): Promise<SetupPlan> {
  const { domain, isAdmin } = await readMe(api);
  const fields = (await readPersonFields(api)) ?? [];
  const keys = new Map<LeadFieldName, string>();
  const plan = { steps: [] as SetupStep[], present: [] as string[] };
  for (const [field, { name, type }] of Object.entries(WANTED) as [
    LeadFieldName,
    (typeof WANTED)[LeadFieldName],
  ][]) {
    const what = `person field ${name}`;
    const found = fields.find((one) => one.name === name);
    if (found) {
      keys.set(field, found.key);
      plan.present.push(what);
      continue;
    }
    const make = () =>
      made(async () => {
        const answer = await api.post(`${V2}/personFields`, { field_name: name, field_type: type });
        keys.set(field, toField(isObject(answer) ? answer : {}).key);
      });
    plan.steps.push({ id: field, what, purpose: 'where a person came from, to filter and report by', make });
  }
  let label: string | undefined;
  const labels = settings.titleObject === 'lead' ? await ifAllowed(api.get(`${V1}/leadLabels`)) : undefined;
  if (labels) {
    label = textOf(objectsOf(labels).find(({ name }) => name === LABEL)?.id);
    if (label) plan.present.push(`lead label ${LABEL}`);
    else {
      const make = () =>
        made(async () => {
          const answer = await api.post(`${V1}/leadLabels`, { name: LABEL, color: 'green' });
          label = isObject(answer) ? textOf(answer.id) : undefined;
        });
      plan.steps.push({
        id: 'label',
        what: `lead label ${LABEL}`,
        purpose: 'leads of JivoChat at a glance',
        make,
      });
    }
  }
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

async function made(work: () => Promise<void>): Promise<StepOutcome> {
  try {
    await work();
    return { outcome: 'made' };
  } catch (error) {
    if (!(error instanceof PipedriveResponseError) || isBusy(error) || ![400, 403].includes(error.status))
      throw error;
    return { outcome: 'refused', words: error.words || error.message, remedy: GRANT };
  }
}
