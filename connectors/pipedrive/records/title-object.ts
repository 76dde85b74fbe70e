import type { RecordRef } from '../../../leads/record';
import { shorten } from '../../../text/plain-text';
import { PipedriveResponseError, isBusy, isPersonGone, personGone } from '../api/errors';
import { idOf, objectsOf, recordOf } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveContext } from '../context';
import { writeAccepted } from './accepted-values';
import { MAX_TEXT } from './record';

const NAME = 'title-object-refused';
/** A feature or a plan is not changed by the minute. */
const TTL_MS = 3_600_000;
const PATHS = { lead: `${V1}/leads`, deal: `${V2}/deals` } as const;

/**
 * Makes the Lead or Deal that carries the title, when the configuration wants one. A company without it, or whose plan is
 * full, loses this object only, with one clear line in the log.
 * @throws PipedriveResponseError when Pipedrive is busy: the event is tried again.
 */
export async function createTitleObject(
  context: PipedriveContext,
  personId: string,
  title: string,
  ownerId: string | undefined,
): Promise<RecordRef | undefined> {
  const { settings, memory, call, api } = context;
  const type = settings.titleObject;
  if (type === 'person' || (await memory.get(NAME))) return undefined;
  const path = PATHS[type];
  const name = shorten(title, MAX_TEXT);
  try {
    if (call.inDoubt) {
      const made = objectsOf(await api.get(path, { person_id: personId, limit: 100 }));
      const found = made.map((one) => (one.title === name ? idOf(one.id) : undefined)).find(Boolean);
      if (found) return { type, id: found };
    }
    const { dealPipeline, dealStage, channel, leadLabel } = settings;
    const { written, refused } = await writeAccepted(context, {
      fields: {
        title: name,
        person_id: Number(personId),
        ...(ownerId && { owner_id: Number(ownerId) }),
        ...(channel && { channel: Number(channel) }),
        ...(type === 'lead' && { origin_id: 'JivoChat', ...(leadLabel && { label_ids: [leadLabel] }) }),
        ...(type === 'deal' && dealPipeline && { pipeline_id: Number(dealPipeline) }),
        ...(type === 'deal' && dealStage && { stage_id: Number(dealStage) }),
      },
      indispensable: ['title', 'person_id'],
      write: async (sent) => recordOf(await api.post(path, sent), `POST ${type}`),
    });
    if (refused.length > 0) {
      call.log.warn(`Pipedrive refused values of the ${type} for the title; it is saved without them`, {
        fields: refused.map(({ label }) => label),
      });
    }
    return { type, id: idOf(written!.id)! };
  } catch (error) {
    if (!(error instanceof PipedriveResponseError) || isBusy(error) || error.status === 401) throw error;
    if (isPersonGone(error)) throw personGone(error, error);
    call.log.warn(`Pipedrive refused the ${type} for the title; the person is saved without it`, {
      status: error.status,
      code: error.code,
      remedy: 'Switch the Leads inbox on or make room in the plan, or set PIPEDRIVE_TITLE_OBJECT to person',
    });
    // A bad value is about this one; a feature or a plan about all of them.
    if (error.status !== 400) await memory.put(NAME, true, TTL_MS);
    return undefined;
  }
}
