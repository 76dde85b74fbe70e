import type { CreateOutcome, LeadDraft, SaveOutcome } from '../../connector';
import { hasChanges, type LeadChanges } from '../../../leads/merge';
import type { CrmRecord } from '../../../leads/record';
import { PipedriveResponseError, asPersonGone } from '../api/errors';
import { recordOf } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { organizationOf } from '../sales/organizations';
import { writeAccepted } from './accepted-values';
import { inV2, placesOf, valuesFor } from './fields';
import { getPerson, madeAlready, personToRecord } from './people';
import { PERSON, changedFields, isWhole, newPerson } from './record';

/** Creates the person. Pipedrive keeps nobody from being made twice: whom an earlier attempt may have made is looked for. */
export async function createPerson(context: PipedriveContext, draft: LeadDraft): Promise<CreateOutcome> {
  const { title, company } = draft.lead;
  const made = await madeAlready(context, draft);
  if (made) return { outcome: 'exists', ref: made };
  const mapped = await valuesFor(context, PERSON, draft.mapped);
  const own = newPerson(draft, await placesOf(context));
  const { written, refused } = await writeAccepted(context, {
    fields: { ...own, ...mapped.fields, ...(await organizationOf(context, company)) },
    // Pipedrive wants a name: our title, and where that holds what was refused, its number alone.
    standIn: (left, gone) => ({ name: gone.name === title ? title.split(' - ')[0] : title, ...left }),
    write: async (sent) => recordOf(await context.api.post(`${V2}/persons`, inV2(sent)), 'POST v2/persons'),
  });
  const record = await personToRecord(context, written!);
  return { outcome: 'created', record, refused: [...mapped.dropped, ...refused] };
}

/** Of a person who may not be edited nothing is changed. */
export async function updatePerson(
  context: PipedriveContext,
  before: CrmRecord,
  changes: LeadChanges,
): Promise<SaveOutcome> {
  const { ref } = before;
  const organization = await organizationOf(context, changes.company);
  if (organization.org_id === undefined && !hasChanges({ ...changes, company: undefined }))
    return { record: before, refused: [] };
  const record = isWhole(before) ? before : await getPerson(context, ref);
  if (!record) return asPersonGone(new PipedriveResponseError('GET v2/persons', 404, {}));
  const mapped = await valuesFor(context, PERSON, changes.mapped, (key) => record.fields[key.toLowerCase()]);
  const own = changedFields(record, changes, await placesOf(context));
  const missed = ['name', 'emails', 'phones', ...Object.keys(mapped.fields)];
  const { written, refused } = await writeAccepted(context, {
    fields: { ...own, ...mapped.fields, ...organization },
    edit: { record, call: context.call, isMissed: (name) => missed.includes(name) },
    write: async (sent) =>
      recordOf(await context.api.patch(`${V2}/persons/${ref.id}`, inV2(sent)), 'PATCH v2/persons'),
  }).catch(asPersonGone);
  return {
    record: written ? await personToRecord(context, written) : record,
    refused: [...mapped.dropped, ...refused],
  };
}
