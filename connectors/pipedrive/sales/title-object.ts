import type { TitleWish } from '../../connector';
import { namesOf } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import { isSameVisitor } from '../../../leads/title';
import { shorten } from '../../../text/plain-text';
import { PipedriveResponseError, isBusy, isPersonGone, personGone } from '../api/errors';
import { idOf, objectsOf, recordOf, textOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from '../records/accepted-values';
import { inV1, inV2 } from '../records/custom-fields';
import { valuesFor } from '../records/mapped-fields';
import { MAX_TEXT } from '../records/record';

const NUMBER = /^\d{1,15}$/;
const NAME = 'title-object-refused';
/** A feature or a plan is not changed by the minute. */
const TTL_MS = 3_600_000;
const PATHS = { lead: `${V1}/leads`, deal: `${V2}/deals` } as const;

export interface WantedTitle {
  title: string;
  ownerId: string | undefined;
  wish?: TitleWish;
}

/**
 * Makes the Lead or Deal that carries the title, when the configuration or a rule wants one. A company without it, or whose plan is
 * full, loses this object only, with one clear line in the log.
 * @throws PipedriveResponseError when Pipedrive is busy: the event is tried again.
 */
export async function createTitleObject(
  context: PipedriveContext,
  personId: string,
  { title, ownerId, wish = {} }: WantedTitle,
): Promise<RecordRef | undefined> {
  const { settings, memory, call, api } = context;
  const type = typeof wish.object === 'object' ? 'deal' : (wish.object ?? settings.titleObject);
  if (type === 'person' || type === 'contact') return undefined;
  const refusedName = `${NAME}-${type}`;
  if (await memory.get(refusedName)) return undefined;
  const [path, inTerms] = type === 'deal' ? [PATHS.deal, inV2] : [PATHS.lead, inV1];
  const name = shorten(title, MAX_TEXT);
  const deal = dealWish(context, wish);
  const named = (id: string) => (deal && !deal.transcript ? undefined : { type, id });
  try {
    const there = await thereAlready(context, personId, name, wish, type);
    if (there) return named(there);
    const { channel, leadLabel } = settings;
    const { dealPipeline, dealStage } = deal ?? settings;
    const mapped = await valuesFor(context, type, wish.mapped);
    const { written, refused } = await writeAccepted(context, {
      fields: {
        ...mapped.fields,
        title: name,
        person_id: Number(personId),
        ...(ownerId && { owner_id: Number(ownerId) }),
        ...(channel && { channel: Number(channel) }),
        ...(type === 'lead' && { origin_id: 'JivoChat', ...(leadLabel && { label_ids: [leadLabel] }) }),
        ...(type === 'deal' && dealPipeline && { pipeline_id: Number(dealPipeline) }),
        ...(type === 'deal' && dealStage && { stage_id: Number(dealStage) }),
        ...(deal?.closesOn && { expected_close_date: deal.closesOn }),
      },
      indispensable: ['title', 'person_id'],
      write: async (sent) => recordOf(await api.post(path, inTerms(sent)), `POST ${type}`),
    });
    const left = [...mapped.dropped, ...refused];
    if (left.length > 0) {
      wish.onRefused?.(left);
      call.log.warn(`Pipedrive refused values of the ${type} for the title; it is saved without them`, {
        fields: namesOf(left),
      });
    }
    return named(idOf(written!.id)!);
  } catch (error) {
    if (!(error instanceof PipedriveResponseError) || isBusy(error) || error.status === 401) throw error;
    if (isPersonGone(error)) throw personGone(error, error);
    call.log.warn(`Pipedrive refused the ${type} for the title; the person is saved without it`, {
      status: error.status,
      code: error.code,
      remedy: 'Switch the Leads inbox on or make room in the plan, or set PIPEDRIVE_TITLE_OBJECT to person',
    });
    // A bad value is about this one; a feature or a plan about all of them.
    if (error.status !== 400) await memory.put(refusedName, true, TTL_MS);
    return undefined;
  }
}

/** The person's, newest first; more are looked at by nobody. */
const MAX_LOOKED_AT = 100;
/** Pipedrive's clock may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * What serves in the place of a new one: the newest open deal where the rule reuses it, and after an attempt in doubt what it
 * may have made.
 */
async function thereAlready(
  { api, call: { inDoubt } }: PipedriveContext,
  personId: string,
  name: string,
  { object, since = 0 }: TitleWish,
  type: 'lead' | 'deal',
): Promise<string | undefined> {
  const isWish = typeof object === 'object';
  const reuse = isWish && object.open === 'reuse';
  if (!reuse && !inDoubt) return undefined;
  const newest = type === 'deal' ? { sort_by: 'id', sort_direction: 'desc' } : {};
  const found = objectsOf(
    await api.get(PATHS[type], { person_id: personId, limit: MAX_LOOKED_AT, ...newest }),
  );
  const isOurs = (one: Json) =>
    isSameVisitor(name, textOf(one.title) ?? '') &&
    (!isWish || Date.parse(textOf(one.add_time) ?? '') >= since - CLOCKS_DIFFER_MS);
  const fitting = found.find((one) => (reuse && one.status === 'open') || (inDoubt && isOurs(one)));
  return fitting && idOf(fitting.id);
}

interface Deal {
  dealPipeline?: string;
  dealStage?: string;
  /** YYYY-MM-DD. */
  closesOn?: string;
  transcript: boolean;
}

/** A rule's deal in Pipedrive's terms: its pipelines and stages are numbers, so that another CRM's names are left out. */
function dealWish({ call, now }: PipedriveContext, { object }: TitleWish): Deal | undefined {
  if (typeof object !== 'object') return undefined;
  const { pipeline, stage, closeMs, transcript } = object;
  const number = (id: string | undefined) => (id !== undefined && NUMBER.test(id) ? id : undefined);
  if (!number(stage))
    call.log.warn(
      'A rule’s deal has no stage of Pipedrive’s, which is a number; it is made in the first one',
    );
  return {
    dealPipeline: number(pipeline),
    dealStage: number(stage),
    closesOn: closeMs === undefined ? undefined : new Date(now() + closeMs).toISOString().slice(0, 10),
    transcript,
  };
}
