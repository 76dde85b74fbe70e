import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import { isSameVisitor } from '../../../leads/title';
import { shorten } from '../../../text/plain-text';
import { madeSince, titleObject, type WantedTitle } from '../../shared/sales/title-object';
import { asPersonGone, refusalOf } from '../api/errors';
import { idOf, objectsOf, recordOf, textOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { inV1, inV2, type Fields } from '../records/custom-fields';
import { valuesFor } from '../records/mapped-fields';
import { MAX_TEXT } from '../records/record';

const NUMBER = /^\d{1,15}$/;
const PATHS = { lead: `${V1}/leads`, deal: `${V2}/deals` } as const;
type Kind = keyof typeof PATHS;

/**
 * Makes the Lead or Deal that carries the title, when the configuration or a rule wants one.
 * @returns it, unless a rule keeps the transcript away from its deal.
 * @throws PipedriveResponseError when Pipedrive is busy: the event is tried again.
 */
export async function createTitleObject(
  context: PipedriveContext,
  personId: string,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const made = await titleObject(context, wanted.wish, {
    crm: 'Pipedrive',
    usual: context.settings.titleObject,
    find: (kind, deal) => thereAlready(context, personId, kind, wanted, deal),
    make: (kind, deal) => make(context, personId, kind, wanted, deal),
    // A bad value is about this one; a plan, a feature or a right about all of them.
    refusal: (error) => refusalOf(error, [402, 403, 404]),
    remedy: 'Switch the Leads inbox on or make room in the plan, or set PIPEDRIVE_TITLE_OBJECT to person',
  });
  return !made || made.deal?.transcript === false ? undefined : { type: made.kind, id: made.id };
}

async function make(
  context: PipedriveContext,
  personId: string,
  kind: Kind,
  { title, ownerId, wish }: WantedTitle,
  deal: DealWish | undefined,
) {
  const { api, settings } = context;
  const { channel, leadLabel } = settings;
  const { fields, dropped } = await valuesFor(context, kind, wish?.mapped);
  const inTerms = kind === 'deal' ? inV2 : inV1;
  const { written, refused } = await writeAccepted(context, {
    fields: {
      ...fields,
      title: shorten(title, MAX_TEXT),
      person_id: Number(personId),
      ...(ownerId && { owner_id: Number(ownerId) }),
      ...(channel && { channel: Number(channel) }),
      ...(kind === 'deal' && (deal ? ofRule(context, deal) : ofSettings(context))),
      ...(kind === 'lead' && { origin_id: 'JivoChat', ...(leadLabel && { label_ids: [leadLabel] }) }),
    },
    indispensable: ['title', 'person_id'],
    write: async (sent) => recordOf(await api.post(PATHS[kind], inTerms(sent)), `POST ${kind}`),
  }).catch(asPersonGone);
  return { id: idOf(written!.id)!, refused: [...dropped, ...refused] };
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

/** The person's, newest first; more are looked at by nobody. */
const MAX_LOOKED_AT = 100;

async function thereAlready(
  { api, call: { inDoubt } }: PipedriveContext,
  personId: string,
  kind: Kind,
  { title, wish }: WantedTitle,
  deal: DealWish | undefined,
): Promise<string | undefined> {
  const reuse = deal?.open === 'reuse';
  if (!reuse && !inDoubt) return undefined;
  const newest = kind === 'deal' ? { sort_by: 'id', sort_direction: 'desc' } : {};
  const found = objectsOf(
    await api.get(PATHS[kind], { person_id: personId, limit: MAX_LOOKED_AT, ...newest }),
  );
  const isOurs = (one: Json) =>
    isSameVisitor(shorten(title, MAX_TEXT), textOf(one.title) ?? '') &&
    (!deal || Date.parse(textOf(one.add_time) ?? '') >= madeSince(wish));
  const fitting = found.find((one) => (reuse && one.status === 'open') || (inDoubt && isOurs(one)));
  return fitting && idOf(fitting.id);
}
