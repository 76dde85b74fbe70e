import type { Activity } from '../../shared/activities';
import { activityKey } from '../../shared/note/html-note';
import type { HubSpotContext } from '../context';

type Kind = Activity<string>['kind'];

/** `setup` may make the property any time. */
const TTL_MS = 3_600_000;

/**
 * Our key of an activity, where the settings name a unique property for it: one of each kind and name on a contact.
 * @returns undefined where there is none, or the account turned out to lack it.
 */
export async function keyOf(
  { settings, memory }: HubSpotContext,
  activity: Activity<string>,
): Promise<{ property: string; value: string } | undefined> {
  const { activityKey: property } = settings;
  if (!property || (await memory.get(absentName(activity.kind)))) return undefined;
  return { property, value: `${activity.person.id}:${activityKey(activity)}` };
}

/** The account has no such property on this kind of activity: for an hour it is not sent again. */
export async function rememberAbsent({ memory, settings, call }: HubSpotContext, kind: Kind): Promise<void> {
  call.log.warn('HubSpot has no such property; going on without it', {
    object: `${kind}s`,
    property: settings.activityKey,
    remedy: 'Run setup, or unset HUBSPOT_ACTIVITY_KEY',
  });
  await memory.put(absentName(kind), true, TTL_MS);
}

function absentName(kind: Kind): string {
  return `no-activity-key-${kind}s`;
}
