import type { HubSpotContext } from '../context';
import { CONFLICT, HubSpotResponseError, refusedProperties } from '../api/errors';
import type { Properties } from '../records/record';

export type ActivityType = 'notes' | 'tasks' | 'calls';

/** `setup` may make the property any time. */
const TTL_MS = 3_600_000;

/**
 * Our key of an activity, where the settings name a unique property for it: one of each kind and name on a contact.
 * @returns undefined where there is none, or the account turned out to lack it.
 */
export async function activityKey(
  { settings, memory }: HubSpotContext,
  { type, contactId, key }: { type: ActivityType; contactId: string; key: string },
): Promise<Properties | undefined> {
  const { activityKey: property } = settings;
  if (!property || (await memory.get(absentName(type)))) return undefined;
  return { [property]: `${contactId}:${key}` };
}

/** The account has no such property on this kind of activity: for an hour it is not sent again. */
export async function rememberAbsent(
  { memory, settings, call }: HubSpotContext,
  type: ActivityType,
): Promise<void> {
  call.log.warn('HubSpot has no such property; going on without it', {
    object: type,
    property: settings.activityKey,
    remedy: 'Run setup, or unset HUBSPOT_ACTIVITY_KEY',
  });
  await memory.put(absentName(type), true, TTL_MS);
}

/** How the key fared: another activity has it, or there is no such property. Undefined: it is not about the key. */
export function keyRefusal(error: unknown, key: Properties): { taken: boolean; heldBy?: string } | undefined {
  if (!(error instanceof HubSpotResponseError)) return undefined;
  const refusal = refusedProperties(error).find(({ name }) => Object.hasOwn(key, name));
  if (!refusal) return undefined;
  return { taken: refusal.code === CONFLICT, heldBy: refusal.heldBy };
}

function absentName(type: ActivityType): string {
  return `no-activity-key-${type}`;
}
