import type { RecordRef } from '../../../leads/record';
import { shorten } from '../../../text/plain-text';
import { saveTitleObject, type WantedTitle } from '../../shared/sales/title-object';
import { refusalOf } from '../../shared/if-allowed';
import { asPersonGone } from '../api/errors';
import { idOf, isNumber, numbers, objectsOf, recordOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { inV1, inV2, valuesFor } from '../records/fields';
import { MAX_TEXT } from '../records/record';

const PATHS = { lead: `${V1}/leads`, deal: `${V2}/deals` } as const;
const IN_TERMS = { lead: inV1, deal: inV2 } as const;
/** Of one person; more are looked at by nobody. */
const MAX_LOOKED_AT = 100;

/** Makes the Lead or Deal that carries the title. */
export function createTitleObject(
  context: PipedriveContext,
  personId: string,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const { api, call, settings } = context;
  const { channel, leadLabel } = settings;
  const { title, ownerId } = wanted;
  return saveTitleObject(context, wanted, {
    crm: 'Pipedrive',
    usual: settings.titleObject,
    types: { lead: 'lead', deal: 'deal' },
    takesNotes: true,
    async list(kind) {
      const newest = kind === 'deal' ? { sort_by: 'id', sort_direction: 'desc' } : {};
      const query = { person_id: personId, limit: MAX_LOOKED_AT, ...newest };
      return objectsOf(await api.get(PATHS[kind], query)).map(({ id, title: its, status, add_time }) => ({
        id: idOf(id)!,
        title: textOf(its) ?? '',
        isOpen: status === 'open',
        madeAt: Date.parse(textOf(add_time) ?? ''),
      }));
    },
    values: valuesFor,
    usualPlace: { pipeline: settings.dealPipeline, stage: settings.dealStage },
    async make(kind, fields, { pipeline, stage, closesAt }) {
      const words =
        'A rule’s deal has no stage of Pipedrive’s, which is a number; it is made in the first one';
      if (stage && !isNumber(stage)) call.log.warn(words);
      const ids = { person_id: personId, owner_id: ownerId, channel, pipeline_id: pipeline, stage_id: stage };
      const { written, refused } = await writeAccepted(context, {
        fields: {
          ...fields,
          title: shorten(title, MAX_TEXT),
          ...numbers(ids),
          ...(closesAt && { expected_close_date: closesAt.slice(0, 10) }),
          ...(kind === 'lead' && { origin_id: 'JivoChat', ...(leadLabel && { label_ids: [leadLabel] }) }),
        },
        indispensable: ['title', 'person_id'],
        write: async (sent) => recordOf(await api.post(PATHS[kind], IN_TERMS[kind](sent)), `POST ${kind}`),
      }).catch(asPersonGone);
      return { id: idOf(written!.id)!, refused };
    },
    // A bad value is about this one; a plan, a feature or a right about all of them.
    refusal: (error) => refusalOf(error, [402, 403, 404]),
    remedy: 'Switch the Leads inbox on or make room in the plan, or set PIPEDRIVE_TITLE_OBJECT to person',
  });
}
