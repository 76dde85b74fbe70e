import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import { shorten } from '../../../text/plain-text';
import { saveTitleObject, type TitleKind, type WantedTitle } from '../../shared/sales/title-object';
import { asPersonGone, refusalOf } from '../api/errors';
import { idOf, objectsOf, recordOf, textOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { inV1, inV2, type Fields } from '../records/custom-fields';
import { valuesFor } from '../records/mapped-fields';
import { MAX_TEXT } from '../records/record';

const NUMBER = /^\d{1,15}$/;
const PATHS = { lead: `${V1}/leads`, deal: `${V2}/deals` } as const;
/** Of one person; more are looked at by nobody. */
const MAX_LOOKED_AT = 100;

/** Makes the Lead or Deal that carries the title. */
export function createTitleObject(
  context: PipedriveContext,
  personId: string,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const { api, settings } = context;
  return saveTitleObject(context, wanted, {
    crm: 'Pipedrive',
    usual: settings.titleObject,
    types: { lead: 'lead', deal: 'deal' },
    takesNotes: true,
    async list(kind) {
      const newest = kind === 'deal' ? { sort_by: 'id', sort_direction: 'desc' } : {};
      const query = { person_id: personId, limit: MAX_LOOKED_AT, ...newest };
      return objectsOf(await api.get(PATHS[kind], query)).map(({ id, title, status, add_time }) => ({
        id: idOf(id)!,
        title: textOf(title) ?? '',
        isOpen: status === 'open',
        madeAt: Date.parse(textOf(add_time) ?? ''),
      }));
    },
    values: (kind, mapped) => valuesFor(context, kind, mapped),
    async make(kind, fields, deal) {
      const inTerms = kind === 'deal' ? inV2 : inV1;
      const { written, refused } = await writeAccepted(context, {
        fields: {
          ...fields,
          person_id: Number(personId),
          ...titleFields(context, kind, wanted),
          ...(kind === 'deal' && (deal ? ofRule(context, deal) : ofSettings(context))),
        },
        indispensable: ['title', 'person_id'],
        write: async (sent) => recordOf(await api.post(PATHS[kind], inTerms(sent)), `POST ${kind}`),
      }).catch(asPersonGone);
      return { id: idOf(written!.id)!, refused };
    },
    // A bad value is about this one; a plan, a feature or a right about all of them.
    refusal: (error) => refusalOf(error, [402, 403, 404]),
    remedy: 'Switch the Leads inbox on or make room in the plan, or set PIPEDRIVE_TITLE_OBJECT to person',
  });
}

function titleFields(
  { settings: { channel, leadLabel } }: PipedriveContext,
  kind: TitleKind,
  { title, ownerId }: WantedTitle,
): Fields {
  return {
    title: shorten(title, MAX_TEXT),
    ...(ownerId && { owner_id: Number(ownerId) }),
    ...(channel && { channel: Number(channel) }),
    ...(kind === 'lead' && { origin_id: 'JivoChat', ...(leadLabel && { label_ids: [leadLabel] }) }),
  };
}

function ofSettings({ settings: { dealPipeline, dealStage } }: PipedriveContext): Fields {
  return {
    ...(dealPipeline && { pipeline_id: Number(dealPipeline) }),
    ...(dealStage && { stage_id: Number(dealStage) }),
  };
}

/** Pipelines and stages of Pipedrive are numbers, so that another CRM's names are left out. */
function ofRule({ call, now }: PipedriveContext, { pipeline, stage, closeMs }: DealWish): Fields {
  if (!NUMBER.test(stage))
    call.log.warn(
      'A rule’s deal has no stage of Pipedrive’s, which is a number; it is made in the first one',
    );
  return {
    ...(pipeline && NUMBER.test(pipeline) && { pipeline_id: Number(pipeline) }),
    ...(NUMBER.test(stage) && { stage_id: Number(stage) }),
    ...(closeMs !== undefined && {
      expected_close_date: new Date(now() + closeMs).toISOString().slice(0, 10),
    }),
  };
}
